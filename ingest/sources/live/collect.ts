/**
 * A live run: from credentials to a Collection on disk. Finds out where it stands, reads the organization, then every account
 * side by side. What cannot be read is named and the rest goes on; nothing that was answered is lost when the run is cut off.
 */
import pLimit from 'p-limit';
import type { Finding } from '../../../graph/finding.ts';
import { IngestError } from '../../errors.ts';
import { readAccount } from './account.ts';
import { type AccountToRead, chooseAccounts } from './choose-accounts.ts';
import { CallFailed } from './failures.ts';
import { readIdentityCenter } from './identity-center.ts';
import { Keeper } from './keeper.ts';
import { type CalledBy, describeFailedCall, identityCenterNotFound } from './live-findings.ts';
import type { LiveOptions } from './options.ts';
import { findOrganization, listAccounts, readOrganization, type Standing } from './organization.ts';
import { createProgress, type ProgressRecorder } from './progress.ts';
import { checkTemplate, externalIdFor } from './role-template.ts';
import { openOwnSession, openRoleSession, type Session, type Surroundings } from './session.ts';
import { createSurroundings, notSignedIn, orDenied, whoCalls } from './standing.ts';

/** What one run did. */
export interface LiveSummary {
  /** Ids of the accounts that could not be read. */
  readonly failedAccounts: readonly string[];
  /** Calls that failed for good, each once, e.g. `iam:ListSAMLProviders`. */
  readonly failedActions: readonly string[];
  readonly findings: readonly Finding[];
  readonly calls: number;
  readonly retries: number;
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
  const surroundings = await createSurroundings(options, progress);
  const own = openOwnSession(surroundings, options.profile);
  try {
    const caller = await whoCalls(own);
    const findings: Finding[] = [];
    const failedActions = new Set<string>();
    const report: Report = (failed, calledBy) => {
      failedActions.add(failed.action);
      findings.push(describeFailedCall(failed, calledBy));
    };
    const onDenied = (failed: CallFailed): void => report(failed, { account: null, role: null });
    progress.stage('Finding out where it stands');
    const standing = await orDenied(() => findOrganization(own), onDenied);
    await begin(keeper, resume, { account: caller.account, organization: standing?.organizationId ?? '' });

    progress.stage('Reading the organization');
    const listed = standing ? ((await orDenied(() => listAccounts(own, keeper), onDenied)) ?? null) : null;
    // What is known without the list: that there are guardrails, but not which.
    if (!listed && standing !== null) await keeper.write('organization', standing ? describeStanding(standing) : {});
    const { toRead, left } = chooseAccounts(options, caller, listed);
    findings.push(...left);

    progress.accounts(toRead.length);
    // Organizations, the accounts and Identity Center have rate limits of their own, so nothing is gained by one waiting for another.
    const people = listed ? openOwnSession(surroundings, options.profile) : null;
    const readPeople = (regions: readonly string[]) =>
      people &&
      orDenied(
        () =>
          readIdentityCenter(
            people,
            keeper,
            regions,
            toRead.map(({ id }) => id),
            onDenied,
          ),
        onDenied,
      );
    const { region } = surroundings;
    const [accounts, found] = await settleAll([
      readAccounts(toRead, options, { surroundings, own, keeper, progress, report }),
      Promise.resolve(readPeople([region])),
      standing && listed ? orDenied(() => readOrganization(own, keeper, standing, onDenied), onDenied) : Promise.resolve(undefined),
    ] as const).finally(() => people?.close());
    const elsewhere = [...accounts.regions].filter((name) => name !== region).sort();
    if (found === false && elsewhere.length > 0) {
      progress.stage('Reading Identity Center');
      if ((await readPeople(elsewhere)) === false) findings.push(identityCenterNotFound([region, ...elsewhere].sort()));
    }
    const run = await keeper.readRun();
    if (run) await keeper.writeRun({ ...run, finishedAt: new Date().toISOString(), findings: sortFindings(findings) });
    return { failedAccounts: [...accounts.failed].sort(), failedActions: [...failedActions].sort(), findings, ...progress.totals() };
  } finally {
    own.close();
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
  await keeper.removeTorn();
  await keeper.writeRun({ ...run, finishedAt: null, findings: [] });
}

/** Accounts end in any order; findings of equal runs are equal. */
const sortFindings = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => compare(a.file, b.file) || compare(a.code, b.code) || compare(a.reason, b.reason));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const describeStanding = ({ organizationId, managementAccountId }: Standing) => ({
  Organization: { Id: organizationId, MasterAccountId: managementAccountId },
});

/** As Promise.all, but when it rejects nothing is under way any more. */
async function settleAll<T extends readonly Promise<unknown>[]>(work: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return (await Promise.all(work)) as { -readonly [K in keyof T]: Awaited<T[K]> };
}

type Report = (failed: CallFailed, calledBy: CalledBy) => void;

interface Tools {
  readonly surroundings: Surroundings;
  readonly own: Session;
  readonly keeper: Keeper;
  readonly progress: ProgressRecorder;
  readonly report: Report;
}

/** All accounts, several at a time. `regions` is where their roles say that Identity Center is. */
async function readAccounts(
  toRead: readonly AccountToRead[],
  { role, profile, concurrency }: LiveOptions,
  { surroundings, own, keeper, progress, report }: Tools,
): Promise<{ readonly failed: readonly string[]; readonly regions: ReadonlySet<string> }> {
  const atOnce = pLimit(Math.max(1, Math.ceil(concurrency / 2)));
  const failed: string[] = [];
  const regions = new Set<string>();
  const ended: { by?: unknown } = {};
  const readOne = async ({ id, role: arn }: AccountToRead): Promise<void> => {
    if ('by' in ended) return;
    const session =
      arn === null
        ? openOwnSession(surroundings, profile, id)
        : openRoleSession(surroundings, own, { account: id, arn, externalId: role && externalIdFor(role, id) });
    const onFailed = (error: CallFailed): void => report(error, { account: id, role: arn });
    try {
      for (const region of (await readAccount(session, keeper, onFailed)).identityCenterRegions) regions.add(region);
    } catch (error) {
      // Where one's own credentials no longer work, or the disk is full, going on would only fail account after account.
      const isOver = error instanceof CallFailed && error.failure.kind === 'expired' && (arn === null || error.action === 'sts:AssumeRole');
      if (isOver) ended.by = notSignedIn(error);
      else if (!(error instanceof CallFailed)) ended.by = error;
      else {
        failed.push(id);
        onFailed(error);
      }
    } finally {
      session.close();
      progress.accountDone();
    }
  };
  await Promise.all(toRead.map((account) => atOnce(() => readOne(account))));
  if ('by' in ended) throw ended.by;
  return { failed, regions };
}
