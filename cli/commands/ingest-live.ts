/** The live half of `rolepath ingest`: its options, its progress, and what it says at the end. */
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { LiveSummary } from '../../ingest/sources/live/collect.ts';
import type { LiveOptions } from '../../ingest/sources/live/options.ts';
import type { IngestAnswer } from '../../queries/answers.ts';
import { isFromFile } from '../config/apply-config.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { describeLiveProgress } from '../format/live-progress.ts';
import { livePlanView } from '../format/live-views.ts';
import { wholeNumber } from '../options.ts';
import { withProgress } from '../progress.ts';
import { type Context, writeAnswer } from './context.ts';

export interface GivenLiveOptions {
  readonly profile?: string;
  readonly region?: string;
  readonly roleName?: string;
  readonly externalId?: string;
  readonly accounts?: readonly string[];
  readonly excludeAccounts?: readonly string[];
  readonly concurrency?: number;
  readonly resume?: boolean;
  readonly dryRun?: boolean;
}

/** Enough to keep AWS's rate limits busy; more only makes it ask to wait. */
const usualConcurrency = 32;

/** @param isRun false for a command that only looks, and has nothing to go on with */
export function addLiveOptions(command: Command, { isRun }: { readonly isRun: boolean } = { isRun: true }): void {
  command
    .option('--profile <name>', 'with --live: the profile of the AWS configuration; AWS_PROFILE and the rest of the chain are heeded too')
    .option('--region <name>', 'with --live: where to call AWS, and where to look for Identity Center first')
    .option(
      '--role-name <name>',
      'with --live: the role to enter in every other account, with its path if it has one; {account} is the account id',
    )
    .option('--external-id <id>', 'with --live: sent when entering the role; {account} is the account id')
    .addOption(new Option('--accounts <ids>', 'with --live: read these accounts only').argParser(accountIds))
    .addOption(new Option('--exclude-accounts <ids>', 'with --live: leave these accounts out').argParser(accountIds))
    .addOption(
      new Option('--concurrency <n>', `with --live: calls under way at once (${usualConcurrency} unless given)`).argParser(
        wholeNumber(1, 512),
      ),
    );
  if (!isRun) return;
  command
    .option('--resume', 'with --live: go on with a run that was cut off or denied something; asks only for what is missing')
    .option('--dry-run', 'with --live: say which calls would be made where, and as whom; only the accounts are listed for it');
}

/** Options that make sense with --live alone, of those that were given; a configuration file may have them for the runs that do. */
export function givenLiveNames(given: GivenLiveOptions, command: Command): string[] {
  const names: Record<keyof GivenLiveOptions, string> = {
    profile: '--profile',
    region: '--region',
    roleName: '--role-name',
    externalId: '--external-id',
    accounts: '--accounts',
    excludeAccounts: '--exclude-accounts',
    concurrency: '--concurrency',
    resume: '--resume',
    dryRun: '--dry-run',
  };
  return Object.entries(names).flatMap(([key, name]) =>
    given[key as keyof GivenLiveOptions] === undefined || isFromFile(command, key) ? [] : [name],
  );
}

function accountIds(value: string): string[] {
  const ids = value.split(',').map((id) => id.trim());
  const wrong = ids.find((id) => !/^\d{12}$/.test(id));
  if (wrong !== undefined)
    throw new InvalidArgumentError(`${JSON.stringify(wrong)} is no account id: 12 digits, several separated by commas.`);
  return ids;
}

/** Without `onProgress`, which belongs to whoever shows it. */
export const liveOptions = ({
  roleName,
  externalId,
  concurrency = usualConcurrency,
  resume = false,
  ...given
}: GivenLiveOptions): LiveOptions => ({
  profile: given.profile,
  region: given.region,
  accounts: given.accounts,
  excludeAccounts: given.excludeAccounts,
  role: roleName === undefined ? undefined : { roleName, externalId },
  concurrency,
  resume,
});

export async function ingestLive(
  context: Context,
  given: GivenLiveOptions,
  { strict, highValue }: { readonly strict: boolean; readonly highValue: readonly string[] },
  report: (answer: IngestAnswer) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { terminal, services, dataDir } = context;
  if (given.dryRun) {
    const plan = await withProgress(terminal, 'Asking AWS …', () => services.planLive(liveOptions(given)));
    await writeAnswer(context, plan, livePlanView);
    return exitCodes.done;
  }
  const stopListening = services.onInterrupt(() =>
    terminal.warn('Interrupted. What AWS answered so far is kept: go on with rolepath ingest --live --resume.'),
  );
  const { answer, summary } = await withProgress(terminal, 'Asking AWS …', ({ step }) =>
    services.ingestLive({
      dataDir,
      strict,
      highValue,
      onStep: step,
      live: { ...liveOptions(given), onProgress: describeLiveProgress(step, terminal.canAnimate) },
    }),
  );
  stopListening();
  terminal.note(describeSummary(summary));
  return await report(answer);
}

function describeSummary({ failedAccounts, calls, retries }: LiveSummary): string {
  const failed = failedAccounts.length === 0 ? '' : ` ${failedAccounts.length} accounts could not be read: ${failedAccounts.join(', ')}.`;
  return `${calls} calls to AWS, ${retries} retries.${failed}`;
}
