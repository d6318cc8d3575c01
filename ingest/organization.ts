/**
 * The Organization: a Collection read, checked and linked, in memory. Plain data; nothing in it points back at files
 * except findings. What was named but is not in the data stays visible: policies without a document, units without a parent.
 */
import type { Finding } from '../graph/finding.ts';
import type { AccountFacts, PolicyUse, Tag } from '../iam/types.ts';
import type { CollectedFacts } from './link/collected.ts';
import type { SignInFacts } from './link/sign-in-facts.ts';

export interface OrganizationalUnit {
  readonly id: string;
  readonly name: string;
  /** Null for a root. */
  readonly parentId: string | null;
}

export interface Account {
  readonly facts: AccountFacts;
  readonly name: string;
  readonly email: string | null;
  readonly alias: string | null;
  readonly status: string;
  /** Id of the unit or root that holds it; null outside an organization. */
  readonly parentId: string | null;
  /** Names of the units from the root down, e.g. `['Root', 'Workloads', 'Prod']`; empty outside an organization. */
  readonly unitPath: readonly string[];
  /** When its IAM data were read, and whether that was for an earlier snapshot. */
  readonly collected: CollectedFacts;
}

export interface PolicyRecord {
  /** ARN or `p-…` id; the same id as in `PolicyUse.id`. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'aws-managed' | 'customer-managed' | 'scp' | 'rcp';
  readonly accountId: string | null;
  /** Null: named somewhere, but its document is not in the data. */
  readonly use: PolicyUse;
  /** Guardrails: ids of the roots, units and accounts they are attached to. */
  readonly targets: readonly string[];
}

interface IdentityRecord {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly uniqueId: string | null;
  readonly accountId: string;
  /** ISO 8601, or null. */
  readonly createdAt: string | null;
  readonly tags: readonly Tag[];
  /** Inline and attached; for users those of their groups too, marked with `viaGroup`. */
  readonly identityPolicies: readonly PolicyUse[];
  readonly boundary: PolicyUse | null;
}

export interface User extends IdentityRecord {
  readonly kind: 'user';
  /** ARNs of the groups the user is in. */
  readonly groups: readonly string[];
  readonly signIn: SignInFacts;
}

export interface Role extends IdentityRecord {
  readonly kind: 'role';
  readonly trust: PolicyUse;
  /** ISO 8601; null if never or not collected. */
  readonly lastUsedAt: string | null;
  readonly instanceProfiles: readonly string[];
}

export interface Group {
  readonly kind: 'group';
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly uniqueId: string | null;
  readonly accountId: string;
  readonly policies: readonly PolicyUse[];
}

export interface IdentityProvider {
  readonly kind: 'saml-provider' | 'oidc-provider';
  readonly arn: string;
  readonly accountId: string;
}

/** A person of Identity Center. */
export interface IdentityCenterUser {
  readonly kind: 'identity-center-user';
  readonly arn: string;
  readonly uniqueId: string;
  readonly name: string;
  /** ARNs of the groups the person is in. */
  readonly groups: readonly string[];
  /** ARNs of the roles that are assigned to the person, not counting those of groups. */
  readonly assignedRoles: readonly string[];
}

export interface IdentityCenterGroup {
  readonly kind: 'identity-center-group';
  readonly arn: string;
  readonly uniqueId: string;
  readonly name: string;
  readonly assignedRoles: readonly string[];
}

export interface IdentityCenter {
  readonly users: readonly IdentityCenterUser[];
  readonly groups: readonly IdentityCenterGroup[];
}

export interface Organization {
  /** `o-…`; null without organization.json. */
  readonly id: string | null;
  readonly managementAccountId: string | null;
  readonly units: readonly OrganizationalUnit[];
  /** All accounts of the organization and all accounts with IAM data, by id. Suspended ones are kept and have no principals. */
  readonly accounts: ReadonlyMap<string, Account>;
  readonly users: readonly User[];
  readonly roles: readonly Role[];
  readonly groups: readonly Group[];
  readonly policies: readonly PolicyRecord[];
  /** Per account id; an account without an entry has none collected. */
  readonly identityProviders: ReadonlyMap<string, readonly IdentityProvider[]>;
  /** Empty if it was not read. */
  readonly identityCenter: IdentityCenter;
  readonly findings: readonly Finding[];
}
