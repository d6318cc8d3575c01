/**
 * Writes a Collection, the directory that `rolepath ingest` reads, with the AWS CLI. It only reads from AWS.
 *
 *   node scripts/collect-organization.mjs DIRECTORY ROLE_NAME
 *
 * Run it with credentials of the management account, or of a delegated administrator of AWS Organizations. Other accounts are read
 * through ROLE_NAME in each of them. README.md lists the permissions that it needs.
 * An account that cannot be read is named at the end (exit code 1); the others are there and can be ingested.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { spawnSync } = await import('node:child_process');
const { mkdirSync, writeFileSync } = await import('node:fs');
const { join } = await import('node:path');
const { fail, say } = await import('./lib/process.mjs');

/** What the AWS CLI said when it failed. */
class AwsError extends Error {}

const [directory, roleName, ...rest] = process.argv.slice(2);
if (directory === undefined || roleName === undefined || rest.length > 0) {
  say('node scripts/collect-organization.mjs DIRECTORY ROLE_NAME');
  process.exit(2);
}

/**
 * Runs one command of the AWS CLI, all pages of it, and returns what it printed as JSON.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function aws(args, env = process.env) {
  const { error, status, stdout, stderr } = spawnSync('aws', [...args, '--output', 'json'], { env, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (error)
    fail(
      `The AWS CLI does not start (${error.message}). Install it: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html`,
    );
  if (status !== 0) throw new AwsError(`aws ${args.join(' ')}: ${stderr.trim()}`);
  return JSON.parse(stdout);
}

/**
 * Accounts and units below a root or unit, each with its ParentId.
 * @param {string} parentId
 * @returns {{ accounts: Record<string, string>[], units: Record<string, string>[] }}
 */
function listBelow(parentId) {
  const accounts = aws(['organizations', 'list-accounts-for-parent', '--parent-id', parentId]).Accounts;
  const units = aws(['organizations', 'list-organizational-units-for-parent', '--parent-id', parentId]).OrganizationalUnits;
  const below = units.map((/** @type {{ Id: string }} */ unit) => listBelow(unit.Id));
  const withParent = (/** @type {Record<string, string>} */ entry) => ({ ...entry, ParentId: parentId });
  return {
    accounts: [...accounts.map(withParent), ...below.flatMap((/** @type {ReturnType<typeof listBelow>} */ part) => part.accounts)],
    units: [...units.map(withParent), ...below.flatMap((/** @type {ReturnType<typeof listBelow>} */ part) => part.units)],
  };
}

/**
 * All policies of the types that are switched on, with what they are attached to.
 * @param {{ PolicyTypes: { Type: string, Status: string }[] }} root
 */
function listPolicies(root) {
  const types = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'];
  const enabled = types.filter((type) => root.PolicyTypes.some(({ Type, Status }) => Type === type && Status === 'ENABLED'));
  const summaries = enabled.flatMap((type) => aws(['organizations', 'list-policies', '--filter', type]).Policies);
  return summaries.map(({ Id, Name, Type }) => ({
    Id,
    Name,
    Type,
    Content: JSON.parse(aws(['organizations', 'describe-policy', '--policy-id', Id]).Policy.Content),
    Targets: aws(['organizations', 'list-targets-for-policy', '--policy-id', Id]).Targets.map(
      (/** @type {{ TargetId: string }} */ target) => target.TargetId,
    ),
  }));
}

/**
 * The environment in which the AWS CLI acts in an account. Credentials stay in memory.
 * @param {string} roleArn
 * @returns {NodeJS.ProcessEnv}
 */
function assume(roleArn) {
  const { Credentials } = aws(['sts', 'assume-role', '--role-arn', roleArn, '--role-session-name', 'rolepath-collect']);
  const { AWS_PROFILE: _, ...env } = process.env;
  return {
    ...env,
    AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials.SessionToken,
  };
}

/**
 * Writes JSON that only the user may read: it describes who has access to what.
 * @param {string} path
 * @param {unknown} value
 */
function write(path, value) {
  const file = join(/** @type {string} */ (directory), path);
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
}

try {
  say('Reading the organization …');
  const { Id, MasterAccountId } = aws(['organizations', 'describe-organization']).Organization;
  const roots = aws(['organizations', 'list-roots']).Roots;
  const { accounts, units } = listBelow(roots[0].Id);
  write('organization.json', {
    Organization: { Id, MasterAccountId },
    Roots: roots,
    OrganizationalUnits: units,
    Accounts: accounts,
    Policies: listPolicies(roots[0]),
  });

  const caller = aws(['sts', 'get-caller-identity']);
  const partition = caller.Arn.split(':')[1];
  const notRead = [];
  for (const account of accounts.filter(({ Status }) => Status === 'ACTIVE')) {
    say(`Reading account ${account['Id']} (${account['Name']}) …`);
    try {
      const isOwn = account['Id'] === caller.Account;
      const env = isOwn ? process.env : assume(`arn:${partition}:iam::${account['Id']}:role/${roleName}`);
      const details = aws(['iam', 'get-account-authorization-details'], env);
      const providers = { ...aws(['iam', 'list-saml-providers'], env), ...aws(['iam', 'list-open-id-connect-providers'], env) };
      const aliases = aws(['iam', 'list-account-aliases'], env);
      write(`accounts/${account['Id']}.json`, details);
      write(`accounts/${account['Id']}/identity-providers.json`, providers);
      write(`accounts/${account['Id']}/aliases.json`, aliases);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      say(error.message);
      notRead.push(account['Id']);
    }
  }
  if (notRead.length > 0) fail(`Not read, see above: ${notRead.join(', ')}. The rest is in ${directory}.`);
  say(`Done. Next: rolepath ingest ${directory}`);
} catch (error) {
  if (!(error instanceof AwsError)) throw error;
  fail(error.message);
}
