/**
 * Live ingestion against moto, a double of AWS, behind a proxy that makes every kind of trouble: whatever goes wrong, the snapshot
 * is that of a quiet run, or says exactly what it lacks.
 */
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { allowedActions, findAllowed } from '../../../../ingest/sources/live/actions.ts';
import { collect, startCli } from '../../../cli/run-cli.ts';
import { type DoubleOrganization, makeOrganization, managementAccount, readerRole } from '../../../support/aws/double-organization.ts';
import { type FaultProxy, type Faults, startFaultProxy } from '../../../support/aws/fault-proxy.ts';
import { createIdentityCenterDouble } from '../../../support/aws/identity-center-double.ts';
import {
  awsEnvironment,
  collectingFile,
  currentCollection,
  describeSnapshot,
  environmentIn,
  ingestCollection,
  runLive,
} from '../../../support/aws/live-runs.ts';
import { type MotoServer, motoPath, startMoto } from '../../../support/aws/moto-server.ts';
import { temporaryDirectory } from '../../../support/temporary-directory.ts';

const badDay: Partial<Faults> = { throttled: 1 / 3, failing: 0.04, dropped: 0.04, pageSize: 3 };

describe.skipIf(motoPath === null)('an organization that is read live', () => {
  let moto: MotoServer;
  let proxy: FaultProxy;
  let organization: DoubleOrganization;
  let quietly: Awaited<ReturnType<typeof describeSnapshot>>;
  /** Of all runs of this file. */
  const sent = new Set<string>();

  beforeAll(async () => {
    moto = await startMoto();
    await moto.reset();
    organization = await makeOrganization(moto.url);
    const adminIn = (index: number, to: string) => ({ account: member(index), permissionSet: 'Admin', to });
    proxy = await startFaultProxy(
      moto.url,
      createIdentityCenterDouble({
        region: 'eu-west-1',
        permissionSets: ['Admin', 'Unused'],
        users: ['grace', 'lin', 'mary', 'joan'],
        groups: { auditors: ['lin', 'mary'], empty: [] },
        assignments: [adminIn(1, 'user:grace'), adminIn(2, 'user:grace'), adminIn(3, 'user:grace'), adminIn(4, 'group:auditors')],
      }),
    );
  }, 240_000);
  afterAll(async () => {
    await proxy.stop();
    await moto.stop();
  });
  beforeEach(() => {
    for (const [name, value] of Object.entries(awsEnvironment(proxy.url))) vi.stubEnv(name, value);
    proxy.behave({});
  });
  afterEach(() => {
    for (const { service, action } of proxy.seen) sent.add(`${service}:${action}`);
  });

  const newDataDir = (): string => {
    const path = join(temporaryDirectory(), 'data');
    mkdirSync(path);
    return path;
  };
  const cli = (dataDir: string, ...args: readonly string[]) => {
    const child = startCli(['ingest', '--live', '--role-name', readerRole, '--data', dataDir, ...args], { env: awsEnvironment(proxy.url) });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  const doctor = async (...args: readonly string[]) => {
    const child = startCli(['doctor', ...args, '--data', newDataDir(), '--output', 'json'], { env: awsEnvironment(proxy.url) });
    const { stdout, exitCode } = await collect(child);
    return { exitCode, answers: (JSON.parse(stdout) as { checks: { place: string; check: string; ok: boolean }[] }).checks };
  };
  const member = (index: number): string => organization.accounts[index] ?? '';

  test('on a quiet day all of it is there, and the Collection gives the same graph again', async () => {
    const dataDir = newDataDir();
    const { manifest, summary } = await runLive(dataDir);
    expect(summary).toMatchObject({ failedAccounts: [], retries: 0 });
    expect(manifest.findings.filter(({ severity }) => severity !== 'notice')).toEqual([]);
    expect(manifest.counts).toMatchObject({
      accounts: 12,
      collectedAccounts: 12,
      users: 24,
      groups: 12,
      otherKinds: expect.objectContaining({ 'identity-center-user': 4, 'identity-center-group': 2 }),
    });
    quietly = await describeSnapshot(dataDir);
    expect(quietly.units.length).toBe(6);
    expect(quietly.policies.filter(({ kind }) => kind === 'rcp').length).toBeGreaterThan(0);
    expect(quietly.users.find(({ name, accountId }) => name === 'ada' && accountId === member(1))?.signIn).toMatchObject({
      passwordEnabled: true,
      mfaActive: false,
      accessKeys: 0,
    });
    // A person of three accounts is in three, though every account has the role; whoever is in a group has what the group has.
    const people = quietly.edges
      .filter(([from]) => String(from).includes('identitystore'))
      .map(([from, to]) => `${String(from).split('/id-')[1]} ${String(to).split(':')[4]}`);
    const expected = [1, 2, 3].map((index) => `grace ${member(index)}`).concat(`lin ${member(4)}`, `mary ${member(4)}`);
    expect(people.sort()).toEqual(expected.sort());
    // The management account's responder opens root sessions in every member, and in no other way gets there.
    const rootSessions = quietly.edges
      .filter(([, to]) => String(to).endsWith(':root'))
      .map(([from, to]) => [from, String(to).split(':')[4]]);
    expect(rootSessions.sort()).toEqual(
      organization.accounts
        .slice(1)
        .map((id) => [`arn:aws:iam::${managementAccount}:role/responder`, id])
        .sort(),
    );
    // Nothing is left to resume.
    expect(readdirSync(dataDir).sort()).toEqual(['current', 'snapshots']);

    const again = newDataDir();
    await ingestCollection(again, await currentCollection(dataDir));
    expect(await describeSnapshot(again)).toEqual(quietly);
  }, 120_000);

  test('on a bad day it is the same: throttling, failures, dropped connections, small pages', async () => {
    proxy.behave(badDay);
    const dataDir = newDataDir();
    const { summary } = await runLive(dataDir);
    expect(summary.retries).toBeGreaterThan(20);
    expect(await describeSnapshot(dataDir)).toEqual(quietly);
  }, 240_000);

  test('credentials that end in mid-run are renewed, whether or not AWS said when they end', async () => {
    proxy.behave({ callsPerSession: 3, sessionSeconds: 40, pageSize: 5 });
    const dataDir = newDataDir();
    await runLive(dataDir);
    expect(proxy.seen.filter(({ outcome }) => outcome === 'expired').length).toBeGreaterThan(0);
    expect(await describeSnapshot(dataDir)).toEqual(quietly);
  }, 240_000);

  test('where the credentials at hand end for good, the run does too, and others go on with it', async () => {
    const dataDir = newDataDir();
    const somebody = await environmentIn(proxy.url, managementAccount);
    for (const [name, value] of Object.entries(somebody)) vi.stubEnv(name, value);
    proxy.behave({ callsPerSession: 50 });
    await expect(runLive(dataDir)).rejects.toMatchObject({ code: 'no-credentials' });
    expect(readdirSync(dataDir)).toEqual(['collecting']);
    const answered = proxy.seen.filter(({ outcome }) => outcome === 'answered').length;

    for (const [name, value] of Object.entries(awsEnvironment(proxy.url))) vi.stubEnv(name, value);
    proxy.behave({});
    await runLive(dataDir, { resume: true });
    expect(await describeSnapshot(dataDir)).toEqual(quietly);
    expect(proxy.seen.length).toBeLessThan(answered);
  }, 240_000);

  test('accounts that deny are named, with what to grant; the rest is there; what was known of them stays, marked stale', async () => {
    const dataDir = newDataDir();
    await runLive(dataDir);
    const denied = [member(2), member(5)];
    const denies: Faults['denies'] = ({ action, account, body }) =>
      (action === 'AssumeRole' && body.includes(denied[0] ?? '')) || (action === 'GetAccountAuthorizationDetails' && account === denied[1]);
    proxy.behave({ denies });
    const { manifest, summary } = await runLive(dataDir);
    expect(summary.failedAccounts).toEqual([...denied].sort());
    const stale = await describeSnapshot(dataDir);
    expect({ ...stale, accounts: [], findings: [] }).toEqual({ ...quietly, accounts: [], findings: [] });
    expect(stale.accounts.filter(([, account]) => typeof account === 'object' && account.collected).map(([id]) => id)).toEqual(
      [...denied].sort(),
    );
    const reasons = manifest.findings.filter(({ code }) => code === 'call-denied');
    expect(reasons.map(({ reason }) => /^\S+/.exec(reason)?.[0]).sort()).toEqual(['iam:GetAccountAuthorizationDetails', 'sts:AssumeRole']);
    for (const { remedy } of reasons) expect(remedy).toContain('{"Effect":"Allow","Action":"');

    // Without anything to go by, exactly these accounts are unknown.
    const fresh = newDataDir();
    await runLive(fresh);
    const lacking = await describeSnapshot(fresh);
    expect(lacking.findings.filter((finding) => finding.includes('account-not-collected')).length).toBe(2);
    expect(lacking.roles).toEqual(quietly.roles.filter(({ accountId }) => !denied.includes(accountId)));

    // Once it is granted, only what is missing is asked for.
    proxy.behave({});
    await runLive(fresh, { resume: true });
    const asked = new Set(proxy.seen.filter(({ service }) => service === 'iam').map(({ account }) => account));
    expect([...asked].sort()).toEqual([...denied].sort());
    expect(await describeSnapshot(fresh)).toEqual(quietly);
  }, 240_000);

  test('a call that is denied costs what it would have given, and nothing else', async () => {
    proxy.behave({
      denies: ({ action, account }) =>
        ['GenerateCredentialReport', 'ListOpenIDConnectProviders', 'ListPolicies'].includes(action) &&
        [managementAccount, member(1)].includes(account),
    });
    const dataDir = newDataDir();
    await runLive(dataDir);
    const lacking = await describeSnapshot(dataDir);
    expect(lacking.findings.filter((finding) => finding.includes('call-'))).toEqual(
      [
        `unknown call-denied accounts/${managementAccount}/`,
        `unknown call-denied accounts/${member(1)}/`,
        'unknown call-denied organization.json',
      ].sort(),
    );
    // Without a report, each user is asked about; when their credentials were used, only the report says.
    const denied = [managementAccount, member(1)];
    expect(lacking.users).toEqual(
      quietly.users.map((user) => (denied.includes(user.accountId) ? { ...user, signIn: { ...user.signIn, everUsed: null } } : user)),
    );
    expect(quietly.users.map(({ signIn }) => signIn.everUsed)).not.toContain(null);
    expect(lacking.identityProviders.map(([id]) => id)).not.toContain(member(1));
    expect(lacking.policies.filter(({ kind }) => kind === 'scp')).toEqual([]);
  }, 120_000);

  test('what was known of a part that is denied stays, marked stale', async () => {
    const dataDir = newDataDir();
    await runLive(dataDir);
    const earlier = await currentCollection(dataDir);
    proxy.behave({
      denies: ({ action, account }) =>
        (account === member(1) && ['ListOpenIDConnectProviders', 'GenerateCredentialReport', 'GetLoginProfile'].includes(action)) ||
        ['ListUsers', 'ListGroupMemberships', 'ListOrganizationsFeatures', 'DescribePolicy'].includes(action),
    });
    const { manifest } = await runLive(dataDir);
    const stale = await describeSnapshot(dataDir);
    expect({ ...stale, findings: [] }).toEqual({ ...quietly, findings: [] });
    const said = manifest.findings.filter(({ code }) => code === 'stale-part');
    expect(said.map(({ file }) => file).sort()).toEqual([
      `accounts/${member(1)}/`,
      `accounts/${member(1)}/`,
      'identity-center',
      'organization.json',
      'organization.json',
    ]);
    for (const { reason } of said) expect(reason).toContain(earlier.split('/').at(-2));
    // It stays marked in the Collection, and another run like that still says when it was read.
    const again = await runLive(dataDir);
    expect(again.manifest.findings.filter(({ code }) => code === 'stale-part').length).toBe(5);
    expect({ ...(await describeSnapshot(dataDir)), findings: [] }).toEqual({ ...quietly, findings: [] });
  }, 240_000);

  test('a delegated administrator sees what the management account sees, and says what it was not delegated', async () => {
    const security = member(4);
    proxy.behave({ delegated: [security] });
    for (const [name, value] of Object.entries(await environmentIn(proxy.url, security))) vi.stubEnv(name, value);
    const dataDir = newDataDir();
    await runLive(dataDir);
    expect(await describeSnapshot(dataDir)).toEqual(quietly);
    // Its own account without a role, the management account with one.
    const entered = proxy.seen.filter(({ action }) => action === 'AssumeRole').length;
    expect(entered).toBe(organization.accounts.length);

    proxy.behave({
      delegated: [security],
      denies: ({ service, action, account }) => account === security && (service === 'sso' || action === 'ListOrganizationsFeatures'),
    });
    const fresh = newDataDir();
    await runLive(fresh);
    const lacking = await describeSnapshot(fresh);
    expect(lacking.findings.filter((finding) => finding.startsWith('unknown'))).toEqual([
      'unknown call-denied organization.json',
      'unknown call-denied organization.json',
    ]);
    expect(lacking.edges).toEqual(
      quietly.edges.filter(([from, to]) => !String(to).endsWith(':root') && !String(from).includes('identitystore')),
    );
    expect(lacking.policies).toEqual(quietly.policies);
  }, 240_000);

  test('a member that nothing is delegated to reads itself, and knows that it is not alone', async () => {
    const own = member(5);
    proxy.behave({});
    for (const [name, value] of Object.entries(await environmentIn(proxy.url, own))) vi.stubEnv(name, value);
    const dataDir = newDataDir();
    const { manifest } = await runLive(dataDir, { role: undefined });
    const found = await describeSnapshot(dataDir);
    expect(found.users).toEqual(quietly.users.filter(({ accountId }) => accountId === own));
    expect(found.roles).toEqual(quietly.roles.filter(({ accountId }) => accountId === own));
    expect(found.accounts.map(([id]) => id)).toEqual([own]);
    // Guardrails there are; which, nobody knows.
    expect(found.accounts[0]?.[1]).toMatchObject({ facts: { scps: 'unknown', rcps: 'unknown' } });
    expect(manifest.findings.filter(({ code }) => code === 'call-denied').map(({ reason }) => /^\S+/.exec(reason)?.[0])).toEqual([
      'organizations:ListRoots',
    ]);
  }, 120_000);

  test('a lone account is read as one', async () => {
    proxy.behave({ alone: true });
    const dataDir = newDataDir();
    const { manifest, summary } = await runLive(dataDir, { role: undefined });
    expect(summary.failedActions).toEqual([]);
    const found = await describeSnapshot(dataDir);
    const ofOwn = ({ accountId }: { readonly accountId: string }): boolean => accountId === managementAccount;
    expect(found.users).toEqual(quietly.users.filter(ofOwn));
    expect(found.roles).toEqual(quietly.roles.filter(ofOwn));
    expect(found.accounts).toMatchObject([[managementAccount, { facts: { scps: 'off', rcps: 'off' } }]]);
    expect(found.edges.filter(([, to]) => String(to).endsWith(':root'))).toEqual([]);
    expect(manifest.findings.filter(({ severity }) => severity !== 'notice')).toEqual([]);
    expect(manifest.findings.map(({ code }) => code)).toContain('no-organization');
    const asked = new Set(proxy.seen.map(({ service }) => service));
    expect([...asked].sort()).toEqual(['iam', 'organizations', 'sts']);
  }, 120_000);

  test('killed at any moment it can be gone on with, and asks for nothing twice', async () => {
    const dataDir = newDataDir();
    proxy.behave({ pageSize: 4 });
    for (const calls of [9, 60, 45]) {
      const child = cli(dataDir, ...(calls === 9 ? [] : ['--resume']));
      await Promise.race([proxy.untilCalls(calls), once(child, 'exit')]);
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(() => statSync(join(dataDir, 'current'))).toThrow();
      expect(JSON.parse(readFileSync(collectingFile(dataDir, 'run.json'), 'utf8'))).toMatchObject({ finishedAt: null });
    }
    // As if it had been killed in the middle of writing.
    writeFileSync(collectingFile(dataDir, 'accounts/303654145868.2.json.6f5d5b11.tmp'), '{"RoleDetailList":[');
    const { exitCode } = await collect(cli(dataDir, '--resume'));
    expect(exitCode).toBe(0);
    expect(await describeSnapshot(dataDir)).toEqual(quietly);
    // At most what was under way at each kill was asked again.
    const listed = proxy.seen.filter(({ action }) => action === 'ListTargetsForPolicy').length;
    expect(listed).toBeLessThanOrEqual(quietly.policies.filter(({ kind }) => kind === 'scp' || kind === 'rcp').length + 3 * 4);
  }, 240_000);

  test('a second run at the same time is refused', async () => {
    const dataDir = newDataDir();
    proxy.behave({ silentAfter: 5 });
    const first = cli(dataDir);
    await proxy.untilCalls(5);
    const { exitCode, stderr } = await collect(cli(dataDir));
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Another run of Rolepath') });
    first.kill('SIGKILL');
    await once(first, 'exit');
  }, 120_000);

  test('a half-read Collection never looks whole', async () => {
    const dataDir = newDataDir();
    proxy.behave({ silentAfter: 70 });
    const child = cli(dataDir);
    await proxy.untilCalls(70);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const again = newDataDir();
    const { findings, incomplete } = await ingestCollection(again, join(dataDir, 'collecting'));
    expect(incomplete).toBe(true);
    expect(findings.map(({ code }) => code)).toContain('unfinished-collection');
  }, 120_000);

  test('only the owner can read what it writes, and no secret is in it or in what it says', async () => {
    const dataDir = newDataDir();
    proxy.behave({ denies: ({ action }) => action === 'ListAccountAliases' });
    const { stdout, stderr, exitCode } = await collect(
      cli(dataDir, '--external-id', 'hush-hush', '--output', 'json', '--log-level', 'debug'),
    );
    expect(exitCode).toBe(4);
    const said = [stdout, stderr];
    for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      expect(statSync(path).mode & 0o077).toBe(0);
      if (entry.isFile() && path.includes('collecting')) said.push(readFileSync(path, 'utf8'));
    }
    for (const text of said) expect(text).not.toMatch(/not-to-be-seen|hush-hush|ASIA[A-Z0-9]{12}|AKIA[A-Z0-9]{12}|FQoGZXIvYXdzE/);
  }, 120_000);

  test('a dry run enters no account, and says what it would do', async () => {
    const { stdout, exitCode } = await collect(cli(newDataDir(), '--dry-run', '--exclude-accounts', member(3), '--output', 'json'));
    expect(exitCode).toBe(0);
    const { steps, standing } = JSON.parse(stdout) as {
      standing: string;
      steps: { place: string; role: string | null; calls: string[] }[];
    };
    expect(standing).toBe('management account');
    expect(steps.map(({ place }) => place).sort()).toEqual(
      ['identity-center', 'organization', ...organization.accounts.filter((id) => id !== member(3))].sort(),
    );
    expect(steps.find(({ place }) => place === member(1))?.role).toBe(`arn:aws:iam::${member(1)}:role/${readerRole}`);
    expect(steps.find(({ place }) => place === managementAccount)?.role).toBeNull();
    expect(proxy.seen.filter(({ action, service }) => action === 'AssumeRole' || service === 'iam')).toEqual([]);
  }, 120_000);

  test('the doctor finds what is missing before a run does', async () => {
    proxy.behave({
      denies: ({ action, account, body }) =>
        (action === 'AssumeRole' && body.includes(member(2))) ||
        (action === 'GetSAMLProvider' && account === member(4)) ||
        action === 'ListGroupMemberships',
    });
    const { answers, exitCode } = await doctor('--live', '--role-name', readerRole, '--region', 'eu-west-1');
    expect(exitCode).toBe(1);
    expect(
      answers
        .filter(({ ok }) => !ok)
        .map(({ place, check }) => `${place} ${check}`)
        .sort(),
    ).toEqual(
      ['identity-center identitystore:ListGroupMemberships', `${member(2)} sts:AssumeRole`, `${member(4)} iam:GetSAMLProvider`].sort(),
    );
    // Every permission that a run needs was tried.
    const tried = new Set(proxy.seen.map(({ service, action }) => `${service}:${action}`));
    expect(allowedActions.map(({ action }) => action).filter((action) => !tried.has(action))).toEqual([]);
    expect(answers.find(({ place, check }) => place === member(1) && check === 'iam:GetLoginProfile')).toMatchObject({ ok: true });
  }, 120_000);

  test('Ctrl-C says how to go on', async () => {
    const dataDir = newDataDir();
    proxy.behave({ silentAfter: 30 });
    const child = cli(dataDir);
    const ended = collect(child);
    await proxy.untilCalls(30);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ exitCode: 130, stderr: expect.stringContaining('--resume') });
  }, 120_000);

  test('all that was ever sent is in the list of reads', () => {
    expect([...sent].filter((action) => !findAllowed(action))).toEqual([]);
    expect(sent.size).toBeGreaterThan(15);
  });
});
