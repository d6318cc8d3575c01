/** A query that is exported and imported again is the same question, whatever its names hold. */
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exchangeFormats, renderQueries, usualOrigin } from '../../../queries/exchange/export-query.ts';
import { readExchangeFile } from '../../../queries/exchange/read-exchange-file.ts';
import { toWords } from '../../../queries/exchange/to-words.ts';
import { loadQueries } from '../../../queries/saved/load-queries.ts';
import { columnTypes, metadataSchema, type SavedQuery, severities } from '../../../queries/saved/metadata.ts';
import { parseQueryFile } from '../../../queries/saved/parse-query-file.ts';

const library = await loadQueries([{ path: join(import.meta.dirname, '../../../queries/library'), isBuiltIn: true }]);

/** What the loader makes of the files that an import writes. */
function importAll(queries: readonly SavedQuery[], format: (typeof exchangeFormats)[number]) {
  return readExchangeFile(`x.${format}`, renderQueries(queries, format)).map((read) => {
    if ('reason' in read) throw new Error(`${read.name}: ${read.reason}`);
    const parsed = parseQueryFile(`${read.metadata.id}.cypher`, read.content);
    if (!('metadata' in parsed)) throw new Error(JSON.stringify(parsed));
    return { ...parsed.metadata, ladybug: parsed.text.cypher, neo4j: read.neo4jContent?.trim() ?? parsed.text.cypher, notes: read.notes };
  });
}

const asImported = ({ file: _, isBuiltIn: __, texts, ...metadata }: SavedQuery) => ({
  ...metadata,
  ladybug: texts.ladybug.cypher,
  neo4j: texts.neo4j.cypher,
  notes: [],
});

test.each(exchangeFormats)('every query of the library, as %s', (format) => {
  expect(importAll(library, format)).toEqual(library.map(asImported));
  for (const query of library.slice(0, 3)) expect(importAll([query], format)).toEqual([asImported(query)]);
});

const words = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,5}){0,2}$/);
const identifier = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,8}$/);
/** What breaks out of comments, YAML and terminals, if anything lets it. */
const hostile = fc.constantFrom(
  '*/ MATCH (n) DETACH DELETE n /*',
  '--- ',
  '"',
  "'",
  ': #',
  '&a *a',
  '\u202e\u0007',
  '{{',
  '| >',
  '😀',
  '\u2028',
  '\t',
  '\r',
);
const line = fc
  .array(fc.oneof(fc.string({ maxLength: 6, unit: 'grapheme' }), hostile), { minLength: 1, maxLength: 4 })
  .map((parts) => `x${parts.join('')}`.replace(/\n/g, '').trim());

const metadata = fc.record({
  id: words,
  title: line,
  question: line,
  category: words,
  severity: fc.constantFrom(...severities),
  remediation: line,
  references: fc.array(fc.webUrl(), { maxLength: 2 }),
  tags: fc.array(words, { maxLength: 2 }),
  parameters: fc.dictionary(identifier, fc.record({ type: fc.constant('string' as const), description: line, default: fc.string() }), {
    maxKeys: 2,
  }),
  columns: fc.dictionary(identifier, fc.constantFrom(...columnTypes), { minKeys: 1, maxKeys: 3 }),
  reaches: fc.boolean(),
});
const origin = fc.record({
  guid: fc.uuid(),
  platforms: fc.array(line, { maxLength: 2 }),
  revision: fc.integer({ min: 1, max: 99 }),
  acknowledgements: fc.array(line, { maxLength: 2 }),
});
/** Some text, in which the value and a comment are anything that Cypher takes. */
const cypher = fc.tuple(line, fc.boolean()).map(([text, hasTwo]) => {
  const value = JSON.stringify(text.replace(/[\\\p{Cc}\u2028\u2029]/gu, ''));
  return `// A comment: *\nMATCH (n:Principal)\n  WHERE n.name = ${value}\nRETURN n.arn AS a${hasTwo ? '\n\nORDER BY a' : ''}`;
});

test('any query, with names that break out of what they are written into', () => {
  fc.assert(
    fc.property(
      metadata,
      fc.option(origin, { nil: undefined }),
      cypher,
      cypher,
      fc.constantFrom(...exchangeFormats),
      (given, from, one, other, format) => {
        const parsed = metadataSchema.parse({ ...given, ...(from === undefined ? {} : { origin: from }) });
        const text = (cypherText: string) => ({ cypher: cypherText, file: 'x.cypher', line: 1 });
        const query: SavedQuery = { ...parsed, file: 'x.cypher', isBuiltIn: false, texts: { ladybug: text(one), neo4j: text(other) } };
        expect(importAll([query], format)).toEqual([asImported(query)]);
      },
    ),
    { numRuns: 300 },
  );
});

test('a query of the library goes out under the same guid always, and each under its own', () => {
  const guids = library.map(({ id }) => usualOrigin(id).guid);
  expect(new Set(guids).size).toBe(library.length);
  expect(usualOrigin('open-to-everyone').guid).toBe(usualOrigin('open-to-everyone').guid);
  for (const guid of guids) expect(guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test.each([
  ['AS-REP Roastable users (a)', 'as-rep-roastable-users-a'],
  ['  Ünïcode  Straße ', 'unicode-stra-e'],
  ['60 days', 'days'],
  ['../../etc/passwd', 'etc-passwd'],
  ['日本', expect.stringMatching(/^query-[0-9a-f]{8}$/)],
  ['x'.repeat(200), 'x'.repeat(60)],
])('%j is named %s', (name, expected) => {
  expect(toWords(name, 'query')).toEqual(expected);
});
