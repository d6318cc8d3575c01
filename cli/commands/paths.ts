/** `rolepath paths`: the chains from a principal to a role, shortest first. */
import { type Command, Option } from 'commander';
import type { PathsAnswer } from '../../queries/answers.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { commandsOf, pathsView, profilesOf } from '../format/paths-view.ts';
import { shortArn } from '../format/principal-text.ts';
import { addChainOptions, chainOptions, type GivenChainOptions } from '../options.ts';
import { ask, type Context, warnOfLimits, writeAnswer } from './context.ts';
import type { Invoke } from './invoke.ts';

interface PathsOptions extends GivenChainOptions {
  readonly from: string;
  readonly to: string;
  readonly as?: 'commands' | 'profiles';
}

export function addPaths(program: Command, invoke: Invoke): void {
  const command = program
    .command('paths')
    .description('the chains from a principal to a role, shortest first')
    .requiredOption('--from <principal>', 'ARN, or any part of it that names just one')
    .requiredOption('--to <role>', 'ARN, or any part of it that names just one');
  addChainOptions(command, 25, 'chains')
    .addOption(new Option('--order <by>', 'fewest hops first, or fewest conditional hops').choices(['hops', 'conditions']).default('hops'))
    .addOption(new Option('--as <form>', 'as commands for a shell, or as profiles for the AWS CLI').choices(['commands', 'profiles']))
    .option('--shortest', 'only the chains of the fewest hops')
    .action((given: PathsOptions, self: Command) => invoke(self, (context) => paths(context, given)));
}

async function paths(context: Context, given: PathsOptions): Promise<ExitCode> {
  const answer = await ask(context, 'Searching …', (questions) => questions.paths(given.from, given.to, chainOptions(given)));
  if (given.as === undefined) await writeAnswer(context, answer, pathsView);
  else await context.terminal.write(given.as === 'commands' ? commandsOf(answer) : profilesOf(answer));
  noteClosed(context, answer);
  context.terminal.note(summarize(answer));
  warnOfLimits(context, answer, `There are more chains than the ${answer.paths.length} shown; --limit N shows more.`);
  return exitCodes.done;
}

/** Says what edges alone would show, and state closes. */
function noteClosed({ terminal }: Context, { closed = [] }: PathsAnswer): void {
  for (const { principals, why } of closed) terminal.note(`Closed: ${principals.map(shortArn).join(' → ')}. ${why}`);
}

function summarize({ from, to, paths: found, maxHops }: PathsAnswer): string {
  const ends = `from ${shortArn(from.arn)} to ${shortArn(to.arn)}`;
  const within = `within ${maxHops} ${maxHops === 1 ? 'hop' : 'hops'}`;
  if (found.length === 0) return `No chain ${ends} ${within}. "rolepath explain" with the same two says why there is no direct one.`;
  return `${found.length} ${found.length === 1 ? 'chain' : 'chains'} ${ends} ${within}.`;
}
