/** Users, groups and roles of one account, with all policies that apply to them. */
import type { PolicyDocument, PolicyUse, Tag } from '../../iam/types.ts';
import type { Group, Role, User } from '../organization.ts';
import type { DocumentReader } from './document-reader.ts';
import { type Entry, entriesOf, entryAt, fieldOf, hasField, listOf, optionalDate, optionalText, requiredText } from './fields.ts';
import { type Findings, placeAt } from './findings.ts';
import { type IamArn, requiredArn } from './iam-arn.ts';
import { attachedUses, type ManagedPolicies, unreadableUse } from './managed-policies.ts';
import { compareBy } from './order.ts';
import { type SignInFacts, unknownSignIn } from './sign-in-facts.ts';

export interface IdentityContext {
  readonly policies: ManagedPolicies;
  readonly documents: DocumentReader;
  readonly findings: Findings;
}

const remedy = 'Compare it with what the AWS CLI prints, and fetch the account again.';

const byUse = compareBy<PolicyUse>((use) => `${use.as} ${use.id} ${use.viaGroup ?? ''}`);

export function readGroup(arn: IamArn, entry: Entry, context: IdentityContext): Group {
  const policies = [
    ...inlineUses(arn.text, entry, 'GroupPolicyList', arn.text, context),
    ...attachedUses(arn.text, entry, arn.text, arn.account, context.policies, context.findings),
  ];
  return { kind: 'group', arn: arn.text, ...identityOf(arn, entry, 'GroupId', context.findings), policies: policies.sort(byUse) };
}

/** @param groups of the user's account, by name; so are `signIns` */
export function readUser(
  arn: IamArn,
  entry: Entry,
  groups: ReadonlyMap<string, Group>,
  signIns: ReadonlyMap<string, SignInFacts>,
  context: IdentityContext,
): User {
  const { findings } = context;
  const memberOf: Group[] = [];
  const uses = [
    ...inlineUses(arn.text, entry, 'UserPolicyList', null, context),
    ...attachedUses(arn.text, entry, null, arn.account, context.policies, findings),
  ];
  const names = listOf(entry, 'GroupList', findings);
  if (!names) uses.push(unreadableUse(arn.text, 'attached', arn.text));
  for (const { value, place } of names ?? []) {
    const group = typeof value === 'string' ? groups.get(value) : undefined;
    if (group) {
      if (!memberOf.includes(group)) memberOf.push(group);
      continue;
    }
    const name = typeof value === 'string' ? value : '(unreadable)';
    const reason =
      typeof value === 'string'
        ? `group ${JSON.stringify(name)} is not in the data: what its policies allow and deny is unknown`
        : 'expected the name of a group';
    findings.report({
      severity: 'unknown',
      code: 'missing-group',
      place,
      reason,
      remedy: 'Fetch the account again without --filter, so that GroupDetailList holds every group.',
    });
    const owner = `arn:${arn.partition}:iam::${arn.account}:group/${name}`;
    uses.push(unreadableUse(owner, 'attached', owner));
  }
  uses.push(...memberOf.flatMap((group) => group.policies));
  return {
    kind: 'user',
    arn: arn.text,
    ...identityOf(arn, entry, 'UserId', findings),
    ...principalOf(arn, entry, context),
    identityPolicies: uses.sort(byUse),
    groups: memberOf.map((group) => group.arn).sort(),
    signIn: signIns.get(arn.name) ?? unknownSignIn,
  };
}

