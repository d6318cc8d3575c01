/** The collecting script against an AWS CLI of the test's own: what it writes is a Collection that ingest reads, and an account that refuses is named. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOrganization } from '../../ingest/index.ts';

const script = join(import.meta.dirname, '..', '..', 'scripts', 'collect-organization.mjs');
const management = '111122223333';
const member = '222233334444';
const suspended = '333344445555';

const document = (statement: Readonly<Record<string, unknown>>) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', ...statement }],
});
const details = (account: string) => ({
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [
    {
      Path: '/',
      RoleName: `only-${account}`,
      RoleId: `AROA${account.padStart(17, 'A')}`,
      Arn: `arn:aws:iam::${account}:role/only-${account}`,
      CreateDate: '2024-01-01T00:00:00+00:00',
      AssumeRolePolicyDocument: document({ Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }),
      InstanceProfileList: [],
      RolePolicyList: [],
      AttachedManagedPolicies: [],
      Tags: [],
    },
  ],
  Policies: [],
});

const accountNamed = (Id: string, Name: string, Status = 'ACTIVE') => ({ Id, Name, Email: `${Name}@example.com`, Status });
/** Command line of the AWS CLI (without `--output json`) → what it prints. Commands of an account are prefixed with its access key. */
const answers: Readonly<Record<string, unknown>> = {
  'organizations describe-organization': { Organization: { Id: 'o-example1234', MasterAccountId: management } },
  'organizations list-roots': {
    Roots: [
      { Id: 'r-abcd', Arn: 'arn:aws:organizations::x', Name: 'Root', PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] },
    ],
  },
  'organizations list-accounts-for-parent --parent-id r-abcd': { Accounts: [accountNamed(management, 'management')] },
  'organizations list-organizational-units-for-parent --parent-id r-abcd': {
    OrganizationalUnits: [{ Id: 'ou-abcd-11111111', Name: 'Work "x"' }],
  },
  'organizations list-accounts-for-parent --parent-id ou-abcd-11111111': {
    Accounts: [accountNamed(member, 'member'), accountNamed(suspended, 'gone', 'SUSPENDED')],
  },
  'organizations list-organizational-units-for-parent --parent-id ou-abcd-11111111': { OrganizationalUnits: [] },
  'organizations list-policies --filter SERVICE_CONTROL_POLICY': {
    Policies: [{ Id: 'p-FullAWSAccess', Name: 'FullAWSAccess', Type: 'SERVICE_CONTROL_POLICY' }],
  },
  'organizations describe-policy --policy-id p-FullAWSAccess': {
    Policy: { Content: JSON.stringify(document({ Action: '*', Resource: '*' })) },
  },
  'organizations list-targets-for-policy --policy-id p-FullAWSAccess': {
    Targets: ['r-abcd', 'ou-abcd-11111111', management, member, suspended].map((TargetId) => ({ TargetId })),
  },
  'sts get-caller-identity': { Account: management, Arn: `arn:aws:iam::${management}:user/auditor` },
  [`sts assume-role --role-arn arn:aws:iam::${member}:role/Auditor --role-session-name rolepath-collect`]: {
    Credentials: { AccessKeyId: `key-of-${member}`, SecretAccessKey: 'not-to-be-seen', SessionToken: 'not-to-be-seen' },
  },
  'iam get-account-authorization-details': details(management),
  'iam list-saml-providers': { SAMLProviderList: [{ Arn: `arn:aws:iam::${management}:saml-provider/corp` }] },
  'iam list-open-id-connect-providers': { OpenIDConnectProviderList: [] },
  'iam list-account-aliases': { AccountAliases: ['the-boss'] },
  [`key-of-${member} iam get-account-authorization-details`]: details(member),
  [`key-of-${member} iam list-saml-providers`]: { SAMLProviderList: [] },
  [`key-of-${member} iam list-open-id-connect-providers`]: { OpenIDConnectProviderList: [] },
  [`key-of-${member} iam list-account-aliases`]: { AccountAliases: [] },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolepath-collect-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Puts an `aws` that knows the answers first on the PATH and runs the script. */
function collect(known: Readonly<Record<string, unknown>>): Promise<{ code: number; stderr: string; collection: string }> {
  const collection = join(folder, 'collection');
  const fake = join(folder, 'aws');
  writeFileSync(
    fake,
    `#!${process.execPath}
const answers = ${JSON.stringify(known)};
const key = process.env.AWS_ACCESS_KEY_ID;
const asked = [...(key ? [key] : []), ...process.argv.slice(2)].join(' ').replace(' --output json', '');
if (!(asked in answers)) {
  console.error('An error occurred (AccessDenied): ' + asked);
  process.exit(254);
}
console.log(JSON.stringify(answers[asked]));
`,
  );
  chmodSync(fake, 0o755);
  const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` };
  delete env['AWS_ACCESS_KEY_ID'];
  return new Promise((resolve) => {
    execFile(process.execPath, [script, collection, 'Auditor'], { env }, (error, _stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stderr, collection }),
    );
  });
}

describe('scripts/collect-organization.mjs', () => {
  it('writes a Collection that ingest reads without a finding', async () => {
    const { code, stderr, collection } = await collect(answers);
    expect({ code, last: stderr.trimEnd().split('\n').at(-1) }).toEqual({ code: 0, last: `Done. Next: rolepath ingest ${collection}` });

    const { organization } = await readOrganization([collection]);
    expect(organization.findings).toEqual([]);
    expect(organization.roles.map(({ name }) => name)).toEqual([`only-${management}`, `only-${member}`]);
    expect(organization.accounts.get(management)).toMatchObject({ alias: 'the-boss', facts: { isManagement: true } });
    expect(organization.accounts.get(member)).toMatchObject({ unitPath: ['Root', 'Work "x"'], facts: { rcps: 'off' } });
    expect(organization.accounts.get(suspended)).toMatchObject({ status: 'SUSPENDED', facts: { collected: false } });
    const scps = organization.accounts.get(member)?.facts.scps;
    expect(Array.isArray(scps) ? scps.map(({ target, policies }) => [target, policies.length]) : scps).toEqual([
      ['r-abcd', 1],
      ['ou-abcd-11111111', 1],
      [member, 1],
    ]);
    expect(organization.identityProviders.get(management)?.map(({ arn }) => arn)).toEqual([
      `arn:aws:iam::${management}:saml-provider/corp`,
    ]);
  });

  it('keeps what it writes from others, and credentials out of it', async () => {
    const { collection } = await collect(answers);
    const file = join(collection, 'accounts', `${member}.json`);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(collection).mode & 0o077).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toContain('not-to-be-seen');
  });

  it('names an account that refuses, and keeps the others', async () => {
    const refused = Object.fromEntries(Object.entries(answers).filter(([asked]) => !asked.startsWith('sts assume-role')));
    const { code, stderr, collection } = await collect(refused);
    expect(code).toBe(1);
    expect(stderr).toContain('AccessDenied');
    expect(stderr).toContain(`Not read, see above: ${member}.`);
    expect(existsSync(join(collection, 'accounts', `${management}.json`))).toBe(true);
    expect(existsSync(join(collection, 'accounts', `${member}.json`))).toBe(false);
  });

  it('ends with the reason where the organization itself refuses', async () => {
    const { code, stderr } = await collect({});
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'Reading the organization …\naws organizations describe-organization: An error occurred (AccessDenied): organizations describe-organization\n',
    });
  });
});
