/** Where principals stand on the map: in their account, in what lies around it, or in one of a few places outside. */
import { showUnitPath } from './names.ts';
import type { OverviewGroup } from './overview-answer.ts';
import type { SnapshotView } from './snapshot-view.ts';

export type Place = Pick<OverviewGroup, 'id' | 'name' | 'kind'>;

export interface Places {
  /** All places, by number. */
  readonly list: readonly Place[];
  /** The number of each principal's account, or place outside. */
  readonly ofPrincipal: Uint32Array;
  /** The number of what lies around an account: its unit, or all external accounts; any other place is its own. */
  readonly around: Uint32Array;
  /** Null: there is no such place. */
  find(id: string): number | null;
}

/** Kinds that belong to nobody's account, or that come from outside whatever account their provider stands in. */
const outsidePlaces: Readonly<Record<string, Place>> = {
  service: { id: 'services', name: 'AWS services', kind: 'outside' },
  'saml-provider': { id: 'providers', name: 'Identity providers', kind: 'outside' },
  'oidc-provider': { id: 'providers', name: 'Identity providers', kind: 'outside' },
  'federated-subject': { id: 'providers', name: 'Identity providers', kind: 'outside' },
  'identity-center-user': { id: 'providers', name: 'Identity providers', kind: 'outside' },
  'identity-center-group': { id: 'providers', name: 'Identity providers', kind: 'outside' },
  anyone: { id: 'anyone', name: 'Anyone', kind: 'outside' },
};
/** Those that belong neither to the organization nor to what was collected. */
export const externalAccounts: Place = { id: 'external-accounts', name: 'External accounts', kind: 'outside' };
const elsewhere: Place = { id: 'elsewhere', name: 'Elsewhere', kind: 'outside' };

export function createPlaces({ adjacency }: SnapshotView): Places {
  const list: Place[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (place: Place): number => {
    const known = numbers.get(place.id);
    if (known !== undefined) return known;
    numbers.set(place.id, list.length);
    return list.push(place) - 1;
  };
  const accounts = new Map(adjacency.accounts.map((account) => [account.id, account]));
  for (const { id, name } of adjacency.accounts) numberOf({ id, name, kind: 'account' });
  const ofPrincipal = Uint32Array.from(adjacency.principals, ({ kind, accountId }) =>
    numberOf(outsidePlaces[kind] ?? (accountId === '' ? elsewhere : { id: accountId, name: accountId, kind: 'account' })),
  );
  const inner = list.slice();
  const outer = inner.map(({ id, kind }, number) => {
    if (kind !== 'account') return number;
    const account = accounts.get(id);
    if (account === undefined || !(account.inOrganization || account.collected)) return numberOf(externalAccounts);
    const { unitPath } = account;
    return unitPath === '' ? number : numberOf({ id: `unit:${unitPath}`, name: showUnitPath(unitPath), kind: 'unit' });
  });
  const around = Uint32Array.from(list, (_, number) => outer[number] ?? number);
  return { list, ofPrincipal, around, find: (id) => numbers.get(id) ?? null };
}