export function readRole(arn: IamArn, entry: Entry, context: IdentityContext): Role {
  const { documents, findings } = context;
  const trustField = 'AssumeRolePolicyDocument';
  const document = documents.read(fieldOf(entry, trustField), 'trust', placeAt(entry.place, trustField));
  const lastUsed = hasField(entry, 'RoleLastUsed')
    ? entryAt(fieldOf(entry, 'RoleLastUsed'), placeAt(entry.place, 'RoleLastUsed'), findings)
    : null;
  const uses = [
    ...inlineUses(arn.text, entry, 'RolePolicyList', null, context),
    ...attachedUses(arn.text, entry, null, arn.account, context.policies, findings),
  ];
  const profiles = entriesOf(entry, 'InstanceProfileList', findings).entries;
  return {
    kind: 'role',
    arn: arn.text,
    ...identityOf(arn, entry, 'RoleId', findings),
    ...principalOf(arn, entry, context),
    identityPolicies: uses.sort(byUse),
    trust: { as: 'trust', id: `${arn.text}#trust/${trustField}`, name: trustField, document, viaGroup: null },
    lastUsedAt: lastUsed && optionalDate(lastUsed, 'LastUsedDate', findings),
    instanceProfiles: profiles.flatMap((profile) => optionalText(profile, 'Arn', findings) ?? []).sort(),
  };
}

function identityOf(
  arn: IamArn,
  entry: Entry,
  idField: string,
  findings: Findings,
): Pick<Group, 'name' | 'path' | 'uniqueId' | 'accountId'> {
  return { name: arn.name, path: arn.path, uniqueId: requiredText(entry, idField, findings, 'notice'), accountId: arn.account };
}

function principalOf(arn: IamArn, entry: Entry, context: IdentityContext): Pick<User, 'createdAt' | 'tags' | 'boundary'> {
  return {
    createdAt: optionalDate(entry, 'CreateDate', context.findings),
    tags: readTags(entry, context.findings),
    boundary: readBoundary(arn, entry, context),
  };
}

function readBoundary(arn: IamArn, entry: Entry, { policies, findings }: IdentityContext): PolicyUse | null {
  if (!hasField(entry, 'PermissionsBoundary')) return null;
  const boundary = entryAt(fieldOf(entry, 'PermissionsBoundary'), placeAt(entry.place, 'PermissionsBoundary'), findings);
  const policy = boundary && requiredArn(boundary, 'PermissionsBoundaryArn', 'policy', findings, 'unknown');
  return policy
    ? policies.use(policy, 'boundary', null, arn.account, placeAt(boundary.place, 'PermissionsBoundaryArn'))
    : unreadableUse(arn.text, 'boundary');
}

function readTags(entry: Entry, findings: Findings): Tag[] {
  const tags: Tag[] = [];
  for (const item of entriesOf(entry, 'Tags', findings).entries) {
    const key = requiredText(item, 'Key', findings);
    if (key !== null) tags.push({ key, value: optionalText(item, 'Value', findings) ?? '' });
  }
  return tags.sort(compareBy((tag) => `${tag.key} ${tag.value}`));
}

/** @param viaGroup the group's ARN if the owner is a group */
function inlineUses(
  owner: string,
  entry: Entry,
  field: string,
  viaGroup: string | null,
  { documents, findings }: IdentityContext,
): PolicyUse[] {
  const list = entriesOf(entry, field, findings);
  const uses = new Map<string, PolicyUse>();
  for (const [index, item] of list.entries.entries()) {
    const name = requiredText(item, 'PolicyName', findings, 'notice') ?? `(unnamed ${index + 1})`;
    const place = placeAt(item.place, 'PolicyDocument');
    let document: PolicyDocument | null = documents.read(fieldOf(item, 'PolicyDocument'), 'identity', place);
    const first = uses.get(name);
    if (first && first.document !== document) {
      findings.report({
        severity: 'unknown',
        code: 'duplicate-inline-policy',
        place,
        reason: `there are two inline policies ${JSON.stringify(name)} that differ; what they say is unknown`,
        remedy,
      });
      document = null;
    }
    uses.set(name, { as: 'inline', id: `${owner}#inline/${name}`, name, document, viaGroup });
  }
  if (!list.complete) uses.set('', unreadableUse(owner, 'inline', viaGroup));
  return [...uses.values()];
}
