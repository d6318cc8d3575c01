/** The queries that Rolepath brings: all are well formed, and in words that an auditor can use. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadQueries } from '../../../queries/saved/load-queries.ts';

const queries = await loadQueries([{ path: join(import.meta.dirname, '../../../queries/library'), isBuiltIn: true }]);

test('there are the forty that an auditor asks for, and more', () => {
  expect(queries.length).toBeGreaterThanOrEqual(40);
});

test.each(queries.map((query) => [query.id, query] as const))('%s', (_id, query) => {
  expect(query.question).toMatch(/^[A-Z].*\?$/);
  expect(query.title).not.toMatch(/[.?]$/);
  expect(query.remediation).toMatch(/\.$/);
  if (query.category !== 'lookup') expect(query.references.length).toBeGreaterThan(0);
  // An audit runs by itself; only questions that are no audit may ask for something first.
  if (query.severity !== 'info') expect(Object.values(query.parameters).filter((spec) => spec.default === undefined)).toEqual([]);
  if (query.reaches) expect(Object.keys(query.columns)).toEqual(expect.arrayContaining(['principal', 'role']));
});
