/**
 * Makes a Collection of any size that looks like a large organization: per account a few administrators, power users in
 * groups, developers behind a boundary, team roles that trust their account, service roles, hub roles of a neighbour account,
 * CI roles behind OIDC, here and there a role for the whole organization. Every role has a policy of its own with what it
 * works on, so that a principal takes some 4 kB, as in real accounts (a published real account of 122 principals has 6.7 kB
 * for each). The same numbers give the same files.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface OrganizationSize {
  readonly accounts: number;
  readonly usersPerAccount: number;
  readonly rolesPerAccount: number;
}

const allow = (Action: unknown, Resource: unknown, Condition?: unknown) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...(Condition === undefined ? {} : { Condition }) }],
});
const trust = (Principal: unknown, Action: unknown = 'sts:AssumeRole', Condition?: unknown) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action, ...(Condition === undefined ? {} : { Condition }) }],
});

const organizationId = 'o-benchmark0';
const boundaryName = 'developer-boundary';

const managed = {
  AdministratorAccess: allow('*', '*'),
  PowerUserAccess: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' }],
  },
  ReadOnlyAccess: allow(['s3:Get*', 's3:List*', 'ec2:Describe*', 'iam:Get*', 'iam:List*', 'logs:Get*'], '*'),
};

export const accountIdOf = (index: number): string => String(100000000000 + index * 7919).padStart(12, '0');

/** Writes organization.json and accounts/<id>.json, one account at a time, so that memory stays small. */
export async function writeOrganization(directory: string, size: OrganizationSize): Promise<void> {
  await mkdir(join(directory, 'accounts'), { recursive: true });
  await writeFile(join(directory, 'organization.json'), JSON.stringify(organizationFile(size)));
  for (let index = 0; index < size.accounts; index++) {
    await writeFile(join(directory, 'accounts', `${accountIdOf(index)}.json`), JSON.stringify(accountFile(index, size)));
  }
}

function organizationFile({ accounts }: OrganizationSize) {
  const units = Array.from({ length: Math.ceil(accounts / 20) }, (_, index) => ({
    Id: `ou-root-${String(index).padStart(8, '0')}`,
    Name: `unit-${index}`,
    ParentId: 'r-root',
  }));
  const full = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const leave = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }] };
  const protect = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'ProtectBreakGlass', Effect: 'Deny', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/break-glass-*' }],
  };
  return {
    Organization: { Id: organizationId, MasterAccountId: accountIdOf(0) },
    Roots: [{ Id: 'r-root', Arn: `arn:aws:organizations::${accountIdOf(0)}:root/${organizationId}/r-root`, Name: 'Root' }],
    OrganizationalUnits: units,
    Accounts: Array.from({ length: accounts }, (_, index) => ({
      Id: accountIdOf(index),
      Name: `account-${index}`,
      Email: `a${index}@example.com`,
      Status: 'ACTIVE',
      ParentId: index === 0 ? 'r-root' : (units[Math.floor(index / 20)]?.Id ?? 'r-root'),
    })),
    Policies: [
      {
        Id: 'p-FullAWSAccess',
        Name: 'FullAWSAccess',
        Type: 'SERVICE_CONTROL_POLICY',
        Content: full,
        Targets: ['r-root', ...units.map(({ Id }) => Id), ...Array.from({ length: accounts }, (_, index) => accountIdOf(index))],
      },
      { Id: 'p-leave', Name: 'deny-leave', Type: 'SERVICE_CONTROL_POLICY', Content: leave, Targets: ['r-root'] },
      {
        Id: 'p-protect',
        Name: 'protect-break-glass',
        Type: 'SERVICE_CONTROL_POLICY',
        Content: protect,
        Targets: units.slice(0, 5).map(({ Id }) => Id),
      },
    ],
  };
}

const attached = (name: keyof typeof managed) => ({ PolicyName: name, PolicyArn: `arn:aws:iam::aws:policy/${name}` });
const inline = (name: string, document: unknown) => ({ PolicyName: name, PolicyDocument: document });

