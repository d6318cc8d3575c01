/** `rolepath edges`: every assume edge, streamed. */
import type { Command } from 'commander';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { renderEdges } from '../format/edges-view.ts';
import { type Context, warnIfIncomplete, withQuestions } from './context.ts';
import type { Invoke } from './invoke.ts';

const cypher = [
  'MATCH (source:Principal)-[edge:CAN_ASSUME]->(role:Principal)',
  'RETURN source.arn AS source, edge, role.arn AS role',
  'ORDER BY source, role, edge.action',
].join('\n');

export function addEdges(program: Command, invoke: Invoke): void {
  program
    .command('edges')
    .description('every CAN_ASSUME edge, streamed; sorted by from, then to, then action')
    .action((_given: unknown, self: Command) => invoke(self, edges));
}

function edges(context: Context): Promise<ExitCode> {
  const { terminal, output } = context;
  return withQuestions(context, async (questions) => {
    const { snapshot, incomplete, counts } = await questions.summary();
    const envelope = { snapshot, incomplete, truncated: false, cypher };
    for (const text of renderEdges(questions.edges(), envelope, output, terminal.style)) await terminal.write(text);
    terminal.note(`${counts.edges.toLocaleString('en-US')} ${counts.edges === 1 ? 'edge' : 'edges'}.`);
    warnIfIncomplete(context, incomplete);
    return exitCodes.done;
  });
}
