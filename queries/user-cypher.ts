/** A query that a person typed, as an answer like any other. The runner guards, limits and runs it. */
import { CypherError, type CypherRunner } from '../graph/cypher-runner.ts';
import type { CypherAnswer } from './answers.ts';
import { readLimit } from './options.ts';
import type { CypherOptions } from './questions.ts';
import type { SnapshotView } from './snapshot-view.ts';

const defaultRows = 1000;
const defaultMilliseconds = 30_000;

export async function answerCypher(
  view: SnapshotView,
  runner: CypherRunner | undefined,
  text: string,
  { parameters = {}, limit, milliseconds = defaultMilliseconds, signal }: CypherOptions,
): Promise<CypherAnswer> {
  if (runner === undefined) throw new CypherError('cypher-failed', 'No store for Cypher was opened.');
  const limits = { rows: readLimit(limit, defaultRows), milliseconds, ...(signal === undefined ? {} : { signal }) };
  const { columns, rows, truncated } = await runner.run(text, parameters, limits);
  return { ...view.envelope(text, truncated), columns: [...columns], rows: rows.map((row) => [...row]) };
}