function accountFile(index: number, { accounts, usersPerAccount, rolesPerAccount }: OrganizationSize) {
  const id = accountIdOf(index);
  const date = '2024-01-01T00:00:00Z';
  const unique = (prefix: string, number: number) => `${prefix}${String(index).padStart(5, '0')}${String(number).padStart(12, '0')}`;
  const group = (name: string, policies: ReturnType<typeof attached>[]) => ({
    Path: '/',
    GroupName: name,
    GroupId: unique('AGPA', name.length),
    Arn: `arn:aws:iam::${id}:group/${name}`,
    CreateDate: date,
    GroupPolicyList: [],
    AttachedManagedPolicies: policies,
  });
  const policy = (Arn: string, PolicyName: string, Document: unknown) => ({
    PolicyName,
    PolicyId: unique('ANPA', PolicyName.length),
    Arn,
    Path: '/',
    DefaultVersionId: 'v1',
    AttachmentCount: 1,
    IsAttachable: true,
    CreateDate: date,
    UpdateDate: date,
    PolicyVersionList: [{ Document, VersionId: 'v1', IsDefaultVersion: true, CreateDate: date }],
  });
  const users = Array.from({ length: usersPerAccount }, (_, number) => {
    const name = `user-${index}-${number}`;
    const kind = number % 100 === 0 ? 'admins' : number % 10 < 1 ? 'power-users' : 'readers';
    const team = number % 10 === 9 ? [inline('assume-team', allow('sts:AssumeRole', `arn:aws:iam::${id}:role/team-${number % 7}-*`))] : [];
    return {
      Path: '/',
      UserName: name,
      UserId: unique('AIDA', number),
      Arn: `arn:aws:iam::${id}:user/${name}`,
      CreateDate: date,
      UserPolicyList: team,
      GroupList: [kind],
      AttachedManagedPolicies: [],
      ...(team.length === 0
        ? {}
        : {
            PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: `arn:aws:iam::${id}:policy/${boundaryName}` },
          }),
      Tags: [{ Key: 'team', Value: `team-${number % 7}` }],
    };
  });
  const roles = Array.from({ length: rolesPerAccount }, (_, number) => roleOf(id, index, number, accounts, unique));
  return {
    UserDetailList: users,
    GroupDetailList: [
      group('admins', [attached('AdministratorAccess')]),
      group('power-users', [attached('PowerUserAccess')]),
      group('readers', [attached('ReadOnlyAccess')]),
    ],
    RoleDetailList: roles,
    Policies: [
      ...Object.entries(managed).map(([name, document]) => policy(`arn:aws:iam::aws:policy/${name}`, name, document)),
      policy(`arn:aws:iam::${id}:policy/${boundaryName}`, boundaryName, managed.PowerUserAccess),
    ],
    IsTruncated: false,
  };
}

function roleOf(id: string, account: number, number: number, accounts: number, unique: (prefix: string, number: number) => string) {
  const { name, document, policies, inlinePolicies = [] } = roleShape(id, account, number, accounts);
  return {
    Path: '/',
    RoleName: name,
    RoleId: unique('AROA', number),
    Arn: `arn:aws:iam::${id}:role/${name}`,
    CreateDate: '2024-01-01T00:00:00Z',
    AssumeRolePolicyDocument: document,
    InstanceProfileList: [],
    RolePolicyList: [...inlinePolicies, inline('workload', workloadPolicy(id, name))],
    AttachedManagedPolicies: policies,
    Tags: [{ Key: 'team', Value: `team-${number % 7}` }],
    RoleLastUsed: {},
  };
}

