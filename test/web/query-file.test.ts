/** Files of queries in the page: what it writes, the command line reads; what other tools write, both read. */
import { expect, test } from 'vitest';
import { renderQueries } from '../../queries/exchange/export-query.ts';
import { readExchangeFile } from '../../queries/exchange/read-exchange-file.ts';
import { parseQueryFile } from '../../queries/saved/parse-query-file.ts';
import { readQueryFile, writeQueryFile } from '../../web/src/queries/query-file.ts';

const own = [
  { title: 'Mine', text: 'MATCH (n:Principal)\nRETURN n.arn AS principal' },
  { title: '<b>Other</b> \u202e */', text: 'RETURN "*/" AS a' },
];

test('what the page writes, it and the command line read', () => {
  const file = writeQueryFile(own);
  expect(readQueryFile(file)).toEqual(own);
  const read = readExchangeFile('rolepath-queries.json', file).map((one) => {
    if ('reason' in one) throw new Error(one.reason);
    const parsed = parseQueryFile('x.cypher', one.content);
    return 'metadata' in parsed ? { title: parsed.metadata.title, text: parsed.text.cypher } : parsed;
  });
  expect(read).toEqual(own);
});

test('what the command line writes, the page reads', () => {
  const parsed = parseQueryFile(
    'a.cypher',
    '/*\nid: a\ntitle: A\nquestion: Q?\ncategory: c\nseverity: info\nremediation: R.\ncolumns: {a: text}\n*/\nRETURN 1 AS a',
  );
  if (!('metadata' in parsed)) throw new Error(JSON.stringify(parsed));
  const query = { ...parsed.metadata, file: 'a.cypher', isBuiltIn: false, texts: { ladybug: parsed.text, neo4j: parsed.text } };
  expect(readQueryFile(renderQueries([query], 'json'))).toEqual([{ title: 'A', text: 'RETURN 1 AS a' }]);
  expect(readQueryFile(renderQueries([query, query], 'json'))).toHaveLength(2);
});

test('an export of an earlier page is read', () => {
  expect(readQueryFile(JSON.stringify({ rolepathQueries: 1, queries: own }))).toEqual(own);
});

test.each([
  ['no JSON', 'name: A', 'not JSON'],
  ['no query', '[{"name": "A", "query": "RETURN 1"}, {"name": "B"}]', 'Entry 2'],
  ['no name', '{"query": "RETURN 1"}', 'Entry 1'],
  ['an empty query', '{"name": "A", "query": " "}', 'Entry 1'],
  ['a number', '5', 'Entry 1'],
  ['null', 'null', 'Entry 1'],
  ['a list of a list', '[[]]', 'Entry 1'],
])('%s is refused', (_name, text, says) => {
  expect(() => readQueryFile(text)).toThrow(says);
});
