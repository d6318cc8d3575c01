/** Looks up the principals, accounts and providers of an Organization in every way in which a policy can name them. */
import type { AccountFacts, Arn, Caller, PolicyUse, PrincipalKind } from '../../iam/index.ts';
import type { Organization, Role, User } from '../organization.ts';

/** A principal as a trust policy names it. `arn` is the key of its node. */
export interface NamedPrincipal {
  readonly arn: string;
  readonly kind: PrincipalKind;
  readonly accountId: string;
  readonly name: string;
}

export interface PrincipalIndex {
  isCollected(accountId: string): boolean;
  accountName(accountId: string): string;
  account(accountId: string): AccountFacts;
  rootArn(accountId: string, partition: string | undefined): string;
  byArn(arn: string): NamedPrincipal | null;
  byUniqueId(id: string): NamedPrincipal | null;
  /** The role of a session's ARN, which names it without its path. */
  bySessionArn(arn: Arn): NamedPrincipal | null;
  /** Null if the account's providers were not collected. */
  identityProviders(accountId: string): readonly string[] | null;
  /** The user or role as a caller; null for other ARNs. */
  caller(arn: string): Caller | null;
}

export function indexPrincipals(organization: Organization): PrincipalIndex {
  const identities = new Map([...organization.users, ...organization.roles].map((identity) => [identity.arn, identity]));
  // Few policies name anyone in these ways.
  const byId = lazily(() => new Map([...identities.values()].map((identity) => [identity.uniqueId, identity])));
  const bySession = lazily(() => new Map(organization.roles.map((role) => [`${role.accountId}/${role.name}`, role])));
  const providers = new Map([...organization.identityProviders].map(([id, list]) => [id, list.map(({ arn }) => arn)]));
  const account = (id: string): AccountFacts => organization.accounts.get(id)?.facts ?? outsideAccount(id);
  return {
    account,
    isCollected: (id) => organization.accounts.get(id)?.facts.collected === true,
    accountName: (id) => organization.accounts.get(id)?.name ?? id,
    rootArn: (id, partition) => `arn:${organization.accounts.get(id)?.facts.partition ?? partition ?? 'aws'}:iam::${id}:root`,
    byArn: (arn) => named(identities.get(arn)),
    byUniqueId: (id) => named(byId().get(id)),
    bySessionArn: (arn) => {
      const [type, name = '', session, ...more] = arn.resource.split('/');
      return arn.service === 'sts' && type === 'assumed-role' && session && more.length === 0
        ? named(bySession().get(`${arn.account}/${name}`))
        : null;
    },
    identityProviders: (id) => providers.get(id) ?? null,
    caller: (arn) => {
      const identity = identities.get(arn);
      return identity ? callerOf(identity, account(identity.accountId)) : null;
    },
  };
}

const named = (identity: User | Role | undefined): NamedPrincipal | null =>
  identity ? { arn: identity.arn, kind: identity.kind, accountId: identity.accountId, name: identity.name } : null;

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export function callerOf(identity: User | Role, account: AccountFacts): Caller {
  const trust: PolicyUse | null = identity.kind === 'role' ? identity.trust : null;
  return {
    kind: identity.kind,
    arn: identity.arn,
    account,
    name: identity.name,
    uniqueId: identity.uniqueId,
    tags: identity.tags,
    identityPolicies: identity.identityPolicies,
    boundary: identity.boundary,
    trust,
    given: [],
  };
}

/** An account of which nothing is known but its id. */
function outsideAccount(id: string): AccountFacts {
  return {
    id,
    partition: 'aws',
    collected: false,
    organizationId: 'unknown',
    organizationPath: null,
    isManagement: false,
    scps: 'off',
    rcps: 'off',
  };
}
