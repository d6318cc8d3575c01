/** `rolepath queries list|show|run`: the saved queries. */
import type { Command } from 'commander';
import { describeQuery, showQuery } from '../../queries/saved/describe-query.ts';
import { findQuery, selectQueries } from '../../queries/saved/find-query.ts';
import type { QueriesAnswer } from '../../queries/saved-queries-answer.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { queriesView, queryView } from '../format/queries-view.ts';
import { addQueryDirectories, addQuerySelection, type GivenQueryDirectories, type GivenQuerySelection } from '../query-options.ts';
import { type Context, writeAnswer } from './context.ts';
import type { Invoke } from './invoke.ts';

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
