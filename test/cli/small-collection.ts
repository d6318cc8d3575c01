/** A made-up Collection of two accounts, small enough to know every edge, with names that try to break out of the output. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const build = '111122223333';
const prod = '444455556666';

const arnOf = (account: string, name: string): string => `arn:aws:iam::${account}:${name}`;

export const arns = {
  alice: arnOf(build, 'user/alice'),
  ci: arnOf(build, 'role/ci'),
  deploy: arnOf(prod, 'role/deploy'),
  formula: arnOf(prod, 'role/=cmd@x'),
  audit: arnOf(prod, 'role/audit'),
} as const;

const document = (...statements: readonly object[]) => ({ Version: '2012-10-17', Statement: statements });
const allowAssuming = (role: string) => document({ Sid: 'Assume', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role });
const trust = (from: string, condition?: object) =>
  document({
    Sid: 'Trust',
    Effect: 'Allow',
    Principal: { AWS: from },
    Action: 'sts:AssumeRole',
    ...(condition ? { Condition: condition } : {}),
  });

const role = (account: string, name: string, uniqueId: string, trusts: object, mayAssume: readonly string[] = []) => ({
  Path: '/',
  RoleName: name,
  RoleId: uniqueId,
  Arn: arnOf(account, `role/${name}`),
  CreateDate: '2024-01-01T00:00:00Z',
  AssumeRolePolicyDocument: trusts,
  InstanceProfileList: [],
  RolePolicyList: mayAssume.map((target, index) => ({ PolicyName: `assume-${index}`, PolicyDocument: allowAssuming(target) })),
  AttachedManagedPolicies: [],
  Tags: [],
});

const details = (users: readonly object[], roles: readonly object[]) => ({
  UserDetailList: users,
  GroupDetailList: [],
  RoleDetailList: roles,
  Policies: [],
  IsTruncated: false,
});

const buildAccount = details(
  [
    {
      Path: '/',
      UserName: 'alice',
      UserId: 'AIDAALICE0000000000AA',
      Arn: arns.alice,
      CreateDate: '2024-01-01T00:00:00Z',
      UserPolicyList: [{ PolicyName: 'assume', PolicyDocument: allowAssuming(arns.ci) }],
      GroupList: [],
      AttachedManagedPolicies: [],
      Tags: [],
    },
  ],
  [role(build, 'ci', 'AROACI0000000000000AA', trust(arns.alice), [arns.deploy])],
);

const prodAccount = details(
  [],
  [
    role(prod, 'deploy', 'AROADEPLOY00000000AAA', trust(arns.ci, { StringEquals: { 'sts:ExternalId': 'x-42' } }), [arns.formula]),
    role(prod, '=cmd@x', 'AROAFORMULA0000000AAA', trust(arns.deploy)),
    role(prod, 'audit', 'AROAAUDIT000000000AAA', trust(arnOf(prod, 'role/nobody'))),
  ],
);

const organization = {
  Organization: { Id: 'o-abcdefghij', MasterAccountId: build },
  Roots: [{ Id: 'r-abcd', Arn: `arn:aws:organizations::${build}:root/o-abcdefghij/r-abcd`, Name: 'Root' }],
  OrganizationalUnits: [],
  Accounts: [
    { Id: build, Name: 'build', Email: 'build@example.com', Status: 'ACTIVE', ParentId: 'r-abcd' },
    { Id: prod, Name: 'prod\u001b[31m\u202e', Email: 'prod@example.com', Status: 'ACTIVE', ParentId: 'r-abcd' },
  ],
  Policies: [],
};

/** Writes it to `directory` and answers with that path. */
export async function writeSmallCollection(directory: string): Promise<string> {
  await mkdir(join(directory, 'accounts'), { recursive: true });
  const files = { 'organization.json': organization, [`accounts/${build}.json`]: buildAccount, [`accounts/${prod}.json`]: prodAccount };
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), JSON.stringify(content));
  return directory;
}

/** One account whose roles can all assume each other, as one file: `count` squared edges. Answers with the path. */
export async function writeManyRoles(file: string, count: number): Promise<string> {
  const roles = Array.from({ length: count }, (_, number) =>
    role(build, `r${number}`, `AROA${String(number).padStart(17, '0')}`, trust(`arn:aws:iam::${build}:root`), ['*']),
  );
  await writeFile(file, JSON.stringify(details([], roles)));
  return file;
}
