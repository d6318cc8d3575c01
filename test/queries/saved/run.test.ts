/** A run of a saved query: its parameters reach the engine, its rows the answer, and what goes wrong names file and line. */
import { expect, test } from 'vitest';
import { CypherError, type CypherRows, type CypherRunner } from '../../../graph/cypher-runner.ts';
import { parseQueryFile } from '../../../queries/saved/parse-query-file.ts';
import { answerSavedQuery } from '../../../queries/saved/saved-queries.ts';
import { createFakeQuestions } from '../../support/fake-questions.ts';

const parsed = parseQueryFile(
  'mine.cypher',
  '/*\nid: mine\ntitle: Mine\nquestion: Mine?\ncategory: own\nseverity: low\nremediation: None.\ncolumns: {a: text, b: integer}\nparameters: {least: {type: integer, description: Least, default: 2}}\n*/\nMATCH (n)\nRETURN n.a AS a, $least AS b',
);
if (!('metadata' in parsed)) throw new Error(JSON.stringify(parsed));
const query = { ...parsed.metadata, file: 'mine.cypher', isBuiltIn: false, texts: { ladybug: parsed.text, neo4j: parsed.text } };

const runnerOf = (run: CypherRunner['run']): CypherRunner => ({ engine: 'neo4j', run, close: async () => undefined });
const ask = (run: CypherRunner['run'], parameters = {}) =>
  answerSavedQuery(query, createFakeQuestions(), runnerOf(run), { parameters, rows: 10, milliseconds: 1000 });
const rows = (answer: Partial<CypherRows>): CypherRows => ({ columns: ['a', 'b'], rows: [], truncated: false, ...answer });

test('gives the rows under the columns of the metadata, with the parameters as they were asked', async () => {
  const answer = await ask(
    async (text, { least }, limits) => {
      expect(text).toBe('MATCH (n)\nRETURN n.a AS a, $least AS b');
      expect(limits).toMatchObject({ rows: 10, milliseconds: 1000 });
      return rows({ rows: [['x', least]], truncated: true });
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

test('a time-out says what can be done', async () => {
  const failed = ask(() => Promise.reject(new CypherError('cypher-timeout', 'it took more than 1 s')));
  await expect(failed).rejects.toMatchObject({ code: 'saved-query-failed', message: expect.stringContaining('--time-limit') });
});

test('other columns than the metadata promises are refused', async () => {
  await expect(ask(async () => rows({ columns: ['b', 'a'] }))).rejects.toMatchObject({
    code: 'saved-query-failed',
    message: expect.stringContaining('mine.cypher:11: it returns the columns b, a; its metadata promises a, b'),
  });
});
