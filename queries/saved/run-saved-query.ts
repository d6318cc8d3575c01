/** Runs one saved query, and checks that it gives the columns that it promises. */
import { CypherError } from '../../graph/cypher-runner.ts';
import type { CypherAnswer } from '../answers.ts';
import type { CypherOptions, Questions } from '../questions.ts';
import type { SavedQuery } from './metadata.ts';
import type { ParameterValue } from './parameters.ts';
import { SavedQueryError, showProblem } from './saved-query-error.ts';

export type RunLimits = Omit<CypherOptions, 'parameters'>;

/** Values of the columns in the order of the metadata. @throws SavedQueryError `saved-query-failed` with file and line, unless it was cancelled */
export async function runSavedQuery(
  query: SavedQuery,
  parameters: Readonly<Record<string, ParameterValue>>,
  questions: Questions,
  limits: RunLimits,
): Promise<CypherAnswer> {
  const text = query.texts[questions.engine];
  let answer: CypherAnswer;
  try {
    answer = await questions.cypher(text.cypher, { ...limits, parameters });
  } catch (error) {
    if (!(error instanceof CypherError) || error.code === 'cancelled' || error.code === 'cypher-busy') throw error;
    const line = error.line === undefined ? text.line : text.line + error.line - 1;
    throw failure(query, { file: text.file, line, reason: error.message }, error);
  }
  const promised = Object.keys(query.columns);
  if (promised.join() !== answer.columns.join()) {
    const reason = `it returns the columns ${answer.columns.join(', ')}; its metadata promises ${promised.join(', ')}.`;
    throw failure(query, { file: text.file, line: text.line, reason });
  }
  return answer;
}

function failure({ id }: SavedQuery, problem: Parameters<typeof showProblem>[0], cause?: CypherError): SavedQueryError {
  return new SavedQueryError('saved-query-failed', `Query ${id} failed at ${showProblem(problem)}`, { cause });
}
