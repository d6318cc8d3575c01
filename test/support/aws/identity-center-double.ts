/** Identity Center as AWS answers it: one instance in one region, people in groups, assignments per account and permission set. */

export interface IdentityCenterSketch {
  readonly region: string;
  /** Permission set name → its number; ARNs follow from it. */
  readonly permissionSets: readonly string[];
  readonly users: readonly string[];
  /** Group name → names of its members. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** `user:ada` or `group:admins` has a permission set in an account. */
  readonly assignments: readonly { readonly account: string; readonly permissionSet: string; readonly to: string }[];
}

export interface IdentityCenterDouble {
  answer(region: string, action: string, input: Readonly<Record<string, unknown>>, pageSize: number): object;
}

export const identityStoreId = 'd-1234567890';
const instanceArn = 'arn:aws:sso:::instance/ssoins-1234567890abcdef';
const permissionSetArn = (name: string): string => `arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-${name.toLowerCase()}`;
const idOf = (name: string): string => `id-${name}`;

export function createIdentityCenterDouble(sketch: IdentityCenterSketch): IdentityCenterDouble {
  const { permissionSets, users, groups, assignments } = sketch;
  const answers: Record<string, (input: Readonly<Record<string, unknown>>) => readonly [field: string, items: readonly unknown[]]> = {
    ListInstances: () => ['Instances', [{ InstanceArn: instanceArn, IdentityStoreId: identityStoreId, Status: 'ACTIVE' }]],
    ListPermissionSets: () => ['PermissionSets', permissionSets.map(permissionSetArn)],
    ListPermissionSetsProvisionedToAccount: ({ AccountId }) => [
      'PermissionSets',
      [...new Set(assignments.filter(({ account }) => account === AccountId).map(({ permissionSet }) => permissionSetArn(permissionSet)))],
    ],
    ListAccountAssignments: ({ AccountId, PermissionSetArn }) => [
      'AccountAssignments',
      assignments
        .filter(({ account, permissionSet }) => account === AccountId && permissionSetArn(permissionSet) === PermissionSetArn)
        .map(({ to }) => {
          const [type = '', name = ''] = to.split(':');
          return { AccountId, PermissionSetArn, PrincipalType: type.toUpperCase(), PrincipalId: idOf(name) };
        }),
    ],
    ListUsers: () => [
      'Users',
      users.map((name) => ({
        UserId: idOf(name),
        UserName: name,
        DisplayName: name,
        IdentityStoreId: identityStoreId,
        Emails: [{ Value: `${name}@example.com` }],
      })),
    ],
    ListGroups: () => [
      'Groups',
      Object.keys(groups).map((name) => ({ GroupId: idOf(name), DisplayName: name, IdentityStoreId: identityStoreId })),
    ],
    ListGroupMemberships: ({ GroupId }) => [
      'GroupMemberships',
      (groups[Object.keys(groups).find((name) => idOf(name) === GroupId) ?? ''] ?? []).map((name) => ({
        GroupId,
        MemberId: { UserId: idOf(name) },
      })),
    ],
  };
  return {
    answer(region, action, input, pageSize) {
      if (region !== sketch.region) return action === 'ListInstances' ? { Instances: [] } : {};
      if (action === 'DescribePermissionSet') {
        const arn = input['PermissionSetArn'];
        return { PermissionSet: { PermissionSetArn: arn, Name: permissionSets.find((name) => permissionSetArn(name) === arn) } };
      }
      const [field, items] = answers[action]?.(input) ?? ['Unknown', []];
      const start = Number(input['NextToken'] ?? 0);
      const end = start + pageSize;
      return { [field]: items.slice(start, end), ...(end < items.length ? { NextToken: String(end) } : {}) };
    },
  };
}
