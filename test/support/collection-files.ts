/** Writes files for tests of ingest, and makes entries as get-account-authorization-details prints them. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** What stands at a path: text or bytes as they are, `null` an empty directory, `{link}` a symbolic link, anything else as JSON. */
export type FileTree = Readonly<Record<string, unknown>>;

/** A new directory with these files; it goes away with the test. */
export async function directoryWith(files: FileTree): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'rolepath-test-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    await mkdir(content === null ? path : dirname(path), { recursive: true });
    if (content === null) continue;
    if (isLink(content)) await symlink(content.link, path);
    else await writeFile(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  }
  return directory;
}

const isLink = (content: unknown): content is { link: string } =>
  typeof content === 'object' && content !== null && Object.keys(content).join() === 'link';

type Fields = Readonly<Record<string, unknown>>;

export const accountId = '111122223333';

/** Authorization details with these lists; empty where not given. */
export const detailsWith = (lists: { users?: unknown; groups?: unknown; roles?: unknown; policies?: unknown } & Fields): Fields => {
  const { users = [], groups = [], roles = [], policies = [], ...others } = lists;
  return { UserDetailList: users, GroupDetailList: groups, RoleDetailList: roles, Policies: policies, ...others };
};

export const statementFor = (action: string): Fields => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
});

export const trustOf = (principal: unknown): Fields => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
});

export const roleEntry = (name: string, fields: Fields = {}, account = accountId): Fields => ({
  Path: '/',
  RoleName: name,
  RoleId: `AROA${name.toUpperCase()}`,
  Arn: `arn:aws:iam::${account}:role/${name}`,
  CreateDate: '2023-03-09 10:41:45+00:00',
  AssumeRolePolicyDocument: trustOf({ AWS: `arn:aws:iam::${account}:root` }),
  InstanceProfileList: [],
  RolePolicyList: [],
  AttachedManagedPolicies: [],
  Tags: [],
  ...fields,
});

export const userEntry = (name: string, fields: Fields = {}, account = accountId): Fields => ({
  Path: '/',
  UserName: name,
  UserId: `AIDA${name.toUpperCase()}`,
  Arn: `arn:aws:iam::${account}:user/${name}`,
  CreateDate: '2023-03-09T10:41:45Z',
  GroupList: [],
  AttachedManagedPolicies: [],
  Tags: [],
  ...fields,
});

export const groupEntry = (name: string, fields: Fields = {}, account = accountId): Fields => ({
  Path: '/',
  GroupName: name,
  GroupId: `AGPA${name.toUpperCase()}`,
  Arn: `arn:aws:iam::${account}:group/${name}`,
  CreateDate: '2023-03-09T10:41:45Z',
  GroupPolicyList: [],
  AttachedManagedPolicies: [],
  ...fields,
});

/** @param owner account id, or `aws` */
export const policyEntry = (name: string, document: unknown, owner = accountId, fields: Fields = {}): Fields => ({
  PolicyName: name,
  PolicyId: `ANPA${name.toUpperCase()}`,
  Arn: `arn:aws:iam::${owner}:policy/${name}`,
  Path: '/',
  DefaultVersionId: 'v1',
  AttachmentCount: 1,
  PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: document }],
  ...fields,
});

export const attached = (name: string, owner = accountId): Fields => ({
  PolicyName: name,
  PolicyArn: `arn:aws:iam::${owner}:policy/${name}`,
});

export const boundaryOf = (name: string, owner = accountId): Fields => ({
  PermissionsBoundaryType: 'Policy',
  PermissionsBoundaryArn: `arn:aws:iam::${owner}:policy/${name}`,
});

/** An organization of one root and the units and accounts given, SCPs switched on, FullAWSAccess everywhere. */
export const organizationWith = (fields: Fields = {}): Fields => ({
  Organization: { Id: 'o-example', MasterAccountId: '999900001111' },
  Roots: [{ Id: 'r-root', Arn: 'arn:aws:organizations::999900001111:root/o-example/r-root', Name: 'Root' }],
  OrganizationalUnits: [
    { Id: 'ou-work', Name: 'Workloads', ParentId: 'r-root' },
    { Id: 'ou-prod', Name: 'Prod', ParentId: 'ou-work' },
  ],
  Accounts: [{ Id: accountId, Name: 'shop', Email: 'shop@example.com', Status: 'ACTIVE', ParentId: 'ou-prod' }],
  Policies: [fullAccess(['r-root', 'ou-work', 'ou-prod', accountId])],
  ...fields,
});

export const fullAccess = (targets: readonly string[]): Fields => ({
  Id: 'p-FullAWSAccess',
  Name: 'FullAWSAccess',
  Type: 'SERVICE_CONTROL_POLICY',
  Content: statementFor('*'),
  Targets: targets,
});
