/** The saved queries as the command line and the server ask for them: what there is, and a run of one over an open snapshot. */
import { findLikeTexts } from '../near-misses.ts';
import { QueryError, type Questions } from '../questions.ts';
import type { QueryRunAnswer } from '../saved-queries-answer.ts';
import type { SavedQuery } from './metadata.ts';
import { type ParameterSurroundings, readParameters } from './parameters.ts';
import { type RunLimits, runSavedQuery } from './run-saved-query.ts';

export interface RunOptions extends RunLimits {
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Rejects with a SavedQueryError, a QueryError for a name that fits none or several, or what the runner rejects with. */
export async function answerSavedQuery(
  query: SavedQuery,
  questions: Questions,
  { parameters, ...limits }: RunOptions,
): Promise<QueryRunAnswer> {
  const { snapshot, incomplete } = await questions.summary();
  const values = await readParameters(query, parameters, await surroundingsOf(questions));
  const { rows, truncated } = await runSavedQuery(query, values, questions, limits);
  const { id, title, question, severity } = query;
  return {
    snapshot,
    incomplete,
    truncated,
    cypher: query.texts[questions.engine].cypher,
    query: { id, title, question, severity },
    engine: questions.engine,
    parameters: values,
    columns: Object.entries(query.columns).map(([name, type]) => ({ name, type })),
    rows: rows.map((row) => [...row]),
  };
}

/** What parameters need to know of the snapshot. */
export async function surroundingsOf(questions: Questions): Promise<ParameterSurroundings> {
  const { createdAt, accounts } = await questions.summary();
  return {
    createdAt,
    principal: async (name) => (await questions.principal(name)).principal.arn,
    async role(name) {
      const { principal } = await questions.principal(/^(arn:|role:)/.test(name) ? name : `role:${name}`);
      if (principal.kind === 'role') return principal.arn;
      throw new QueryError('not-a-role', `${JSON.stringify(name)} names no role but a ${principal.kind}.`, [principal]);
    },
    async account(name) {
      const wanted = name.toLowerCase();
      const fits = accounts.filter((account) => account.id === name || account.name.toLowerCase() === wanted);
      const [only] = fits;
      if (only !== undefined && fits.length === 1) return only.id;
      if (fits.length > 1) {
        const ids = fits.map(({ id }) => id).join(', ');
        throw new QueryError('invalid-argument', `${JSON.stringify(name)} is the name of ${fits.length} accounts: ${ids}. Give the id.`);
      }
      const like = findLikeTexts(
        accounts.map((account) => account.name),
        name,
      );
      const hint = like.length > 0 ? `There are names like it: ${like.join(', ')}.` : 'Give a 12-digit id or the name of an account.';
      throw new QueryError('invalid-argument', `No account of this snapshot fits ${JSON.stringify(name)}. ${hint}`);
    },
  };
}
