/** `rolepath diff`: what changed between two snapshots, and who can reach what they could not. */
import { type Command, Option } from 'commander';
import type { DiffAnswer } from '../../queries/diff-answer.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { diffView } from '../format/diff-view.ts';
import { wholeNumber } from '../options.ts';
import { withProgress } from '../progress.ts';
import { type Context, refuseSnapshotOption, warnIfIncomplete, writeAnswer } from './context.ts';
import type { Invoke } from './invoke.ts';

/** What a pipeline may ask for, and what of the answer speaks against it. */
const expectations = { 'no-new-reach': 'gained', 'no-eased-reach': 'eased' } as const;
type Expectation = keyof typeof expectations;

interface DiffOptions {
  readonly maxHops: number;
  readonly limit: number;
  readonly expect?: readonly Expectation[];
}

const naming = "an id or its beginning, 'current' or 'previous'";

export function addDiff(program: Command, invoke: Invoke): void {
  program
    .command('diff')
    .description('what changed between two snapshots, and what that means: new and lost reach')
    .argument('[before]', naming, 'previous')
    .argument('[after]', naming, 'current')
    .addOption(new Option('--max-hops <n>', 'longest chain that counts (1 to 32)').argParser(wholeNumber(1, 32)).default(8))
    .addOption(new Option('--limit <n>', 'most entries of each list').argParser(wholeNumber(1, 1_000_000)).default(200))
    .addOption(
      new Option(
        '--expect <what...>',
        'end with exit code 3 if somebody can reach a role that they could not (no-new-reach), or without the conditions of before (no-eased-reach)',
      ).choices(Object.keys(expectations)),
    )
    .action((before: string, after: string, given: DiffOptions, self: Command) =>
      invoke(self, (context) => diff(context, before, after, given)),
    );
}

async function diff(context: Context, before: string, after: string, { maxHops, limit, expect = [] }: DiffOptions): Promise<ExitCode> {
  refuseSnapshotOption(context, 'Give the two snapshots as arguments.');
  const { terminal, services, dataDir } = context;
  const answer = await withProgress(terminal, 'Comparing …', ({ step }) =>
    services.diffSnapshots(dataDir, before, after, { maxHops, limit, onStep: step, onNote: (text) => terminal.note(text) }),
  );
  await writeAnswer(context, answer, diffView);
  if (answer.truncated) terminal.warn('There is more than is shown; --limit N shows more, and the totals count all.');
  if (!answer.reach.complete)
    terminal.warn('So much changed that not all of it could be searched: there may be more changes of reach than are counted here.');
  warnIfIncomplete(context, answer.incomplete);
  const broken = expect.filter((expectation) => !isMet(answer, expectation));
  for (const expectation of broken) terminal.warn(describeBroken(answer, expectation));
  return broken.length > 0 ? exitCodes.findings : exitCodes.done;
}

/** What was not searched to its end is not known to be so. */
const isMet = ({ reach }: DiffAnswer, expectation: Expectation): boolean => reach.complete && reach[expectations[expectation]].total === 0;

function describeBroken({ reach }: DiffAnswer, expectation: Expectation): string {
  const { total } = reach[expectations[expectation]];
  if (total === 0) return `Expected ${expectation}: none was found, but not all could be searched.`;
  const what =
    expectation === 'no-new-reach' ? 'can reach a role that they could not' : 'can reach a role without the conditions of before';
  return `Expected ${expectation}: ${total} ${total === 1 ? 'pair says otherwise: a principal' : 'pairs say otherwise: principals that'} ${what}.`;
}
