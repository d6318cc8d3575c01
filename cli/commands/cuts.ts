/** `rolepath cuts` and `rolepath choke-points`: what to remove, and where most chains to what is worth guarding pass. */
import { type Command, Option } from 'commander';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts';
import { chokePointsView, cutView, edgeCutView } from '../format/cuts-view.ts';
import { shortArn } from '../format/principal-text.ts';
import { wholeNumber } from '../options.ts';
import { ask, type Context, warnOfLimits, writeAnswer } from './context.ts';
import type { Invoke } from './invoke.ts';

interface CutOptions {
  readonly to: string;
  readonly from?: string;
  readonly edge?: boolean;
  readonly maxHops: number;
  readonly limit: number;
  readonly stateless?: boolean;
}

export function addCuts(program: Command, invoke: Invoke): void {
  const cuts = program
    .command('cuts')
    .description('the statements whose removal keeps the most principals from a role; with --edge, what is lost with one edge')
    .requiredOption('--to <role>', 'ARN, or any part of it that names just one')
    .option('--from <principal>', 'only what this principal reaches the role by')
    .option('--edge', 'cut the edge from --from to --to itself, and say what is no longer reachable');
  addLimits(cuts)
    .option('--stateless', 'follow edges alone, as in "rolepath reach"')
    .action((given: CutOptions, self: Command) => invoke(self, (context) => (given.edge ? cutEdge(context, given) : cut(context, given))));
  const points = program
    .command('choke-points')
    .description('the roles through which the most pairs of a principal and a high-value role pass, along edges alone');
  addLimits(points).action((given: CutOptions, self: Command) => invoke(self, (context) => chokePoints(context, given)));
}

const addLimits = (command: Command): Command =>
  command
    .addOption(new Option('--max-hops <n>', 'longest chain, in role assumptions (1 to 32)').argParser(wholeNumber(1, 32)).default(8))
    .addOption(new Option('--limit <n>', 'most rows to answer with').argParser(wholeNumber(1, 100_000)).default(20));

async function cut(context: Context, { to, from, maxHops, limit, stateless = false }: CutOptions): Promise<ExitCode> {
  const options = { maxHops, limit, stateless, ...(from === undefined ? {} : { from }) };
  const answer = await ask(context, 'Searching …', (questions) => questions.cut(to, options));
  await writeAnswer(context, answer, cutView);
  const who = answer.reachedBy === 1 ? '1 principal reaches' : `${answer.reachedBy} principals reach`;
  const none = answer.reachedBy > 0 && answer.cuts.length === 0 ? ' No single statement stops anyone.' : '';
  context.terminal.note(`${who} ${shortArn(answer.to.arn)}.${none}`);
  warnOfLimits(context, answer, 'Not all statements were tried: there are too many, or too many edges.');
  return exitCodes.done;
}

async function cutEdge(context: Context, { to, from, maxHops, limit, stateless = false }: CutOptions): Promise<ExitCode> {
  if (from === undefined) throw new UsageError('An edge has two ends: give --from as well.');
  const answer = await ask(context, 'Searching …', (questions) => questions.cutEdge(from, to, { maxHops, limit, stateless }));
  await writeAnswer(context, answer, edgeCutView);
  context.terminal.note(
    `Without this edge ${shortArn(answer.from.arn)} loses ${answer.lostRoles} roles, and ${answer.lostPrincipals} principals lose ${shortArn(answer.to.arn)}.`,
  );
  warnOfLimits(context, answer, `Only ${limit} of each are shown; --limit N shows more.`);
  return exitCodes.done;
}

async function chokePoints(context: Context, { maxHops, limit }: CutOptions): Promise<ExitCode> {
  const answer = await ask(context, 'Counting …', (questions) => questions.chokePoints({ maxHops, limit }));
  await writeAnswer(context, answer, chokePointsView);
  context.terminal.note(
    `${answer.pairs} pairs of a principal and one of ${answer.targetsCounted} high-value roles that it reaches along edges alone; what sessions carry may close some.`,
  );
  warnOfLimits(
    context,
    answer,
    `${answer.targetsCounted} of ${answer.targets} high-value roles were counted, and ${answer.rows.length} rows are shown.`,
  );
  return exitCodes.done;
}
