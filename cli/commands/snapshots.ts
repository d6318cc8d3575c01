/** `rolepath snapshots …`: what is stored in the data directory, which one is current, and removing what is old. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts';
import { showBytes } from '../format/bytes.ts';
import { ingestView } from '../format/ingest-view.ts';
import { pruneView, snapshotsView, snapshotView, useView } from '../format/snapshots-view.ts';
import { showText } from '../format/visible-text.ts';
import { wholeNumber } from '../options.ts';
import { withProgress } from '../progress.ts';
import { type Context, refuseSnapshotOption, warnIfIncomplete, writeAnswer } from './context.ts';
import type { Invoke } from './invoke.ts';

const naming = "an id or its beginning, 'current' or 'previous'";

interface PruneOptions {
  readonly keep?: number;
  readonly olderThan?: number;
  readonly dryRun?: boolean;
}

export function addSnapshots(program: Command, invoke: Invoke): void {
  const snapshots = program.command('snapshots').description('the snapshots of the data directory');
  const refuseOption = (context: Context): void => refuseSnapshotOption(context, 'Give the snapshot as an argument.');
  snapshots
    .command('list')
    .description('all snapshots, and which one is current')
    .action((_given: unknown, self: Command) => invoke(self, list));
  snapshots
    .command('show')
    .description('one snapshot in full: source, counts, findings, versions, timings, sizes, who reads it')
    .argument('[snapshot]', naming, 'current')
    .action((name: string, _given: unknown, self: Command) =>
      invoke(self, (context) => {
        refuseOption(context);
        return show(context, name);
      }),
    );
  snapshots
    .command('use')
    .description('makes another snapshot current; a running server switches to it')
    .argument('<snapshot>', naming)
    .action((name: string, _given: unknown, self: Command) =>
      invoke(self, (context) => {
        refuseOption(context);
        return use(context, name);
      }),
    );
  snapshots
    .command('rebuild')
    .description('makes a snapshot anew from the files that were kept with it, for instance after an update of Rolepath')
    .argument('[snapshot]', naming, 'current')
    .action((name: string, _given: unknown, self: Command) =>
      invoke(self, (context) => {
        refuseOption(context);
        return rebuild(context, name);
      }),
    );
  snapshots
    .command('prune')
    .description('removes old snapshots, but never the current one nor one that a server or another command reads')
    .addOption(new Option('--keep <n>', 'leave the n newest ones').argParser(wholeNumber(1, 1_000_000)))
    .addOption(new Option('--older-than <time>', 'remove only what is older: 90m, 12h, 30d, 8w').argParser(duration))
    .option('--dry-run', 'say what would go, and remove nothing')
    .action((given: PruneOptions, self: Command) =>
      invoke(self, (context) => {
        refuseSnapshotOption(context, 'Say with --keep and --older-than what is to stay.');
        return prune(context, given);
      }),
    );
}

async function list(context: Context): Promise<ExitCode> {
  const answer = await context.services.listSnapshots(context.dataDir);
  await writeAnswer(context, answer, snapshotsView);
  for (const { detail } of answer.problems) context.terminal.warn(showText(detail));
  if (answer.snapshots.length === 0 && answer.problems.length === 0)
    context.terminal.note(`There is no snapshot in ${showText(context.dataDir)} yet. "rolepath ingest PATH" makes one.`);
  return exitCodes.done;
}

async function show(context: Context, name: string): Promise<ExitCode> {
  await writeAnswer(context, await context.services.showSnapshot(context.dataDir, name), snapshotView);
  return exitCodes.done;
}

async function use(context: Context, name: string): Promise<ExitCode> {
  const { terminal, services, dataDir } = context;
  const answer = await withProgress(terminal, 'Checking the snapshot …', ({ step }) =>
    services.useSnapshot(dataDir, name, { onStep: step, onNote: (text) => terminal.note(text) }),
  );
  await writeAnswer(context, answer, useView);
  warnIfIncomplete(context, answer.incomplete);
  return exitCodes.done;
}

async function rebuild(context: Context, name: string): Promise<ExitCode> {
  const { terminal, services, dataDir } = context;
  const answer = await withProgress(terminal, 'Reading files …', ({ step }) => services.rebuildSnapshot(dataDir, name, step));
  await writeAnswer(context, answer, ingestView);
  warnIfIncomplete(context, answer.incomplete);
  return exitCodes.done;
}

async function prune(context: Context, { keep, olderThan, dryRun = false }: PruneOptions): Promise<ExitCode> {
  if (keep === undefined && olderThan === undefined)
    throw new UsageError('Say what is to stay: --keep N, or --older-than TIME, or both (then only what neither keeps goes).');
  const rules = { dryRun, ...(keep === undefined ? {} : { keep }), ...(olderThan === undefined ? {} : { olderThan }) };
  const answer = await context.services.pruneSnapshots(context.dataDir, rules);
  await writeAnswer(context, answer, pruneView);
  const removed = answer.snapshots.filter(({ fate }) => fate === 'removed').length;
  const what = `${removed} ${removed === 1 ? 'snapshot' : 'snapshots'} (${showBytes(answer.removedBytes)})`;
  context.terminal.note(dryRun ? `Would remove ${what}. Nothing was removed.` : `Removed ${what}.`);
  return exitCodes.done;
}

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds. */
function duration(text: string): number {
  const [, number, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  const length = units[unit];
  if (number === undefined || length === undefined)
    throw new InvalidArgumentError('It must be a number with m, h, d or w (minutes, hours, days, weeks), such as 30d.');
  return Number(number) * length;
}
