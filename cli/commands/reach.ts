/** `rolepath reach`: every role that a principal can reach, or everyone who can reach a role. */
import type { Command } from 'commander';
import type { ReachAnswer } from '../../queries/answers.ts';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts';
import { shortArn } from '../format/principal-text.ts';
import { reachView } from '../format/reach-view.ts';
import { addChainOptions, chainOptions, type GivenChainOptions } from '../options.ts';
import { ask, type Context, warnOfLimits, writeAnswer } from './context.ts';
import type { Invoke } from './invoke.ts';

interface ReachOptions extends GivenChainOptions {
  readonly from?: string;
  readonly to?: string;
}

export function addReach(program: Command, invoke: Invoke): void {
  const command = program
    .command('reach')
    .description('every role that a principal can reach, or everyone who can reach a role')
    .option('--from <principal>', 'ARN, or any part of it that names just one')
    .option('--to <role>', 'ARN, or any part of it that names just one');
  addChainOptions(command, 1000, 'rows')
    .option('--kind <kind...>', 'only principals of these kinds: user, role, service, external-account, …')
    .option('--high-value', 'only high-value targets: administrators, and what "rolepath ingest --high-value" named')
    .action((given: ReachOptions, self: Command) => invoke(self, (context) => reach(context, given)));
}

async function reach(context: Context, given: ReachOptions): Promise<ExitCode> {
  const { from, to } = given;
  const options = chainOptions(given);
  const answer = await ask(context, 'Searching …', (questions) => {
    if (from !== undefined && to === undefined) return questions.reachFrom(from, options);
    if (to !== undefined && from === undefined) return questions.reachTo(to, options);
    throw new UsageError('Give either --from or --to. For the chains between two, use "rolepath paths --from P --to R".');
  });
  await writeAnswer(context, answer, reachView);
  context.terminal.note(summarize(answer));
  if (answer.closed)
    context.terminal.note(`${answer.closed} more along edges alone: no session can take those chains. --stateless shows them.`);
  warnOfLimits(context, answer, `Only the first ${answer.rows.length} of ${answer.total} rows are shown; --limit N shows more.`);
  return exitCodes.done;
}

function summarize({ direction, of, total, maxHops, rows, truncated }: ReachAnswer): string {
  const within = `within ${maxHops} ${maxHops === 1 ? 'hop' : 'hops'}`;
  const free = truncated ? '' : `, ${rows.filter(({ verdict }) => verdict === 'allowed').length} of them without conditions`;
  const detail = total === 0 ? '.' : `${free}.`;
  const name = shortArn(of.arn);
  if (direction === 'from') return `${name} can reach ${total} ${total === 1 ? 'role' : 'roles'} ${within}${detail}`;
  return `${total} ${total === 1 ? 'principal' : 'principals'} can reach ${name} ${within}${detail}`;
}
