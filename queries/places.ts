/** Where principals stand on the map: in their account, in its unit, or in one of a few places outside. */
import { showUnitPath } from './names.ts';
import type { OverviewGroup } from './overview-answer.ts';
import type { SnapshotView } from './snapshot-view.ts';

export type Place = Pick<OverviewGroup, 'id' | 'name' | 'kind'>;

export interface Places {
  /** All places, by number. */
  readonly list: readonly Place[];
  /** The number of each principal's account, or place outside. */
  readonly ofPrincipal: Uint32Array;
  /** The number of the unit of an account; an account without one, and a place outside, is its own. */
  readonly unitOf: Uint32Array;
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
  const unitPaths = new Map(adjacency.accounts.map(({ id, unitPath }) => [id, unitPath]));
  for (const { id, name } of adjacency.accounts) numberOf({ id, name, kind: 'account' });
  const ofPrincipal = Uint32Array.from(adjacency.principals, ({ kind, accountId }) =>
    numberOf(outsidePlaces[kind] ?? (accountId === '' ? elsewhere : { id: accountId, name: accountId, kind: 'account' })),
  );
  const inner = list.length;
  const units = Array.from({ length: inner }, (_, number) => {
    const path = unitPaths.get(list[number]?.id ?? '') ?? '';
    return path === '' ? number : numberOf({ id: `unit:${path}`, name: showUnitPath(path), kind: 'unit' });
  });
  const unitOf = Uint32Array.from(list, (_, number) => units[number] ?? number);
  return { list, ofPrincipal, unitOf, find: (id) => numbers.get(id) ?? null };
}