/** What a role works on; nothing in it concerns STS. */
function workloadPolicy(id: string, name: string) {
  const services = [
    [
      's3',
      ['GetObject', 'PutObject', 'DeleteObject', 'GetObjectTagging', 'AbortMultipartUpload', 'ListMultipartUploadParts'],
      [`arn:aws:s3:::${name}-${id}/*`, `arn:aws:s3:::${name}-${id}-archive/*`],
    ],
    [
      'dynamodb',
      ['GetItem', 'PutItem', 'UpdateItem', 'Query', 'BatchGetItem', 'BatchWriteItem', 'DescribeTable'],
      [`arn:aws:dynamodb:eu-west-1:${id}:table/${name}`, `arn:aws:dynamodb:eu-west-1:${id}:table/${name}/index/*`],
    ],
    [
      'sqs',
      ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'ChangeMessageVisibility'],
      [`arn:aws:sqs:eu-west-1:${id}:${name}-in`, `arn:aws:sqs:eu-west-1:${id}:${name}-dead`],
    ],
    ['kms', ['Decrypt', 'Encrypt', 'GenerateDataKey', 'DescribeKey'], [`arn:aws:kms:eu-west-1:${id}:key/${name}`]],
    ['secretsmanager', ['GetSecretValue', 'DescribeSecret'], [`arn:aws:secretsmanager:eu-west-1:${id}:secret:${name}/*`]],
    [
      'logs',
      ['CreateLogGroup', 'CreateLogStream', 'PutLogEvents', 'DescribeLogStreams'],
      [`arn:aws:logs:eu-west-1:${id}:log-group:/aws/lambda/${name}`, `arn:aws:logs:eu-west-1:${id}:log-group:/aws/lambda/${name}:*`],
    ],
    ['ssm', ['GetParameter', 'GetParameters', 'GetParametersByPath'], [`arn:aws:ssm:eu-west-1:${id}:parameter/${name}/*`]],
    ['sns', ['Publish', 'Subscribe', 'GetTopicAttributes'], [`arn:aws:sns:eu-west-1:${id}:${name}-events`]],
  ] as const;
  const statement = (number: number, service: string, actions: readonly string[], Resource: readonly string[]) => ({
    Sid: `Workload${service}${number}`,
    Effect: 'Allow',
    Action: actions.map((action) => `${service}:${action}`),
    Resource: Resource.map((arn) => (number === 0 ? arn : arn.replace(name, `${name}-part-${number}`))),
  });
  return {
    Version: '2012-10-17',
    Statement: [0, 1, 2].flatMap((number) =>
      services.map(([service, actions, resources]) => statement(number, service, actions, resources)),
    ),
  };
}

interface RoleShape {
  readonly name: string;
  readonly document: unknown;
  readonly policies: readonly ReturnType<typeof attached>[];
  readonly inlinePolicies?: readonly ReturnType<typeof inline>[];
}

const services = ['lambda.amazonaws.com', 'ecs-tasks.amazonaws.com', 'ec2.amazonaws.com', 'states.amazonaws.com'] as const;

/** One of ten shapes, by number. */
function roleShape(id: string, account: number, number: number, accounts: number): RoleShape {
  const root = { AWS: `arn:aws:iam::${id}:root` };
  const readOnly = [attached('ReadOnlyAccess')];
  const next = accountIdOf((account + 1) % accounts);
  switch (number % 10) {
    case 0:
    case 1:
    case 2:
      return {
        name: `service-${number}`,
        document: trust({ Service: services[number % 10] }),
        policies: readOnly,
        inlinePolicies: number % 10 === 2 ? [] : [inline('assume-next', allow('sts:AssumeRole', `arn:aws:iam::${next}:role/hub-*`))],
      };
    case 3:
      return {
        name: `hub-${number}`,
        document: trust(
          { AWS: `arn:aws:iam::${accountIdOf((account + accounts - 1) % accounts)}:root` },
          'sts:AssumeRole',
          number % 20 === 3 ? { StringEquals: { 'sts:ExternalId': `hub-${account}` } } : undefined,
        ),
        policies: readOnly,
      };
    case 4:
      return {
        name: `ci-${number}`,
        document: trust(
          { Federated: `arn:aws:iam::${id}:oidc-provider/token.actions.githubusercontent.com` },
          'sts:AssumeRoleWithWebIdentity',
          {
            StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
            StringLike: { 'token.actions.githubusercontent.com:sub': `repo:example/service-${number}:*` },
          },
        ),
        policies: readOnly,
        inlinePolicies: [inline('deploy', allow('sts:AssumeRole', `arn:aws:iam::*:role/hub-*`))],
      };
    case 5:
      if (number > 20) return { name: `batch-${number}`, document: trust({ Service: services[3] }), policies: readOnly };
      return {
        name: `break-glass-${number}`,
        document: trust(root, 'sts:AssumeRole', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
        policies: [attached('AdministratorAccess')],
      };
    case 6:
      return { name: `chain-${number}`, document: trust({ AWS: `arn:aws:iam::${id}:role/service-${number - 6}` }), policies: readOnly };
    default:
      if (number === 9 && account % 50 === 0)
        return {
          name: 'organization-audit',
          document: trust({ AWS: '*' }, 'sts:AssumeRole', { StringEquals: { 'aws:PrincipalOrgID': organizationId } }),
          policies: readOnly,
        };
      return {
        name: `team-${number % 7}-${number}`,
        document: trust(root),
        policies: number % 50 === 7 ? [attached('AdministratorAccess')] : number % 50 === 8 ? [attached('PowerUserAccess')] : readOnly,
      };
  }
}
