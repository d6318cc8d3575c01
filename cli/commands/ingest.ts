/** `rolepath ingest`: from files, or from AWS itself, to a new current snapshot. */
import { type Command, InvalidArgumentError } from 'commander';
import type { IngestAnswer } from '../../queries/answers.ts';
import { isFromFile } from '../config/apply-config.ts';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts';
import { ingestView } from '../format/ingest-view.ts';
import { withProgress } from '../progress.ts';
import { type Context, refuseSnapshotOption, writeAnswer } from './context.ts';
import { addLiveOptions, type GivenLiveOptions, givenLiveNames, ingestLive } from './ingest-live.ts';
import type { Invoke } from './invoke.ts';

interface GivenOptions extends GivenLiveOptions {
  readonly strict?: boolean;
  readonly highValue?: readonly string[];
  readonly live?: boolean;
}

export function addIngest(program: Command, invoke: Invoke): void {
  const command = program
    .command('ingest')
    .description('reads IAM data, from files or with --live from AWS, and makes it the current snapshot')
    .argument('[path...]', 'a Collection directory, or output of get-account-authorization-details: files, or directories of them')
    .option('--strict', 'fail, and keep the current snapshot, if anything is skipped or unknown')
    .option(
      '--high-value <target>',
      'a high-value user or role, as TAG=VALUE or ARN, besides administrators; may be given again',
      readHighValueTarget,
      [],
    )
    .option('--live', 'read what the AWS credentials at hand can see: the organization, or the one account');
  addLiveOptions(command);
  command.action((paths: string[], given: GivenOptions, self: Command) => invoke(self, (context) => ingest(context, paths, given, self)));
}

function readHighValueTarget(text: string, earlier: readonly string[]): readonly string[] {
  if (!text.startsWith('arn:') && text.indexOf('=') < 1) throw new InvalidArgumentError('It must be TAG=VALUE or an ARN.');
  return [...earlier, text];
}

async function ingest(context: Context, paths: readonly string[], given: GivenOptions, command: Command): Promise<ExitCode> {
  refuseSnapshotOption(context, 'An ingest always makes a new snapshot.');
  const { terminal, services, dataDir } = context;
  const { strict = false, highValue = [] } = given;
  const live = given.live === true && !(paths.length > 0 && isFromFile(command, 'live'));
  if (live && paths.length > 0) throw new UsageError('Give paths or --live, not both.');
  if (live) return await ingestLive(context, given, { strict, highValue }, (answer) => report(context, answer));
  const [stray] = givenLiveNames(given, command);
  if (stray !== undefined) throw new UsageError(`${stray} goes with --live.`);
  if (paths.length === 0)
    throw new UsageError('Name what to read: the path of a Collection or of IAM data, or --live for what your AWS credentials can see.');
  return report(
    context,
    await withProgress(terminal, 'Reading files …', ({ step }) => services.ingest({ paths, dataDir, strict, highValue, onStep: step })),
  );
}

async function report(context: Context, answer: IngestAnswer): Promise<ExitCode> {
  await writeAnswer(context, answer, ingestView);
  const lost = countLost(answer);
  if (lost > 0)
    context.terminal.warn(
      `Done, but on incomplete data: ${lost} ${lost === 1 ? 'finding says' : 'findings say'} what was skipped or is unknown.`,
    );
  return lost > 0 ? exitCodes.incomplete : exitCodes.done;
}

const countLost = ({ findings }: IngestAnswer): number => findings.filter(({ severity }) => severity !== 'notice').length;
