/** A run of a saved query: its parameters reach the engine, its rows the answer, and what goes wrong names file and line. */
import { expect, test } from 'vitest';
import { CypherError } from '../../../graph/cypher-runner.ts';
import type { CypherAnswer } from '../../../queries/answers.ts';
import type { Questions } from '../../../queries/questions.ts';
import { parseQueryFile } from '../../../queries/saved/parse-query-file.ts';
import { answerSavedQuery } from '../../../queries/saved/saved-queries.ts';
import { createFakeQuestions } from '../../support/fake-questions.ts';

const parsed = parseQueryFile(
  'mine.cypher',
  '/*\nid: mine\ntitle: Mine\nquestion: Mine?\ncategory: own\nseverity: low\nremediation: None.\ncolumns: {a: text, b: integer}\nparameters: {least: {type: integer, description: Least, default: 2}}\n*/\nMATCH (n)\nRETURN n.a AS a, $least AS b',
);
if (!('metadata' in parsed)) throw new Error(JSON.stringify(parsed));
const query = { ...parsed.metadata, file: 'mine.cypher', isBuiltIn: false, texts: { ladybug: parsed.text, neo4j: parsed.text } };

const ask = (cypher: Questions['cypher'], parameters = {}) =>
  answerSavedQuery(query, { ...createFakeQuestions(), engine: 'neo4j', cypher }, { parameters, limit: 10, milliseconds: 1000 });
const rows = (answer: Partial<CypherAnswer>): CypherAnswer => ({
  ...{ snapshot: 's', incomplete: false, truncated: false, cypher: '', columns: ['a', 'b'], rows: [] },
  ...answer,
});

test('gives the rows under the columns of the metadata, with the parameters as they were asked', async () => {
  const answer = await ask(
    async (text, options) => {
      expect(text).toBe('MATCH (n)\nRETURN n.a AS a, $least AS b');
      expect(options).toMatchObject({ limit: 10, milliseconds: 1000 });
      return rows({ rows: [['x', options?.parameters?.['least']]], truncated: true });
    },
    { least: '7' },
  );
  expect(answer).toMatchObject({
    engine: 'neo4j',
    truncated: true,
    cypher: parsed.text.cypher,
    parameters: { least: 7 },
    columns: [
      { name: 'a', type: 'text' },
      { name: 'b', type: 'integer' },
    ],
    rows: [['x', 7]],
  });
});

test('an error of the engine names the line of the file', async () => {
  const failed = ask(() => Promise.reject(new CypherError('cypher-syntax', 'no such thing', { line: 2, column: 8 })));
  await expect(failed).rejects.toMatchObject({
    code: 'saved-query-failed',
    message: expect.stringContaining('mine.cypher:12: no such thing'),
  });
});

test('a time-out is told as what it is', async () => {
  const failed = ask(() => Promise.reject(new CypherError('cypher-timeout', 'it took more than 1 s')));
  await expect(failed).rejects.toMatchObject({ code: 'saved-query-failed', message: expect.stringContaining('it took more than') });
});

test('other columns than the metadata promises are refused', async () => {
  await expect(ask(async () => rows({ columns: ['b', 'a'] }))).rejects.toMatchObject({
    code: 'saved-query-failed',
    message: expect.stringContaining('mine.cypher:11: it returns the columns b, a; its metadata promises a, b'),
  });
});
