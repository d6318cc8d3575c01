/**
 * The organization that the tests of live ingestion read: 5 units, 12 accounts (one of them suspended later by the proxy's tests),
 * SCPs and RCPs, trusts across accounts, users in groups, providers. Made in moto with the SDK itself.
 */
import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateAccountAliasCommand,
  CreateGroupCommand,
  CreatePolicyCommand as CreateIamPolicy,
  CreateLoginProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  CreateUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  EnablePolicyTypeCommand,
  ListAccountsCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** What moto says of credentials that it did not hand out itself. */
export const managementAccount = '123456789012';
/** In every account, of a permission set that is assigned in few of them. */
const identityCenterRole = 'AWSReservedSSO_Admin_0123456789abcdef';
export const readerRole = 'audit/RolepathReader';

const allow = (statement: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
const deny = (statement: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', ...statement }] });
const trust = (...arns: readonly string[]): string => allow({ Principal: { AWS: arns }, Action: 'sts:AssumeRole' });

export interface DoubleOrganization {
  /** In the order in which they were made; the management account first. */
  readonly accounts: readonly string[];
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const anyCredentials: Credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' };

/** @param endpoint of moto itself, not of the proxy */
export async function makeOrganization(endpoint: string, members = 11): Promise<DoubleOrganization> {
  const settings = { endpoint, region: 'us-east-1', credentials: anyCredentials };
  const organizations = new OrganizationsClient(settings);
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const root = (await organizations.send(new ListRootsCommand({}))).Roots?.[0]?.Id ?? '';
  for (const PolicyType of ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const)
    await organizations.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType }));
  const unit = async (Name: string, ParentId: string): Promise<string> =>
    (await organizations.send(new CreateOrganizationalUnitCommand({ Name, ParentId }))).OrganizationalUnit?.Id ?? '';
  const workloads = await unit('Workloads', root);
  const units = [
    workloads,
    await unit('Prod', workloads),
    await unit('Dev', workloads),
    await unit('Security', root),
    await unit('Sandbox "x"', root),
  ];
  const accounts = [managementAccount];
  for (let index = 1; index <= members; index += 1) {
    await organizations.send(new CreateAccountCommand({ AccountName: `account-${index}`, Email: `account-${index}@example.com` }));
  }
  for (const { Id = '' } of (await organizations.send(new ListAccountsCommand({ MaxResults: 20 }))).Accounts ?? [])
    if (Id !== managementAccount) accounts.push(Id);
  for (const [index, AccountId] of accounts.entries()) {
    const DestinationParentId = units[index % units.length] ?? root;
    if (index > 0) await organizations.send(new MoveAccountCommand({ AccountId, SourceParentId: root, DestinationParentId }));
  }
  const guardrail = async (
    Name: string,
    Type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY',
    Content: string,
    targets: readonly string[],
  ) => {
    const { Policy } = await organizations.send(new CreatePolicyCommand({ Name, Type, Content, Description: Name }));
    for (const TargetId of targets) await organizations.send(new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id, TargetId }));
  };
  await guardrail(
    'protect-break-glass',
    'SERVICE_CONTROL_POLICY',
    deny({ Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/break-glass*' }),
    [units[4] ?? ''],
  );
  await guardrail(
    'own-organization',
    'RESOURCE_CONTROL_POLICY',
    deny({
      Principal: '*',
      Action: 'sts:AssumeRole',
      Resource: '*',
      Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-other' }, Bool: { 'aws:PrincipalIsAWSService': 'false' } },
    }),
    [accounts[3] ?? ''],
  );
  for (const [index, account] of accounts.entries()) await fillAccount(await iamOf(endpoint, account), index, account, accounts);
  organizations.destroy();
  return { accounts };
}

async function iamOf(endpoint: string, account: string): Promise<IAMClient> {
  if (account === managementAccount) return new IAMClient({ endpoint, region: 'us-east-1', credentials: anyCredentials });
  const sts = new STSClient({ endpoint, region: 'us-east-1', credentials: anyCredentials });
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`, RoleSessionName: 'seed' }),
  );
  sts.destroy();
  const credentials = {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
  return new IAMClient({ endpoint, region: 'us-east-1', credentials });
}

/** A few users, groups and roles; roles trust the account itself, the one before it and, here and there, a provider. */
async function fillAccount(iam: IAMClient, index: number, account: string, accounts: readonly string[]): Promise<void> {
  const before = accounts[(index + accounts.length - 1) % accounts.length] ?? '';
  const arn = (id: string, rest: string): string => `arn:aws:iam::${id}:${rest}`;
  if (index > 0) await iam.send(new CreateAccountAliasCommand({ AccountAlias: `double-${index}` }));
  await iam.send(new CreateGroupCommand({ GroupName: 'operators' }));
  const operate = allow({ Action: 'sts:AssumeRole', Resource: ['arn:aws:iam::*:role/deploy', 'arn:aws:iam::*:role/break-glass'] });
  await iam.send(new PutGroupPolicyCommand({ GroupName: 'operators', PolicyName: 'assume 100%', PolicyDocument: operate }));
  for (const name of ['ada', 'ben']) {
    await iam.send(new CreateUserCommand({ UserName: name, Tags: [{ Key: 'team', Value: `t${index % 3}` }] }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'operators', UserName: name }));
  }
  await iam.send(new CreateLoginProfileCommand({ UserName: 'ada', Password: 'Correct-horse-9-battery' }));
  await iam.send(new CreateAccessKeyCommand({ UserName: 'ben' }));
  await iam.send(
    new PutUserPolicyCommand({ UserName: 'ben', PolicyName: 'hop', PolicyDocument: allow({ Action: 'sts:AssumeRole', Resource: '*' }) }),
  );
  if (index === 0) {
    // Who may open root sessions in the members; moto takes no ARN of a root user as a resource.
    const RoleName = 'responder';
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(arn(account, 'root')) }));
    const open = allow({ Action: 'sts:AssumeRoot', Resource: '*' });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'open', PolicyDocument: open }));
  }
  const roles: readonly (readonly [string, string])[] = [
    ['deploy', trust(arn(account, 'root'), arn(before, 'role/deploy'))],
    ['break-glass', trust(arn(account, 'user/ada'))],
    [`reader-${index}`, trust(arn(managementAccount, 'root'))],
  ];
  for (const [RoleName, AssumeRolePolicyDocument] of roles) {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Tags: [{ Key: 'n', Value: 'ü 100%' }] }));
  }
  const { Policy } = await iam.send(
    new CreateIamPolicy({
      PolicyName: 'hop-on',
      PolicyDocument: allow({ Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/deploy' }),
    }),
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'deploy', PolicyArn: Policy?.Arn }));
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'deploy',
      PolicyName: 'inline',
      PolicyDocument: allow({ Action: 's3:GetObject', Resource: '*' }),
    }),
  );
  await makeIdentityCenterRole(iam, account);
  if (index % 4 === 1) {
    const { OpenIDConnectProviderArn: provider } = await iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: 'https://token.actions.githubusercontent.com',
        ClientIDList: ['sts.amazonaws.com'],
        ThumbprintList: [],
      }),
    );
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'ci',
        AssumeRolePolicyDocument: allow({
          Principal: { Federated: provider },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:example/*' } },
        }),
      }),
    );
    await iam.send(new CreateSAMLProviderCommand({ Name: 'corp', SAMLMetadataDocument: '<EntityDescriptor/>'.padEnd(1024) }));
  }
  iam.destroy();
}

/** What Identity Center makes in every account that has the permission set; moto makes nothing. */
async function makeIdentityCenterRole(iam: IAMClient, account: string): Promise<void> {
  const { SAMLProviderArn: provider } = await iam.send(
    new CreateSAMLProviderCommand({
      Name: 'AWSSSO_0123456789abcdef_DO_NOT_DELETE',
      SAMLMetadataDocument: '<EntityDescriptor/>'.padEnd(1024),
    }),
  );
  await iam.send(
    new CreateRoleCommand({
      Path: '/aws-reserved/sso.amazonaws.com/eu-west-1/',
      RoleName: identityCenterRole,
      AssumeRolePolicyDocument: allow({
        Principal: { Federated: provider ?? `arn:aws:iam::${account}:saml-provider/x` },
        Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
        Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      }),
    }),
  );
}
