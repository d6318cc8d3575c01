/**
 * Random organizations in the shape that ingest links, with relatives of every user and role, from alike to nearly alike: what
 * is decided for classes of alike callers and roles has classes of more than one to decide, and many a chance to mix them up.
 */
import { parsePolicyDocument } from '../../iam/index.ts';
import type { AccountFacts, Caller, PolicyUse, TargetRole } from '../../iam/types.ts';
import { unknownSignIn } from '../../ingest/link/sign-in-facts.ts';
import type { Account, IdentityProvider, Organization, Role, User } from '../../ingest/organization.ts';
import { seededRandom } from './reference/random.ts';
import { type RandomOrganization, randomOrganization } from './reference/random-organization.ts';

export interface Derivable {
  readonly organization: Organization;
  /** Users, roles, services that some trust policy names, and providers that were collected; `anyone` stands for the others. */
  readonly callers: readonly Caller[];
  /** Those whose trust policy is in the data. */
  readonly roles: readonly TargetRole[];
}

export function randomDerivable(seed: number): Derivable {
  const random = randomOrganization(seededRandom(seed));
  const providers = providersOf(random, seed);
  const targets = new Map(random.roles.map((role) => [role.arn, role]));
  const families = random.callers
    .filter(({ kind }) => kind === 'user' || kind === 'role')
    .map((caller) => [caller, ...relativesOf(caller)]);
  const people = families.flat();
  const roles = families.flatMap((family): TargetRole[] => {
    const role = targets.get(family[0]?.arn ?? '');
    if (!role) return [];
    const identityProviders = providers.get(role.account.id)?.map(({ arn }) => arn) ?? null;
    return family.map(({ arn, name, uniqueId, tags, trust }) => ({
      ...{ arn, account: role.account, name, uniqueId, tags, identityProviders },
      trust: { ...(trust ?? role.trust), id: `${arn}#trust/AssumeRolePolicyDocument` },
    }));
  });
  const services = new Set(
    roles.flatMap(({ trust }) => trust.document?.statements.flatMap(({ principal }) => principal?.service ?? []) ?? []),
  );
  const known = new Set([...services, ...[...providers.values()].flat().map(({ arn }) => arn)]);
  const others = random.callers.filter(({ arn }) => known.has(arn));
  return {
    organization: organizationOf(random, people, roles, providers),
    callers: [...people, ...others],
    roles: roles.filter(({ trust }) => trust.document !== null),
  };
}

/** One that is alike but for the name, and others that differ in one thing each. */
function relativesOf(caller: Caller): Caller[] {
  const named = (suffix: string): Caller => ({
    ...caller,
    arn: `${caller.arn}-${suffix}`,
    name: `${caller.name}-${suffix}`,
    uniqueId: caller.uniqueId && `${caller.uniqueId}${suffix.toUpperCase()}`,
  });
  const relatives = [
    named('twin'),
    { ...named('tagged'), tags: [{ key: 'team', value: 'blue' }] },
    { ...named('unbound'), boundary: null },
  ];
  if (caller.kind !== 'role') return relatives;
  const linked = named('linked');
  const arn = linked.arn.replace(/:role\/.*/, `:role/aws-service-role/x.amazonaws.com/${linked.name}`);
  return [...relatives, { ...linked, arn }, { ...named('open'), trust: { ...openTrust, id: `${caller.arn}-open#trust` } }];
}

/** Sessions of such a role may carry anything. */
const openTrust: Omit<PolicyUse, 'id'> = {
  as: 'trust',
  name: 'AssumeRolePolicyDocument',
  viaGroup: null,
  document: parsePolicyDocument(
    {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'] }],
    },
    'trust',
  ).document,
};

/** Of every other account they were not collected. */
function providersOf({ accounts, callers }: RandomOrganization, seed: number): Map<string, IdentityProvider[]> {
  const collected = accounts.filter((_, index) => (index + seed) % 2 === 0);
  return new Map(
    collected.map(({ id }) => [
      id,
      callers.flatMap(({ kind, arn, account }) =>
        (kind === 'saml-provider' || kind === 'oidc-provider') && account?.id === id ? { kind, arn, accountId: id } : [],
      ),
    ]),
  );
}

function organizationOf(
  { accounts }: RandomOrganization,
  people: readonly Caller[],
  roles: readonly TargetRole[],
  identityProviders: ReadonlyMap<string, readonly IdentityProvider[]>,
): Organization {
  const targets = new Map(roles.map((role) => [role.arn, role]));
  const identityOf = ({ arn, account, name, uniqueId, tags, identityPolicies, boundary }: Caller) => ({
    ...{ arn, name, path: '/', uniqueId, accountId: account?.id ?? '', createdAt: null, tags, identityPolicies, boundary },
  });
  return {
    id: 'o-one',
    managementAccountId: null,
    units: [],
    accounts: new Map(accounts.map((facts) => [facts.id, accountOf(facts)])),
    users: people
      .filter(({ kind }) => kind === 'user')
      .map((user): User => ({ kind: 'user', ...identityOf(user), groups: [], signIn: unknownSignIn })),
    roles: people.flatMap((person): Role[] => {
      const target = targets.get(person.arn);
      return target ? [{ kind: 'role', ...identityOf(person), trust: target.trust, lastUsedAt: null, instanceProfiles: [] }] : [];
    }),
    groups: [],
    policies: [],
    identityProviders,
    identityCenter: { users: [], groups: [] },
    findings: [],
  };
}

const accountOf = (facts: AccountFacts): Account => ({
  facts,
  name: facts.id,
  email: null,
  alias: null,
  status: 'ACTIVE',
  parentId: null,
  unitPath: [],
  collected: { collectedAt: null, stale: false },
});
