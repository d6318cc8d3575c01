/**
 * A live run: from credentials to a Collection on disk. Finds out where it stands, reads the organization, then every account
 * side by side. What cannot be read is named and the rest goes on; nothing that was answered is lost when the run is cut off.
 */
import pLimit from 'p-limit';
import type { Finding } from '../../../graph/finding.ts';
import { IngestError } from '../../errors.ts';
import { readAccount } from './account.ts';
import { chooseAccounts } from './choose-accounts.ts';
import { CallFailed } from './failures.ts';
import { readIdentityCenter } from './identity-center.ts';
import { Keeper } from './keeper.ts';
import { describeFailedCall, identityCenterNotFound } from './live-findings.ts';
import type { LiveOptions } from './options.ts';
import { findOrganization, type ListedAccount, readOrganization, type Standing } from './organization.ts';
import { createProgress } from './progress.ts';
import { checkTemplate, externalIdFor } from './role-template.ts';
import { openOwnSession, openRoleSession, type Session } from './session.ts';
import { createSurroundings, notSignedIn, orDenied, whoCalls } from './standing.ts';

/** What one run did. */
export interface LiveSummary {
  /** Ids of the accounts that could not be read. */
  readonly failedAccounts: readonly string[];
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
    const ended: { by?: unknown } = {};
    await Promise.all(
      toRead.map(({ id, role: arn }) =>
        atOnce(async () => {
          if ('by' in ended) return;
          const session =
            arn === null
              ? openOwnSession(surroundings, options.profile, id)
              : openRoleSession(surroundings, own, { account: id, arn, externalId: role && externalIdFor(role, id) });
          const report = (failed: CallFailed): void => void findings.push(describeFailedCall(failed, { account: id, role: arn }));
          try {
            for (const region of (await readAccount(session, keeper, report)).identityCenterRegions) regions.add(region);
          } catch (error) {
            // Where one's own credentials no longer work, or the disk is full, going on would only fail account after account.
            const isOver =
              error instanceof CallFailed && error.failure.kind === 'expired' && (arn === null || error.action === 'sts:AssumeRole');
            if (isOver) ended.by = notSignedIn(error);
            else if (!(error instanceof CallFailed)) ended.by = error;
            else {
              failedAccounts.push(id);
              report(error);
            }
          } finally {
            session.close();
            progress.accountDone();
          }
        }),
      ),
    );
    if ('by' in ended) throw ended.by;
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

/** Accounts end in any order; findings of equal runs are equal. */
const sortFindings = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => compare(a.file, b.file) || compare(a.code, b.code) || compare(a.reason, b.reason));
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

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
