/** What may happen to an organization between two ingests, one thing at a time, at random. */
import type { AccountFacts, GuardrailLevel, PolicyUse } from '../../iam/types.ts';
import type { Account, Organization, Role, User } from '../../ingest/organization.ts';
import type { Random } from './reference/random.ts';

/** @param other another organization, from which policies come */
type Mutation = (organization: Organization, random: Random, other: Organization) => Organization;

const identitiesOf = ({ users, roles }: Organization): readonly (User | Role)[] => [...users, ...roles];

function changeIdentity(
  organization: Organization,
  random: Random,
  change: (identity: User | Role) => Partial<Omit<User, 'kind'> & Omit<Role, 'kind'>> | null,
) {
  const chosen = random.pick(identitiesOf(organization));
  const changed = <T extends User | Role>(identity: T): T[] => {
    if (identity !== chosen) return [identity];
    const fields = change(identity);
    return fields === null ? [] : [{ ...identity, ...fields }];
  };
  return { ...organization, users: organization.users.flatMap(changed), roles: organization.roles.flatMap(changed) };
}

function changeAccount(organization: Organization, random: Random, change: (facts: AccountFacts) => Partial<AccountFacts>): Organization {
  const chosen = random.pick([...organization.accounts.values()]);
  const changed: Account = { ...chosen, facts: { ...chosen.facts, ...change(chosen.facts) } };
  return { ...organization, accounts: new Map([...organization.accounts, [chosen.facts.id, changed]]) };
}

function changeRole(organization: Organization, random: Random, change: (role: Role) => Partial<Role>): Organization {
  const chosen = random.pick(organization.roles);
  return { ...organization, roles: organization.roles.map((role) => (role === chosen ? { ...role, ...change(role) } : role)) };
}

const policiesOf = (organization: Organization): PolicyUse[] =>
  identitiesOf(organization).flatMap(({ identityPolicies, boundary }) => [...identityPolicies, ...(boundary ? [boundary] : [])]);

function attached(levels: AccountFacts['scps'], as: 'scp' | 'rcp', random: Random, other: Organization): readonly GuardrailLevel[] {
  const policy: PolicyUse = { ...random.pick(policiesOf(other)), as, id: `p-${random.int(1e6)}`, viaGroup: null };
  const own = typeof levels === 'string' ? [{ target: 'r-1', policies: [] }] : levels;
  return [...own, { target: 'ou-new', policies: [policy] }];
}

export const mutations: Readonly<Record<string, Mutation>> = {
  'a policy is edited': (organization, random, other) =>
    changeIdentity(organization, random, ({ identityPolicies }) => {
      const [first, ...others] = identityPolicies;
      const { document } = random.pick(policiesOf(other));
      return { identityPolicies: first ? [{ ...first, document }, ...others] : [random.pick(policiesOf(other))] };
    }),
  'a policy is detached': (organization, random) =>
    changeIdentity(organization, random, ({ identityPolicies }) => ({ identityPolicies: identityPolicies.slice(1) })),
  'a document is no longer in the data': (organization, random) =>
    changeIdentity(organization, random, ({ identityPolicies }) => ({
      identityPolicies: identityPolicies.map((use) => ({ ...use, document: null })),
    })),
  'a boundary is changed': (organization, random, other) =>
    changeIdentity(organization, random, () => ({
      boundary: random.chance(0.3) ? null : { ...random.pick(policiesOf(other)), as: 'boundary', viaGroup: null },
    })),
  'tags are changed': (organization, random) =>
    changeIdentity(organization, random, () => ({
      tags: [{ key: random.pick(['team', 'Team', 'env']), value: random.pick(['blue', 'red', 'prod']) }],
    })),
  'a principal is deleted': (organization, random) => changeIdentity(organization, random, () => null),
  'a principal is deleted and made anew': (organization, random) =>
    changeIdentity(organization, random, ({ uniqueId }) => ({ uniqueId: `${uniqueId}NEW` })),
  'a trust policy is edited': (organization, random, other) =>
    changeRole(organization, random, ({ trust }) => ({ trust: { ...trust, document: random.pick(other.roles).trust.document } })),
  'an SCP is attached': (organization, random, other) =>
    changeAccount(organization, random, ({ scps }) => ({ scps: attached(scps, 'scp', random, other) })),
  'an RCP is attached': (organization, random, other) =>
    changeAccount(organization, random, ({ rcps }) => ({ rcps: attached(rcps, 'rcp', random, other) })),
  'guardrails are switched off': (organization, random) => changeAccount(organization, random, () => ({ scps: 'off', rcps: 'off' })),
  'guardrails could not be read': (organization, random) => changeAccount(organization, random, () => ({ scps: 'unknown' })),
  'an account is moved': (organization, random) =>
    changeAccount(organization, random, () => ({ organizationId: 'o-one', organizationPath: 'o-one/r-1/ou-moved/' })),
  'an account leaves the organization': (organization, random) =>
    changeAccount(organization, random, () => ({ organizationId: null, organizationPath: null, scps: 'off', rcps: 'off' })),
  'management moves': (organization, random) =>
    changeAccount(organization, random, ({ isManagement }) => ({ isManagement: !isManagement })),
  'an account joins': (organization, random, other) => {
    const [account] = [...other.accounts.values()];
    if (!account) return organization;
    const facts = { ...account.facts, id: `55555555555${random.int(10)}` };
    return { ...organization, accounts: new Map([...organization.accounts, [facts.id, { ...account, facts }]]) };
  },
  'identity providers are others': (organization, random, other) => {
    const [id] = random.pick([...organization.accounts]);
    const providers = new Map(organization.identityProviders);
    const theirs = other.identityProviders.get(id);
    if (theirs) providers.set(id, theirs);
    else providers.delete(id);
    return { ...organization, identityProviders: providers };
  },
  'a role is assigned to a person': (organization, random) => {
    const assignedRoles = random.some(organization.roles, 1, 2).map(({ arn }) => arn);
    const user = { kind: 'identity-center-user', uniqueId: 'u-1', name: 'pat', groups: [], assignedRoles } as const;
    return { ...organization, identityCenter: { users: [{ ...user, arn: 'arn:aws:identitystore:::user/u-1' }], groups: [] } };
  },
};
