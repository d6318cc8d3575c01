/**
 * Every saved query on both engines: on an organization where it finds exactly what it should, and on one where it finds nothing.
 * The organizations and what is found in them are data: test/orgs/*.json.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildAdjacency } from '../../../graph/build-adjacency.ts';
import type { GraphStore } from '../../../graph/store.ts';
import type { CypherAnswer } from '../../../queries/answers.ts';
import { createQuestions, type Questions } from '../../../queries/index.ts';
import { loadQueries } from '../../../queries/saved/load-queries.ts';
import type { SavedQuery } from '../../../queries/saved/metadata.ts';
import { readParameters } from '../../../queries/saved/parameters.ts';
import { answerSavedQuery, surroundingsOf } from '../../../queries/saved/saved-queries.ts';
import { describeEngines } from '../../support/engines.ts';
import { createFakeQuestions } from '../../support/fake-questions.ts';
import { buildSmallOrganization, readSmallOrganization } from '../../support/small-organization.ts';
import { testManifest } from '../../support/snapshot-view.ts';

const root = join(import.meta.dirname, '../../..');
const queries = await loadQueries([{ path: join(root, 'queries/library'), isBuiltIn: true }]);
const byId = new Map(queries.map((query) => [query.id, query]));
const folder = join(root, 'test/orgs');
const organizations = readdirSync(folder).map((file) => ({
  name: file.replace('.json', ''),
  ...readSmallOrganization(readFileSync(join(folder, file), 'utf8')),
}));
/** `ALL` stands for every query that is an audit. */
const nothingIn = (ids: readonly string[]): readonly string[] =>
  ids.flatMap((id) => (id === 'ALL' ? queries.filter(({ severity }) => severity !== 'info').map((query) => query.id) : [id]));

const queryOf = (id: string): SavedQuery => {
  const query = byId.get(id);
  if (query === undefined) throw new Error(`There is no query ${id}.`);
  return query;
};

test('every query finds something in one organization and nothing in another', () => {
  const found = new Set(
    organizations.flatMap(({ finds }) => Object.entries(finds).flatMap(([id, { rows }]) => (rows.length > 0 ? [id] : []))),
  );
  const nothing = new Set(
    organizations.flatMap(({ finds, findsNothing }) => [
      ...nothingIn(findsNothing),
      ...Object.entries(finds).flatMap(([id, { rows }]) => (rows.length === 0 ? [id] : [])),
    ]),
  );
  expect(queries.filter(({ id }) => !found.has(id)).map(({ id }) => id)).toEqual([]);
  expect(queries.filter(({ id }) => !nothing.has(id)).map(({ id }) => id)).toEqual([]);
});

/** A statement of 3,000 actions, and 1,500 trust policies each of which names two principals under two keys. */
const manyStatements = readSmallOrganization(
  JSON.stringify({
    why: 'More list values than an engine takes at once.',
    accounts: { manage: { id: '111111111111' } },
    users: {
      'manage/wide': {
        may: [{ Effect: 'Allow', Action: [...Array.from({ length: 3000 }, (_, n) => `s3:Get${n}`), 'STS:AssumeRole'], Resource: '*' }],
      },
    },
    roles: Object.fromEntries(
      Array.from({ length: 1500 }, (_, n) => [
        `manage/r${n}`,
        { trusts: [{ from: '*', if: { StringEquals: { 'aws:PrincipalOrgID': 'o-x', 'aws:RequestedRegion': `r${n}` } } }] },
      ]),
    ),
  }),
);

describeEngines('saved queries', (engine) => {
  test.each(organizations)('$name: $why', async ({ finds, findsNothing, ...organization }) => {
    const graph = await buildSmallOrganization({ finds, findsNothing, ...organization });
    const store = await engine.open(graph);
    const ask = async (id: string, parameters: Readonly<Record<string, unknown>>) => {
      const query = queryOf(id);
      const questions = {
        ...createQuestions({ adjacency: buildAdjacency(testManifest.id, graph), store, manifest: testManifest }),
        ...cypherOf(store, query),
      };
      return (await answerSavedQuery(query, questions, { parameters, limit: 1000 })).rows;
    };
    for (const [id, { parameters, rows }] of Object.entries(finds)) {
      const found = sorted(await ask(id, parameters));
      const expected = sorted(rows);
      const seen = found.map((row, index) => row.map((cell, place) => (expected[index]?.[place] === null ? null : cell)));
      expect(seen, `${id} finds ${JSON.stringify(found)}`).toEqual(expected);
    }
    for (const id of nothingIn(findsNothing)) expect(await ask(id, {}), id).toEqual([]);
  });

  // Ladybug 0.19 dies of any(), none() and all() over lists that hold more than 2,048 values together.
  test('long lists and many of them end no engine', async () => {
    const store = await engine.open(await buildSmallOrganization(manyStatements));
    for (const query of queries.filter(({ severity }) => severity !== 'info')) {
      const parameters = await readParameters(query, {}, await surroundingsOf(createFakeQuestions()));
      const rows = await store.run(query.texts[store.engine].cypher, parameters);
      if (query.id === 'wildcard-assume-role') expect(rows).toHaveLength(1);
      if (query.id === 'trust-organization-wide') expect(rows).toHaveLength(1500);
    }
  });
});

/** Cypher straight from the store, in the dialect of its engine. A store gives no columns with no rows. */
function cypherOf(store: GraphStore, query: SavedQuery): Pick<Questions, 'engine' | 'cypher'> {
  return {
    engine: store.engine,
    async cypher(text, { parameters = {} } = {}): Promise<CypherAnswer> {
      const rows = await store.run(text, parameters);
      const columns = rows[0] === undefined ? Object.keys(query.columns) : Object.keys(rows[0]);
      return {
        snapshot: '',
        incomplete: false,
        truncated: false,
        cypher: text,
        columns,
        rows: rows.map((row) => columns.map((column) => row[column])),
      };
    },
  };
}

const sorted = (rows: readonly (readonly unknown[])[]): (readonly unknown[])[] =>
  [...rows].sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
