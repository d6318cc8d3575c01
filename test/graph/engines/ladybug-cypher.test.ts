/** User Cypher on Ladybug in its query processes: what it answers, what it refuses, what ends it, and that it goes on afterwards. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CypherError, type CypherRunner } from '../../../graph/cypher-runner.ts';
import { createLadybugWriter } from '../../../graph/engines/ladybug/index.ts';
import { openTestCypher } from '../../support/ladybug-cypher.ts';
import { smallGraph } from '../../support/sample-graph.ts';
import { temporaryDirectoryOfFile } from '../../support/temporary-directory.ts';

// Query processes have little priority: on a busy machine they start late.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const directory = temporaryDirectoryOfFile();
const database = join(directory, 'graph.lbug');
const limits = { rows: 1000, milliseconds: 60_000 };
let runner: CypherRunner;

beforeAll(async () => {
  await createLadybugWriter(database).write(smallGraph);
  runner = openTestCypher(database, { processes: 2, memoryBytes: 512 * 2 ** 20 });
});
afterAll(() => runner.close());

const failure = async (query: Promise<unknown>): Promise<CypherError> => {
  const error = await query.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CypherError)) throw new Error(`No CypherError: ${String(error)}`);
  return error;
};
const ask = (text: string, parameters = {}, given: Partial<Parameters<CypherRunner['run']>[2]> = {}) =>
  runner.run(text, parameters, { ...limits, ...given });

describe('an answer', () => {
  it('has columns in order and plain values', async () => {
    const { columns, rows, truncated } = await ask(
      'MATCH (a:Principal)-[e:CAN_ASSUME]->(b:Principal) RETURN a.arn AS source, e, b ORDER BY source, b.arn LIMIT 1',
    );
    expect(columns).toEqual(['source', 'e', 'b']);
    const [[source, edge, role] = []] = rows as [string, { _label: string; _from: string; _to: string }, { _label: string; arn: string }][];
    expect(edge).toMatchObject({ _label: 'CAN_ASSUME', _from: source, _to: role?.arn });
    expect(role?._label).toBe('Principal');
    expect(truncated).toBe(false);
  });

  it('looks up the ends of relationships that are not in the row', async () => {
    const { rows } = await ask('MATCH (:Principal)-[e:CAN_ASSUME]->(:Principal) RETURN e LIMIT 1');
    expect(rows).toHaveLength(1);
    expect(rows).not.toMatchObject([[{ _from: '' }]]);
  });

  it('takes parameters of every type', async () => {
    const parameters = { text: "it's", number: 3, list: ['a', 'b'], flag: true };
    expect((await ask('RETURN $text AS t, $number AS n, $list AS l, $flag AS f', parameters)).rows).toEqual([
      ["it's", 3, ['a', 'b'], true],
    ]);
  });

  it('ends at the row limit and says so', async () => {
    expect(await ask('UNWIND range(1, 10) AS x RETURN x', {}, { rows: 4 })).toMatchObject({ rows: [[1], [2], [3], [4]], truncated: true });
    expect(await ask('UNWIND range(1, 4) AS x RETURN x', {}, { rows: 4 })).toMatchObject({ truncated: false });
  });
});

describe('a query that is wrong', () => {
  it.each([
    ['cypher-refused', 'LOAD FROM "/etc/passwd" RETURN *', 1, 1],
    ['cypher-syntax', 'MATCH (n)\nRETURN n.arn +', 2, 15],
    ['cypher-syntax', 'MATCH (n:Nothing) RETURN n', 1, 10],
    ['cypher-syntax', 'MATCH (m:Principal), (n:Principal)\n  WHERE m.name = n.nothing RETURN 1', 2, 18],
    ['cypher-syntax', 'MATCH (n:Principal)\nRETURN m.arn', 2, 8],
    ['cypher-syntax', 'RETURN $absent', 1, 8],
    ['cypher-syntax', 'RETURN 1 AS a, 2 AS a', undefined, undefined],
    ['cypher-failed', "RETURN cast('a' AS INT64) AS n", undefined, undefined],
  ])('fails with %s: %s', async (code, text, line, column) => {
    const error = await failure(ask(text));
    expect({ code: error.code, line: error.line, column: error.column }).toEqual({ code, line, column });
  });
});

describe('a query that takes too much', () => {
  it.each([
    ['cypher-memory', 'RETURN size(range(1, 100000000)) AS n'],
    ['cypher-memory', 'UNWIND range(1, 2000000000) AS x RETURN count(x) AS n'],
    ['cypher-timeout', 'UNWIND range(1, 2000) AS x UNWIND range(1, 2000) AS y UNWIND range(1, 2000) AS z RETURN sum((x * y) % z) AS n'],
  ])('is ended with %s: %s', async (code, text) => {
    expect((await failure(ask(text, {}, { milliseconds: code === 'cypher-timeout' ? 500 : 60_000 }))).code).toBe(code);
    expect((await ask('RETURN 1 AS one')).rows).toEqual([[1]]);
  });

  it('is ended when it is cancelled', async () => {
    const controller = new AbortController();
    const asked = failure(
      ask(
        'UNWIND range(1, 2000) AS x UNWIND range(1, 2000) AS y UNWIND range(1, 2000) AS z RETURN sum((x * y) % z) AS n',
        {},
        { signal: controller.signal },
      ),
    );
    setTimeout(() => controller.abort(), 200);
    expect((await asked).code).toBe('cancelled');
    expect((await ask('RETURN 1 AS one')).rows).toEqual([[1]]);
  });
});

it('leaves the database as it was', () => {
  expect(readdirSync(directory)).toEqual(['graph.lbug']);
});
