/** `rolepath ingest`: from files to a new current snapshot. */
import { type Command, InvalidArgumentError } from 'commander';
import type { IngestAnswer } from '../../queries/answers.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { ingestView } from '../format/ingest-view.ts';
import { withProgress } from '../progress.ts';
import { type Context, refuseSnapshotOption, writeAnswer } from './context.ts';
import type { Invoke } from './invoke.ts';

interface IngestOptions {
  readonly strict?: boolean;
  readonly highValue?: readonly string[];
}

export function addIngest(program: Command, invoke: Invoke): void {
  program
    .command('ingest')
    .description('reads IAM data and makes it the current snapshot')
    .argument('<path...>', 'a Collection directory, or output of get-account-authorization-details: files, or directories of them')
    .option('--strict', 'fail, and keep the current snapshot, if anything is skipped or unknown')
    .option(
      '--high-value <target>',
      'a user or role worth guarding, as TAG=VALUE or ARN, besides administrators; may be given again',
      readHighValueTarget,
      [],
    )
    .action((paths: string[], given: IngestOptions, self: Command) => invoke(self, (context) => ingest(context, paths, given)));
}

function readHighValueTarget(text: string, earlier: readonly string[]): readonly string[] {
  if (!text.startsWith('arn:') && text.indexOf('=') < 1) throw new InvalidArgumentError('It must be TAG=VALUE or an ARN.');
  return [...earlier, text];
}

async function ingest(context: Context, paths: readonly string[], { strict = false, highValue = [] }: IngestOptions): Promise<ExitCode> {
  refuseSnapshotOption(context, 'An ingest always makes a new snapshot.');
  const { terminal, services, dataDir } = context;
  const answer = await withProgress(terminal, 'Reading files …', ({ step }) =>
    services.ingest({ paths, dataDir, strict, highValue, onStep: step }),
  );
  await writeAnswer(context, answer, ingestView);
  const lost = countLost(answer);
  if (lost > 0)
    terminal.warn(`Done, but on incomplete data: ${lost} ${lost === 1 ? 'finding says' : 'findings say'} what was skipped or is unknown.`);
  return lost > 0 ? exitCodes.incomplete : exitCodes.done;
}

const countLost = ({ findings }: IngestAnswer): number => findings.filter(({ severity }) => severity !== 'notice').length;
