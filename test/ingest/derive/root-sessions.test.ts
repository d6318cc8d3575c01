/** Edges of sts:AssumeRoot: from whom, into which accounts, and that chains end there. */
import { expect, it } from 'vitest';
import { unpackEdge } from '../../../graph/edge-flags.ts';
import { deriveEdges } from '../../../ingest/derive/derive-edges.ts';
import { readHighValue } from '../../../ingest/facts/high-value.ts';
import { derivePrincipalFacts } from '../../../ingest/facts/principal-facts.ts';
import { detailsWith, fullAccess, roleEntry, userEntry } from '../../support/collection-files.ts';
import { link } from '../../support/linked.ts';

const [management, security, shop, closed] = ['111122223333', '222233334444', '333344445555', '444455556666'] as const;
const inline = (field: string, ...statements: readonly object[]) => ({
  [field]: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
});
const may = (Action: string, Resource = '*') => ({ Effect: 'Allow', Action, Resource });
const trusts = (account: string) => ({
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }],
  },
});

function derive(fields: Readonly<Record<string, unknown>>) {
  const organization = link({
    organization: {
      Organization: { Id: 'o-example', MasterAccountId: management },
      Roots: [{ Id: 'r-1', Arn: 'arn:aws:organizations::1:root/o-example/r-1', Name: 'Root' }],
      OrganizationalUnits: [],
      Accounts: [management, security, shop, closed].map((Id) => ({
        Id,
        Name: `name-${Id}`,
        Status: Id === closed ? 'SUSPENDED' : 'ACTIVE',
        ParentId: 'r-1',
      })),
      Policies: [fullAccess(['r-1', management, security, shop, closed])],
      ...fields,
    },
    accounts: {
      [management]: detailsWith({
        users: [userEntry('ann', inline('UserPolicyList', may('sts:*')), management), userEntry('bob', {}, management)],
      }),
      [security]: detailsWith({
        roles: [
          roleEntry(
            'zeta',
            { ...trusts(security), ...inline('RolePolicyList', may('sts:AssumeRoot', `arn:aws:iam::${shop}:root`)) },
            security,
          ),
        ],
      }),
      [shop]: detailsWith({ roles: [roleEntry('a', trusts(management), shop), roleEntry('zz', trusts(management), shop)] }),
    },
  });
  const derived = deriveEdges(organization);
  const { arns, edges } = derived;
  const shown = Array.from(edges.from, (from, edge) => {
    const { action, crossAccount } = unpackEdge(edges.flags[edge] ?? 0);
    return `${arns[from]} ${action.slice(4)} ${arns[edges.to[edge] ?? 0]}${crossAccount ? '' : ' (own)'}`;
  });
  return { organization, derived, shown };
}

const root = (account: string) => `arn:aws:iam::${account}:root`;
const ann = `arn:aws:iam::${management}:user/ann`;
const zeta = `arn:aws:iam::${security}:role/zeta`;
const intoRoles = ['a', 'zz'].map((name) => `${ann} AssumeRole arn:aws:iam::${shop}:role/${name}`);

it('lets the management account and delegated administrators into every active member, in the order of edges', () => {
  const { shown, derived, organization } = derive({ EnabledFeatures: ['RootSessions'], RootAccessAdministrators: [security] });
  expect(shown).toEqual([
    `${ann} AssumeRoot ${root(security)}`,
    ...intoRoles,
    `${ann} AssumeRoot ${root(shop)}`,
    `${zeta} AssumeRoot ${root(shop)}`,
  ]);
  // Whoever reaches a root session reaches no role by it, and no administrator.
  const facts = derivePrincipalFacts(organization, derived, readHighValue([]));
  expect(facts.at(derived.arns.indexOf(ann))).toMatchObject({ reachRoles: 2, reachAccounts: 1, hopsToAdmin: -1 });
  expect(facts.at(derived.arns.indexOf(root(shop)))).toMatchObject({ isAdmin: false, reachRoles: 0 });
  expect(derived.named.find(({ arn }) => arn === root(shop))).toMatchObject({ kind: 'root', accountId: shop });
});

it.each([
  { name: 'the feature is off', fields: { EnabledFeatures: ['RootCredentialsManagement'], RootAccessAdministrators: [security] } },
  { name: 'it was not read', fields: {} },
  { name: 'it makes no sense', fields: { EnabledFeatures: 'RootSessions' } },
])('derives none if $name', ({ fields }) => {
  expect(derive(fields).shown).toEqual(intoRoles);
});

it('counts only the management account where delegated administrators could not be read', () => {
  const { shown } = derive({ EnabledFeatures: ['RootSessions'] });
  expect(shown.filter((edge) => edge.includes('AssumeRoot')).map((edge) => edge.split(' ')[0])).toEqual([ann, ann]);
});

it('takes decisions over like those about roles', () => {
  const first = derive({ EnabledFeatures: ['RootSessions'], RootAccessAdministrators: [security] });
  const again = deriveEdges(first.organization, first.derived.decisions);
  expect(again.counts.decidedAnew).toBe(0);
  expect(again.edges).toEqual(first.derived.edges);
  const off = derive({ EnabledFeatures: [] });
  expect(deriveEdges(off.organization, first.derived.decisions).edges).toEqual(off.derived.edges);
});
