/** What could not be read is taken from an earlier snapshot, account by account and part by part, and says so. */
import { describe, expect, it } from 'vitest';
import { carryOver, type Earlier, lackingAccounts, lacksOrganizationPart, type NotRead } from '../../ingest/carry-over.ts';
import type { RawAccount, RawCollection, RawFile } from '../../ingest/collection.ts';

const file = (name: string, json: unknown): RawFile => ({ file: name, json });
const nothing: NotRead = { accounts: [], identityCenter: false };

interface Sketch {
  readonly pages?: string | null;
  readonly providers?: string | null;
  readonly aliases?: string | null;
  readonly report?: string | null;
}

function account(id: string, { pages = 'new', providers = 'new', aliases = 'new', report = 'new' }: Sketch = {}): RawAccount {
  const part = (name: string, text: string | null) => (text === null ? null : file(`accounts/${id}/${name}.json`, { is: text }));
  const found = part('credential-report', report);
  return {
    id,
    pages: pages === null ? [] : [file(`accounts/${id}.json`, { is: pages })],
    identityProviders: part('identity-providers', providers),
    aliases: part('aliases', aliases),
    others: { ...(found ? { 'credential-report': found } : {}), collected: file(`accounts/${id}/collected.json`, { CollectedAt: pages }) },
  };
}

const collection = (
  accounts: readonly RawAccount[],
  identityCenter: readonly RawFile[] = [],
  organization = 'o-1',
  fields: object = {},
): RawCollection => ({
  organization: file('organization.json', { Organization: { Id: organization }, ...fields }),
  accounts,
  sharedPages: [],
  identityCenter,
  findings: [],
});

const old = { pages: 'old', providers: 'old', aliases: 'old', report: 'old' };
const earlier = (given: RawCollection): Earlier => ({ snapshot: 'S', createdAt: '2026-01-01T00:00:00Z', collection: given });
const codes = ({ findings }: RawCollection): string[] => findings.map(({ code, file: place }) => `${code} ${place}`);
const one = '111122223333';

describe('what is carried over', () => {
  it('is nothing where all was read', () => {
    const read = collection([account(one)]);
    expect(lackingAccounts(read, nothing).size).toBe(0);
    expect(carryOver(read, nothing, earlier(collection([account(one, old)])))).toBe(read);
  });

  it.each(['providers', 'aliases', 'report'] as const)('is the part that could not be read, and no other: %s', (part) => {
    const read = collection([account(one, { [part]: null })]);
    expect([...lackingAccounts(read, nothing)]).toEqual([one]);
    const carried = carryOver(read, nothing, earlier(collection([account(one, old)])));
    const [found] = carried.accounts;
    const texts = [found?.pages[0], found?.identityProviders, found?.aliases, found?.others?.['credential-report']].map((raw) =>
      Reflect.get(raw?.json ?? {}, 'is'),
    );
    expect(texts.sort()).toEqual(['new', 'new', 'new', 'old']);
    expect(JSON.stringify(found)).toContain('"CarriedOverFrom":"S"');
    expect(codes(carried)).toEqual([`stale-part accounts/${one}/`]);
    expect(carried.findings[0]?.reason).toContain('as of old');
  });

  it('keeps saying where it came from first', () => {
    const lacking = collection([account(one, { aliases: null })]);
    const first = carryOver(lacking, nothing, earlier(collection([account(one, old)])));
    const second = carryOver(lacking, nothing, { ...earlier(first), snapshot: 'T' });
    expect(second.findings.map(({ reason }) => reason)).toEqual(first.findings.map(({ reason }) => reason));
    expect(second.accounts[0]?.aliases?.json).toEqual({ is: 'old', CarriedOverFrom: 'S', CollectedAt: 'old' });
  });

  it('is the account as a whole where it could not be read', () => {
    const read = collection([account(one, { pages: null, providers: null, aliases: null, report: null })]);
    const carried = carryOver(read, { ...nothing, accounts: [one] }, earlier(collection([account(one, old)])));
    expect(codes(carried)).toEqual([`stale-account accounts/${one}.json`]);
    expect(carried.accounts[0]?.aliases?.json).toEqual({ is: 'old' });
  });

  it('is what Identity Center did not answer, if a call failed', () => {
    const center = (is: string, ...names: readonly string[]) => names.map((name) => file(`identity-center/${name}.json`, { is }));
    const read = collection([account(one)], center('new', 'users'));
    const before = earlier(collection([account(one, old)], center('old', 'users', 'groups')));
    expect(carryOver(read, nothing, before).identityCenter?.length).toBe(1);
    const carried = carryOver(read, { ...nothing, identityCenter: true }, before);
    expect(carried.identityCenter?.map(({ file: name, json }) => [name, (json as { is: string }).is])).toEqual([
      ['identity-center/users.json', 'new'],
      ['identity-center/groups.json', 'old'],
    ]);
    expect(codes(carried)).toEqual(['stale-part identity-center']);
  });

  it('is what the organization did not say, if it was listed', () => {
    const all = { Accounts: [], Policies: ['old'], EnabledFeatures: ['old'], RootAccessAdministrators: ['old'] };
    const before = earlier(collection([], [], 'o-1', all));
    const lacking = { Accounts: ['new'], EnabledFeatures: ['new'], RootAccessAdministrators: [] };
    const read = collection([], [], 'o-1', lacking);
    expect(lacksOrganizationPart(read)).toBe(true);
    const carried = carryOver(read, nothing, before);
    const origin = { CarriedOverFrom: 'S', CollectedAt: '2026-01-01T00:00:00Z' };
    const expected = { Organization: { Id: 'o-1' }, ...lacking, Policies: ['old'], CarriedOver: { Policies: origin } };
    expect(carried.organization).toMatchObject({ json: expected });
    expect(codes(carried)).toEqual(['stale-part organization.json']);
    // Once more, it is still of then; where the accounts could not be listed, nothing is put together.
    const again = carryOver(read, nothing, { ...earlier(carried), snapshot: 'T' });
    expect(again.organization).toEqual(carried.organization);
    const unlisted = collection([], [], 'o-1');
    expect(carryOver(unlisted, nothing, before)).toBe(unlisted);
    expect(lacksOrganizationPart(collection([], [], 'o-1', all))).toBe(false);
  });

  it.each([
    { name: 'of another organization', before: collection([account(one, old)], [], 'o-2') },
    { name: 'that never knew the account', before: collection([]) },
    { name: 'that lacked it too', before: collection([account(one, { ...old, aliases: null })]) },
  ])('is nothing of a snapshot $name', ({ before }) => {
    const read = collection([account(one, { aliases: null })]);
    expect(carryOver(read, nothing, earlier(before))).toBe(read);
  });
});
