/**
 * Random organizations in the shape that ingest links, with every user and role there twice: what is decided for classes of
 * alike callers and roles has classes of more than one to decide.
 */
import type { AccountFacts, Caller, TargetRole } from '../../iam/types.ts';
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
  const people = random.callers.filter(({ kind }) => kind === 'user' || kind === 'role').flatMap((caller) => [caller, twinOf(caller)]);
  const roles = random.roles.flatMap((role): TargetRole[] => {
    const identityProviders = providers.get(role.account.id)?.map(({ arn }) => arn) ?? null;
    return [
      { ...role, identityProviders },
      { ...twinOf(role), identityProviders },
    ];
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

function twinOf<T extends Caller | TargetRole>(principal: T): T {
  const { arn, name, uniqueId } = principal;
  return { ...principal, arn: `${arn}-twin`, name: `${name}-twin`, uniqueId: uniqueId && `${uniqueId}TWIN` };
}

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
    users: people.filter(({ kind }) => kind === 'user').map((user): User => ({ kind: 'user', ...identityOf(user), groups: [] })),
    roles: people.flatMap((person): Role[] => {
      const target = targets.get(person.arn);
      return target ? [{ kind: 'role', ...identityOf(person), trust: target.trust, lastUsedAt: null, instanceProfiles: [] }] : [];
    }),
    groups: [],
    policies: [],
    identityProviders,
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
});
