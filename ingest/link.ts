/**
 * RawCollection → Organization: checks every entry, puts policies to those who have them, and names what is missing. One bad entry
 * never costs its siblings. The result does not depend on the order of entries and files.
 */
import type { RawCollection } from './collection.ts';
import { type AccountEntries, entriesByAccount, type Found } from './link/account-entries.ts';
import { isSuspended, linkAccounts } from './link/accounts.ts';
import { createDocumentReader } from './link/document-reader.ts';
import { isFirst } from './link/duplicates.ts';
import type { Entry } from './link/fields.ts';
import { createFindings } from './link/findings.ts';
import { readGuardrails } from './link/guardrails.ts';
import { type IdentityContext, readGroup, readRole, readUser } from './link/identities.ts';
import { readIdentityCenter } from './link/identity-center.ts';
import { createManagedPolicies } from './link/managed-policies.ts';
import { compareBy } from './link/order.ts';
import { readOrganizationFile } from './link/organization-file.ts';
import { readAlias, readIdentityProviders } from './link/side-files.ts';
import { readSignInFacts, type SignInFacts } from './link/sign-in-facts.ts';
import type { Group, IdentityProvider, Organization, Role, User } from './organization.ts';

/** Total: whatever the JSON holds, the result is an Organization with findings. */
export function linkOrganization(raw: RawCollection): Organization {
  const findings = createFindings(raw.findings);
  const documents = createDocumentReader(findings);
  const file = typeof raw.organization === 'object' ? readOrganizationFile(raw.organization.file, raw.organization.json, findings) : null;
  const guardrails = file && readGuardrails(file.root, documents, findings);
  const aliases = new Map(raw.accounts.map((account) => [account.id, readAlias(account, findings)]));
  const entries = entriesByAccount(raw, findings);
  const partitionOf = (id: string): string | null =>
    Object.values(entries.get(id) ?? {})
      .flat()
      .at(0)?.arn.partition ?? null;
  const accounts = linkAccounts({ raw, file, guardrails, findings }, (id) => aliases.get(id) ?? null, partitionOf);

  const policies = createManagedPolicies(documents, findings);
  const context: IdentityContext = { policies, documents, findings };
  // All policies first: AWS managed ones may stand in any account's file.
  for (const { policy } of entries.values()) for (const found of policy) policies.add(found.arn, found.entry);
  const lists = { users: [] as User[], roles: [] as Role[], groups: [] as Group[] };
  const identityProviders = new Map<string, readonly IdentityProvider[]>();
  for (const account of raw.accounts) {
    const providers = readIdentityProviders(account, findings);
    if (providers) identityProviders.set(account.id, providers);
    if (!isSuspended(accounts.get(account.id)?.status ?? ''))
      linkAccount(entries.get(account.id), readSignInFacts(account, findings), context, lists);
  }
  const collected = new Set([...accounts.values()].flatMap(({ facts }) => (facts.collected ? facts.id : [])));
  const identityCenter = readIdentityCenter(raw, lists.roles, collected, findings);
  return {
    id: file?.id ?? null,
    managementAccountId: file?.managementAccountId ?? null,
    units: [...(file?.units.values() ?? [])].sort(compareBy((unit) => unit.id)),
    accounts,
    users: lists.users.sort(compareBy((user) => user.arn)),
    roles: lists.roles.sort(compareBy((role) => role.arn)),
    groups: lists.groups.sort(compareBy((group) => group.arn)),
    policies: [...policies.records(), ...(guardrails?.records ?? [])].sort(compareBy((record) => record.id)),
    identityProviders,
    identityCenter,
    findings: findings.list(),
  };
}

/** Adds the account's users, roles and groups to the lists. */
function linkAccount(
  entries: AccountEntries | undefined,
  signIns: ReadonlyMap<string, SignInFacts>,
  context: IdentityContext,
  lists: { users: User[]; roles: Role[]; groups: Group[] },
): void {
  const seen = new Map<string, Entry>();
  const isNew = ({ arn, entry }: Found): boolean => isFirst(seen, arn.text, entry, context.findings);
  const groups = new Map<string, Group>();
  for (const found of entries?.group.filter(isNew) ?? []) {
    const group = readGroup(found.arn, found.entry, context);
    lists.groups.push(group);
    groups.set(group.name, group);
  }
  for (const found of entries?.user.filter(isNew) ?? []) lists.users.push(readUser(found.arn, found.entry, groups, signIns, context));
  for (const found of entries?.role.filter(isNew) ?? []) lists.roles.push(readRole(found.arn, found.entry, context));
}
