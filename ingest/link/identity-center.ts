/** Reads Identity Center's people, groups and assignments, and finds the role in each account that an assignment stands for. */
import type { RawCollection } from '../collection.ts';
import type { IdentityCenter, IdentityCenterGroup, IdentityCenterUser, Role } from '../organization.ts';
import { type Entry, entriesOf, entryAt, fieldOf, hasField, optionalText, requiredText, rootEntry } from './fields.ts';
import { type Findings, placeAt } from './findings.ts';
import { compareBy } from './order.ts';

const rolePath = '/aws-reserved/sso.amazonaws.com/';
/** "Referencing permission sets in resource policies": the name of the permission set and a suffix of 16 hexadecimal digits. */
const roleName = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

const remedy = 'Read Identity Center again: rolepath ingest --live.';

/** As the service's own ARNs have them ("Actions, resources, and condition keys for AWS Identity Store"). */
const userArn = (id: string): string => `arn:aws:identitystore:::user/${id}`;
const groupArn = (id: string): string => `arn:aws:identitystore:::group/${id}`;

/** @param collected ids of the accounts whose roles were read */
export function readIdentityCenter(
  { identityCenter = [] }: Pick<RawCollection, 'identityCenter'>,
  roles: readonly Role[],
  collected: ReadonlySet<string>,
  findings: Findings,
): IdentityCenter {
  const roots = identityCenter.flatMap(({ file, json }) => rootEntry(file, json, findings) ?? []);
  const all = (field: string): readonly Entry[] =>
    roots.flatMap((root) => (hasField(root, field) ? entriesOf(root, field, findings).entries : []));
  const groups = readGroups(all('Groups'), findings);
  const memberOf = readMemberships(all('GroupMemberships'), groups, findings);
  const users = readUsers(all('Users'), memberOf, findings);
  const names = new Map<string, string>();
  for (const entry of all('PermissionSets').filter((set) => hasField(set, 'Name'))) {
    const [arn, name] = [requiredText(entry, 'PermissionSetArn', findings), requiredText(entry, 'Name', findings)];
    if (arn !== null && name !== null) names.set(arn, name);
  }
  const reserved = new Map(
    roles.flatMap((role): [string, string][] => {
      const [, name] = role.path.startsWith(rolePath) ? (roleName.exec(role.name) ?? []) : [];
      return name === undefined ? [] : [[`${role.accountId} ${name}`, role.arn]];
    }),
  );
  const assigned = new Map<string, Set<string>>();
  for (const entry of all('AccountAssignments')) {
    const account = requiredText(entry, 'AccountId', findings, 'unknown');
    const set = requiredText(entry, 'PermissionSetArn', findings, 'unknown');
    const type = requiredText(entry, 'PrincipalType', findings, 'unknown');
    const id = requiredText(entry, 'PrincipalId', findings, 'unknown');
    if (account === null || set === null || type === null || id === null) continue;
    const role = reserved.get(`${account} ${names.get(set) ?? ''}`);
    const arn = type === 'GROUP' ? groupArn(id) : userArn(id);
    if (role !== undefined) assigned.set(arn, (assigned.get(arn) ?? new Set()).add(role));
    // What an account lacks that was not read is said elsewhere.
    else if (collected.has(account))
      findings.tally(`assignment ${account} ${set}`, {
        severity: 'unknown',
        code: 'assignment-without-role',
        place: entry.place,
        reason: `account ${account} has no role of permission set ${names.get(set) ?? set}, though it is assigned there`,
        remedy,
      });
    if (!groups.has(arn) && !users.has(arn))
      findings.tally(`assigned ${arn}`, {
        severity: type === 'GROUP' ? 'unknown' : 'notice',
        code: 'unknown-assignee',
        place: placeAt(entry.place, 'PrincipalId'),
        reason: `${type.toLowerCase()} ${id} is assigned, but is not among those of the identity store: deleted, or not read`,
        remedy,
      });
  }
  const rolesOf = (arn: string): string[] => [...(assigned.get(arn) ?? [])].sort();
  return {
    groups: [...groups.values()].map((group) => ({ ...group, assignedRoles: rolesOf(group.arn) })).sort(compareBy((group) => group.arn)),
    users: [...users.values()].map((user) => ({ ...user, assignedRoles: rolesOf(user.arn) })).sort(compareBy((user) => user.arn)),
  };
}

type Unassigned<T> = Omit<T, 'assignedRoles'>;

function readGroups(entries: readonly Entry[], findings: Findings): Map<string, Unassigned<IdentityCenterGroup>> {
  return new Map(
    entries.flatMap((entry): [string, Unassigned<IdentityCenterGroup>][] => {
      const id = requiredText(entry, 'GroupId', findings, 'unknown');
      if (id === null) return [];
      return [
        [
          groupArn(id),
          { kind: 'identity-center-group', arn: groupArn(id), uniqueId: id, name: optionalText(entry, 'DisplayName', findings) || id },
        ],
      ];
    }),
  );
}

function readUsers(
  entries: readonly Entry[],
  memberOf: ReadonlyMap<string, ReadonlySet<string>>,
  findings: Findings,
): Map<string, Unassigned<IdentityCenterUser>> {
  return new Map(
    entries.flatMap((entry): [string, Unassigned<IdentityCenterUser>][] => {
      const id = requiredText(entry, 'UserId', findings, 'unknown');
      if (id === null) return [];
      const name = optionalText(entry, 'UserName', findings) || optionalText(entry, 'DisplayName', findings) || id;
      const arn = userArn(id);
      return [[arn, { kind: 'identity-center-user', arn, uniqueId: id, name, groups: [...(memberOf.get(arn) ?? [])].sort() }]];
    }),
  );
}

function readMemberships(entries: readonly Entry[], groups: ReadonlyMap<string, unknown>, findings: Findings): Map<string, Set<string>> {
  const memberOf = new Map<string, Set<string>>();
  for (const entry of entries) {
    const group = requiredText(entry, 'GroupId', findings, 'unknown');
    const member = entryAt(fieldOf(entry, 'MemberId') ?? null, placeAt(entry.place, 'MemberId'), findings);
    const user = member && requiredText(member, 'UserId', findings, 'unknown');
    if (group === null || !user || !groups.has(groupArn(group))) continue;
    memberOf.set(userArn(user), (memberOf.get(userArn(user)) ?? new Set()).add(groupArn(group)));
  }
  return memberOf;
}
