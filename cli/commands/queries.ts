/** `rolepath queries list|show|run`: the saved queries. */
import type { Command } from 'commander';
import { describeQuery, showQuery } from '../../queries/saved/describe-query.ts';
import { findQuery, selectQueries } from '../../queries/saved/find-query.ts';
import { answerSavedQuery } from '../../queries/saved/saved-queries.ts';
import type { QueriesAnswer } from '../../queries/saved-queries-answer.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { queriesView, queryView } from '../format/queries-view.ts';
import { renderQueryRun } from '../format/query-run-view.ts';
import {
  addQueryDirectories,
  addQueryLimits,
  addQuerySelection,
  type GivenQueryDirectories,
  type GivenQueryLimits,
  type GivenQuerySelection,
} from '../query-options.ts';
import { ask, type Context, warnOfLimits, writeAnswer } from './context.ts';
import { addParameterOption, type Parameters } from './cypher.ts';
import type { Invoke } from './invoke.ts';
import { addQueryExchange } from './query-exchange.ts';

interface GivenRun extends GivenQueryDirectories, GivenQueryLimits {
  readonly param: Parameters;
}

export function addQueries(program: Command, invoke: Invoke): void {
  const queries = program.command('queries').description('the saved Cypher queries: what there is, and runs of them');
  addQueryDirectories(
    addQuerySelection(queries.command('list').description('all saved queries, by category')).action(
      (given: GivenQueryDirectories & GivenQuerySelection, self: Command) => invoke(self, (context) => list(context, given)),
    ),
  );
  addQueryDirectories(
    queries
      .command('show <id>')
      .description('what a saved query asks, its parameters and its Cypher')
      .action((id: string, given: GivenQueryDirectories, self: Command) => invoke(self, (context) => show(context, id, given))),
  );
  const run = queries.command('run <id>').description('asks a saved query of the snapshot');
  addQueryLimits(addQueryDirectories(addParameterOption(run)), 1000).action((id: string, given: GivenRun, self: Command) =>
    invoke(self, (context) => runQuery(context, id, given)),
  );
  addQueryExchange(queries, invoke);
}

async function list(context: Context, given: GivenQueryDirectories & GivenQuerySelection): Promise<ExitCode> {
  const queries = selectQueries(await context.services.loadQueries(given.queries), given);
  const answer: QueriesAnswer = { queries: queries.map(describeQuery) };
  await writeAnswer(context, answer, queriesView);
  context.terminal.note(
    `${queries.length} saved queries. "rolepath queries show ID" says what one asks; "rolepath queries run ID" asks it.`,
  );
  return exitCodes.done;
}

async function show(context: Context, id: string, given: GivenQueryDirectories): Promise<ExitCode> {
  await writeAnswer(context, showQuery(findQuery(await context.services.loadQueries(given.queries), id)), queryView);
  return exitCodes.done;
}

async function runQuery(context: Context, id: string, given: GivenRun): Promise<ExitCode> {
  const query = findQuery(await context.services.loadQueries(given.queries), id);
  const { terminal, output } = context;
  const answer = await ask(context, `Asking ${id} …`, (questions) =>
    answerSavedQuery(query, questions, { parameters: given.param, limit: given.limit, milliseconds: given.timeout * 1000 }),
  );
  await terminal.write(renderQueryRun(answer, output, terminal.style));
  terminal.note(`${query.question} ${countOf(answer.rows.length)}.`);
  warnOfLimits(context, answer, `There are more rows than the ${answer.rows.length} shown; --limit N shows more.`);
  return exitCodes.done;
}

const countOf = (rows: number): string => `${rows} ${rows === 1 ? 'row' : 'rows'}`;
