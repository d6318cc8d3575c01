/** `rolepath snapshots list`: what is stored in the data directory. */
import type { Command } from 'commander';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { snapshotsView } from '../format/snapshots-view.ts';
import { showText } from '../format/visible-text.ts';
import { type Context, writeAnswer } from './context.ts';
import type { Invoke } from './invoke.ts';

export function addSnapshots(program: Command, invoke: Invoke): void {
  const snapshots = program.command('snapshots').description('the snapshots of the data directory');
  snapshots
    .command('list')
    .description('all snapshots, and which one is current')
    .action((_given: unknown, self: Command) => invoke(self, list));
}

async function list(context: Context): Promise<ExitCode> {
  const { answer, unreadable } = await context.services.listSnapshots(context.dataDir);
  await writeAnswer(context, answer, snapshotsView);
  for (const problem of unreadable) context.terminal.warn(showText(problem));
  if (answer.snapshots.length === 0 && unreadable.length === 0)
    context.terminal.note(`There is no snapshot in ${context.dataDir} yet. "rolepath ingest PATH" makes one.`);
  return exitCodes.done;
}
