/**
 * A live run: from credentials to a Collection on disk. Finds out where it stands, reads the organization, then every account
 * side by side. What cannot be read is named and the rest goes on; nothing that was answered is lost when the run is cut off.
 */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import pLimit from 'p-limit';
import type { Finding } from '../../../graph/finding.ts';
import { IngestError } from '../../errors.ts';
import { readAccount } from './account.ts';
import { CallFailed } from './failures.ts';
import { readIdentityCenter } from './identity-center.ts';
import { Keeper } from './keeper.ts';
import { accountLeftOut, describeFailedCall, identityCenterNotFound, suspendedAccount } from './live-findings.ts';
import { findOrganization, type ListedAccount, readOrganization, type Standing } from './organization.ts';
import { createProgress, type LiveProgress } from './progress.ts';
import { checkTemplate, externalIdFor, type RoleTemplate, roleArn } from './role-template.ts';
import { openOwnSession, openRoleSession, type Session, type Surroundings } from './session.ts';

export interface LiveOptions {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  /** Undefined: only the account of the credentials can be read. */
  readonly role?: RoleTemplate | undefined;
  /** Account ids; undefined: all. */
  readonly accounts?: readonly string[] | undefined;
  readonly excludeAccounts?: readonly string[] | undefined;
  /** Calls under way at once, over all accounts. */
  readonly concurrency: number;
  /** Go on with what a run before this one left. */
  readonly resume: boolean;
  readonly onProgress?: ((progress: LiveProgress) => void) | undefined;
}

/** What one run did. */
export interface LiveSummary {
  /** Ids of the accounts that could not be read. */
  readonly failedAccounts: readonly string[];
  readonly findings: readonly Finding[];
  readonly calls: number;
  readonly retries: number;
}

/** Roles entered at once. */
const enteringAtOnce = 10;
/** Organizations, IAM and STS answer everywhere; Identity Center is looked for where roles of it say that it is. */
const usualRegion = 'us-east-1';

/** Who calls, from where, and what there is to read. */
export interface Plan {
  readonly own: Session;
  readonly ownAccount: string;
  readonly partition: string;
  /** Null: in no organization. */
  readonly standing: Standing | null;
  /** Null: the organization's accounts cannot be listed with these credentials. */
  readonly listed: readonly ListedAccount[] | null;
  readonly toRead: readonly { readonly id: string; readonly role: string | null }[];
}

/**
 * Writes the Collection into `directory` and marks it finished.
 * @throws IngestError `no-credentials`, `role-name-needed`, `wrong-role-name`, `unknown-account`, `nothing-to-resume`, `other-organization`
 */
export async function collectLive(options: LiveOptions, directory: string): Promise<LiveSummary> {
  const { role, resume } = options;
  if (role) checkTemplate(role);
  const keeper = new Keeper(directory);
  const progress = createProgress(options.onProgress);
  const surroundings: Surroundings = {
    region: options.region ?? (await configuredRegion(options.profile)),
    overall: pLimit(options.concurrency),
    entering: pLimit(enteringAtOnce),
    onCall: progress.call,
    onRetry: progress.retry,
  };
  const own = openOwnSession(surroundings, options.profile);
  try {
    const caller = await whoCalls(own);
    const findings: Finding[] = [];
    const onDenied = (failed: CallFailed): void => void findings.push(describeFailedCall(failed, { account: null, role: null }));
    progress.stage('Finding out where it stands');
    const standing = await orDenied(() => findOrganization(own), onDenied);
    await begin(keeper, resume, { account: caller.account, organization: standing?.organizationId ?? '' });

    progress.stage('Reading the organization');
    const listed = await listAccounts(own, keeper, standing ?? null, onDenied);
    if (standing === undefined) await keeper.write('organization', {});
    const { toRead, left } = chooseAccounts(options, caller, listed);
    findings.push(...left);

    progress.accounts(toRead.length);
    const atOnce = pLimit(Math.max(1, Math.ceil(options.concurrency / 2)));
    const failedAccounts: string[] = [];
    const regions = new Set([surroundings.region]);
    await Promise.all(
      toRead.map(({ id, role: arn }) =>
        atOnce(async () => {
          const session =
            arn === null
              ? openOwnSession(surroundings, options.profile, id)
              : openRoleSession(surroundings, own, { account: id, arn, externalId: role && externalIdFor(role, id) });
          const report = (failed: CallFailed): void => void findings.push(describeFailedCall(failed, { account: id, role: arn }));
          try {
            for (const region of (await readAccount(session, keeper, report)).identityCenterRegions) regions.add(region);
          } catch (error) {
            if (!(error instanceof CallFailed)) throw error;
            if (error.failure.kind === 'expired' && error.action !== 'sts:AssumeRole' && arn === null) throw notSignedIn(error);
            failedAccounts.push(id);
            report(error);
          } finally {
            session.close();
            progress.accountDone();
          }
        }),
      ),
    );
    if (listed) {
      progress.stage('Reading Identity Center');
      const ids = toRead.map(({ id }) => id);
      const found = await orDenied(() => readIdentityCenter(own, keeper, [...regions].sort(), ids, onDenied), onDenied);
      if (found === false && regions.size > 1) findings.push(identityCenterNotFound([...regions].sort()));
    }
    const run = await keeper.readRun();
    if (run) await keeper.writeRun({ ...run, finishedAt: new Date().toISOString(), findings: sortFindings(findings) });
    return { failedAccounts: failedAccounts.sort(), findings, ...progress.totals() };
  } finally {
    own.close();
  }
}

