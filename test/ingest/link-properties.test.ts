import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RawCollection } from '../../ingest/collection.ts';
import { linkOrganization } from '../../ingest/link.ts';
import type { Organization } from '../../ingest/organization.ts';
import { accountId } from '../support/collection-files.ts';
import { collectionOf, link } from '../support/linked.ts';
import { randomInput } from '../support/random-collection.ts';

/** Everything but where findings were found, since indexes move with the order. */
const facts = ({ findings, ...organization }: Organization) => ({
  ...organization,
  findings: findings.map((finding) => finding.code).sort(),
});

const documentFields = new Set(['PolicyDocument', 'AssumeRolePolicyDocument', 'Document', 'Content']);

/** The same JSON with every list outside of policy documents in another order; `next` draws numbers from 0 to 1. */
function shuffle(json: unknown, next: () => number): unknown {
  if (Array.isArray(json))
    return json
      .map((item) => [next(), shuffle(item, next)] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, documentFields.has(key) ? value : shuffle(value, next)]));
}

/** A small generator of numbers, so that a failure can be repeated from its seed. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test('the order of entries does not matter', () => {
  fc.assert(
    fc.property(randomInput, fc.nat(), (input, seed) => {
      const next = numbersFrom(seed);
      const shuffled = { ...input, ...(input.organization !== undefined && { organization: shuffle(input.organization, next) }) };
      const accounts = Object.fromEntries(Object.entries(input.accounts).map(([id, page]) => [id, shuffle(page, next)]));
      expect(facts(link({ ...shuffled, accounts }))).toEqual(facts(link(input)));
    }),
    { numRuns: 150 },
  );
});

test('how an account is cut into pages does not matter, and pages may overlap', () => {
  fc.assert(
    fc.property(randomInput, fc.nat(4), fc.nat(2), (input, cut, overlap) => {
      const whole = collectionOf(input);
      const paged: RawCollection = {
        ...whole,
        accounts: whole.accounts.map((account) => ({
          ...account,
          pages: account.pages.flatMap(({ file, json }) => {
            const part = (from: number, to: number) =>
              Object.fromEntries(Object.entries(json as Record<string, unknown[]>).map(([key, list]) => [key, list.slice(from, to)]));
            return [
              { file: `1 ${file}`, json: part(0, cut + overlap) },
              { file: `2 ${file}`, json: part(cut, 1000) },
            ];
          }),
        })),
      };
      expect(facts(linkOrganization(paged))).toEqual(facts(linkOrganization(whole)));
    }),
    { numRuns: 100 },
  );
});

/** A copy with one value, chosen by the numbers, replaced. */
function replaceSomewhere(json: unknown, path: readonly number[], replacement: unknown): unknown {
  const [step, ...rest] = path;
  const keys = typeof json === 'object' && json !== null ? Object.keys(json) : [];
  const key = step === undefined ? undefined : keys[step % Math.max(keys.length, 1)];
  if (key === undefined) return replacement;
  const copy = (Array.isArray(json) ? [...json] : { ...(json as object) }) as Record<string, unknown>;
  copy[key] = replaceSomewhere(copy[key], rest, replacement);
  return copy;
}

test('a role with any damage never costs the others anything', () => {
  fc.assert(
    fc.property(randomInput, fc.nat(3), fc.array(fc.nat(40), { maxLength: 6 }), fc.jsonValue(), (input, victim, path, replacement) => {
      const page = input.accounts[accountId] as Record<string, unknown[]>;
      const roles = page['RoleDetailList'] as { RoleName: string }[];
      const damaged = roles.map((role, index) => (index === victim ? replaceSomewhere(role, path, replacement) : role));
      const before = link(input);
      const after = link({ ...input, accounts: { ...input.accounts, [accountId]: { ...page, RoleDetailList: damaged } } });
      const others = (organization: Organization) =>
        organization.roles.filter((role) => role.accountId !== accountId || role.name !== roles[victim]?.RoleName);
      const known = new Set(before.roles.map((role) => role.arn));
      expect(others(after).filter((role) => known.has(role.arn))).toEqual(others(before));
      expect(after.users).toEqual(before.users);
    }),
    { numRuns: 300 },
  );
});

test('no JSON makes linking throw, and what comes out is an Organization', () => {
  fc.assert(
    fc.property(
      randomInput,
      fc.constantFrom('organization', 'page', 'side'),
      fc.array(fc.nat(40), { maxLength: 7 }),
      fc.jsonValue(),
      (input, where, path, replacement) => {
        const damaged = {
          ...input,
          ...(where === 'organization' && { organization: replaceSomewhere(input.organization ?? {}, path, replacement) }),
          ...(where === 'page' && {
            accounts: { ...input.accounts, [accountId]: replaceSomewhere(input.accounts[accountId], path, replacement) },
          }),
          ...(where === 'side' && { identityProviders: replacement, aliases: replacement }),
        };
        const organization = link(damaged);
        expect(organization.accounts.has(accountId)).toBe(true);
        // The account beside it is never touched.
        expect(organization.roles.filter((role) => role.accountId === '444455556666')).toHaveLength(4);
      },
    ),
    { numRuns: 300 },
  );
});