/** What AWS_REGION or the profile says. */
async function configuredRegion(profile: string | undefined): Promise<string> {
  const client = new STSClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    return usualRegion;
  } finally {
    client.destroy();
  }
}

async function whoCalls(own: Session): Promise<{ readonly account: string; readonly partition: string; readonly arn: string }> {
  try {
    const { Account, Arn } = await own.call('sts:GetCallerIdentity', ({ sts }) => sts.send(new GetCallerIdentityCommand({})));
    if (!Account || !Arn) throw new Error('AWS did not say whose credentials these are.');
    return { account: Account, arn: Arn, partition: Arn.split(':')[1] ?? 'aws' };
  } catch (error) {
    if (error instanceof CallFailed) throw notSignedIn(error);
    throw error;
  }
}

function notSignedIn(failed: CallFailed): IngestError {
  const { kind, name, message } = failed.failure;
  if (kind === 'unavailable')
    return new IngestError(
      'no-credentials',
      `AWS cannot be reached: ${name}: ${message}`,
      'Check the network, --region and proxies, then run again with --resume.',
      {
        cause: failed,
      },
    );
  return new IngestError(
    'no-credentials',
    `There are no AWS credentials that work: ${name}: ${message}`,
    'Sign in (aws sso login), or name a profile with --profile. What was read so far is kept: run again with --resume.',
    { cause: failed },
  );
}

/** Undefined, and reported, if the call is refused. */
async function orDenied<T>(work: () => Promise<T>, onDenied: (failed: CallFailed) => void): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    if (error.failure.kind === 'expired') throw notSignedIn(error);
    onDenied(error);
    return undefined;
  }
}

/** Makes room for a new run, or checks that the one that is there can be gone on with. */
async function begin(keeper: Keeper, resume: boolean, whose: { readonly account: string; readonly organization: string }): Promise<void> {
  const run = await keeper.readRun();
  if (!resume) {
    await keeper.clear();
    await keeper.writeRun({ format: 1, startedAt: new Date().toISOString(), finishedAt: null, ...whose, findings: [] });
    return;
  }
  if (!run)
    throw new IngestError('nothing-to-resume', 'No live run was cut off here, so there is nothing to go on with.', 'Leave out --resume.');
  if (run.account !== whose.account || (run.organization !== '' && whose.organization !== '' && run.organization !== whose.organization))
    throw new IngestError(
      'other-organization',
      `The run that was cut off read organization ${run.organization || '(none)'} with credentials of account ${run.account}; these are of account ${whose.account}.`,
      'Use the credentials of that run, or leave out --resume to begin anew.',
    );
  await keeper.writeRun({ ...run, finishedAt: null, findings: [] });
}

/** Null if the credentials cannot see the organization's accounts. */
async function listAccounts(
  own: Session,
  keeper: Keeper,
  standing: Standing | null,
  onDenied: (failed: CallFailed) => void,
): Promise<readonly ListedAccount[] | null> {
  if (!standing) return null;
  const listed = await orDenied(() => readOrganization(own, keeper, standing, onDenied), onDenied);
  // What is known without the list: that there are guardrails, but not which.
  if (!listed)
    await keeper.write('organization', { Organization: { Id: standing.organizationId, MasterAccountId: standing.managementAccountId } });
  return listed ?? null;
}

function chooseAccounts(
  { accounts, excludeAccounts = [], role }: LiveOptions,
  { account: ownAccount, partition }: { readonly account: string; readonly partition: string },
  listed: readonly ListedAccount[] | null,
): { readonly toRead: readonly { readonly id: string; readonly role: string | null }[]; readonly left: readonly Finding[] } {
  const all = listed ?? [{ Id: ownAccount, Name: '', Status: 'ACTIVE', ParentId: '' }];
  const known = new Set(all.map(({ Id }) => Id));
  const strangers = [...(accounts ?? []), ...excludeAccounts].filter((id) => !known.has(id));
  if (strangers.length > 0)
    throw new IngestError(
      'unknown-account',
      `${listed ? 'The organization has' : 'These credentials see'} no account ${strangers.join(', ')}.`,
      'Check the ids of --accounts and --exclude-accounts.',
    );
  const left: Finding[] = [];
  const toRead: { id: string; role: string | null }[] = [];
  for (const { Id, Name, Status } of all) {
    if (Status === 'SUSPENDED' || Status === 'CLOSED') left.push(suspendedAccount(Id, Name, Status));
    else if ((accounts && !accounts.includes(Id)) || excludeAccounts.includes(Id)) left.push(accountLeftOut(Id, Name));
    else toRead.push({ id: Id, role: Id === ownAccount || !role ? null : roleArn(role, Id, partition) });
  }
  const others = toRead.filter(({ id }) => id !== ownAccount);
  if (!role && others.length > 0)
    throw new IngestError(
      'role-name-needed',
      `The organization has ${others.length} more accounts, and no role was named to read them with.`,
      `Name one with --role-name, or read this account alone with --accounts ${ownAccount}. docs/live.md has a StackSet template that creates a role for it.`,
    );
  return { toRead, left };
}

/** Accounts end in any order; findings of equal runs are equal. */
const sortFindings = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => compare(a.file, b.file) || compare(a.code, b.code) || compare(a.reason, b.reason));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
