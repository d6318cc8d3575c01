/** POST /api/v1/cypher over a real database: answers, problems, and that no query keeps the server from answering others. */
import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { buildAdjacency } from '../../graph/adjacency-file.ts';
import type { CypherRunner } from '../../graph/cypher-runner.ts';
import { createLadybugWriter } from '../../graph/engines/ladybug/index.ts';
import type { CypherAnswer, Problem } from '../../queries/answers.ts';
import { createQuestions } from '../../queries/index.ts';
import { type RunningServer, startServer } from '../../server/start-server.ts';
import { openTestCypher } from '../support/ladybug-cypher.ts';
import { createMemoryReader } from '../support/memory-store.ts';
import { smallGraph } from '../support/sample-graph.ts';
import { sampleManifest } from '../support/sample-manifest.ts';
import { temporaryDirectoryOfFile } from '../support/temporary-directory.ts';

const id = '20260102T030405Z-abcdef';
// Query processes have little priority: on a busy machine they start late.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const directory = temporaryDirectoryOfFile();
const silent = { info: () => {}, warn: () => {}, error: () => {} };
/** Takes minutes, and hardly any memory. */
const endless = 'UNWIND range(1, 3000) AS x UNWIND range(1, 3000) AS y UNWIND range(1, 3000) AS z RETURN sum((x * y) % z) AS n';
let cypher: CypherRunner;
let server: RunningServer;

beforeAll(async () => {
  const database = join(directory, 'graph.lbug');
  await createLadybugWriter(database).write(smallGraph);
  cypher = openTestCypher(database, { processes: 2, memoryBytes: 400 * 2 ** 20 });
  const questions = createQuestions({
    adjacency: buildAdjacency(id, smallGraph),
    store: createMemoryReader(smallGraph),
    manifest: sampleManifest(id),
    cypher,
  });
  server = await startServer({ questions: () => questions, webRoot: 'absent', log: silent, port: 0 });
});
afterAll(async () => {
  await server.close();
  await cypher.close();
});

const post = async (body: unknown, signal?: AbortSignal) => {
  const response = await fetch(`${server.url}api/v1/cypher`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
  return { status: response.status, type: response.headers.get('content-type'), body: (await response.json()) as CypherAnswer & Problem };
};

it('answers with envelope, columns and rows', async () => {
  const query = 'MATCH (p:Principal {kind: $kind}) RETURN p.arn AS arn ORDER BY arn';
  const { status, body } = await post({ query, parameters: { kind: 'role' }, limit: 1 });
  expect(status).toBe(200);
  expect(body).toMatchObject({ snapshot: id, truncated: true, cypher: query, columns: ['arn'] });
  expect(body.rows).toHaveLength(1);
});

it.each([
  ['cypher-refused', 400, { query: "LOAD FROM '/etc/passwd' RETURN *" }, { line: 1, column: 1 }],
  ['cypher-syntax', 400, { query: 'MATCH (n)\nRETURN n.arn +' }, { line: 2 }],
  ['cypher-failed', 422, { query: "RETURN cast('a' AS INT64) AS n" }, {}],
  ['cypher-timeout', 422, { query: endless, timeoutSeconds: 1 }, {}],
  ['cypher-memory', 422, { query: 'RETURN size(range(1, 100000000)) AS n' }, {}],
  ['invalid-argument', 400, { query: 'RETURN 1 AS n', limit: 0 }, {}],
  ['invalid-argument', 400, { text: 'RETURN 1 AS n' }, {}],
])('says %s as a problem (%i)', async (code, status, asked, more) => {
  const answer = await post(asked);
  expect(answer.type).toContain('application/problem+json');
  expect(answer).toMatchObject({ status, body: { code, ...more } });
});

it.each([
  [
    'time and memory',
    [
      endless,
      'UNWIND range(1, 2000000000) AS x RETURN count(x) AS n',
      'RETURN size(range(1, 100000000)) AS n',
      'MATCH (a), (b), (c), (d), (e), (f), (g), (h), (i), (j) RETURN sum(size(a.arn) % size(j.arn)) AS n',
    ],
  ],
  [
    'walks and huge rows',
    [
      'MATCH p = (a:Principal)-[:CAN_ASSUME*1..30]->(b) RETURN sum(length(p) % 7) AS n',
      "UNWIND range(1, 100000) AS x RETURN lpad('x', 1000000, 'y') AS text",
      "RETURN lpad('x', 300000000, 'y') AS text",
      endless,
    ],
  ],
])(
  'other requests are answered while queries take all they can: %s',
  async (_what, queries) => {
    const hungry = Promise.all(queries.map((query) => post({ query, timeoutSeconds: 2 })));
    let isOver = false;
    void hungry.finally(() => {
      isOver = true;
    });
    let answered = 0;
    while (!isOver) {
      const response = await fetch(`${server.url}api/v1/summary`);
      expect(response.status).toBe(200);
      await response.arrayBuffer();
      answered++;
    }
    // Cut short or ended, but never a failure of the server.
    for (const { status } of await hungry) expect([200, 422, 503]).toContain(status);
    expect(answered).toBeGreaterThan(3);
    expect((await post({ query: 'RETURN 1 AS one' })).body.rows).toEqual([[1]]);
  },
  120_000,
);

it('ends the query when its client goes away', async () => {
  const asked = request(`${server.url}api/v1/cypher`, { method: 'POST', headers: { 'content-type': 'application/json' } });
  const gone = new Promise((resolve) => asked.on('error', resolve));
  asked.end(JSON.stringify({ query: endless, timeoutSeconds: 100 }));
  await expect.poll(queryProcesses).not.toEqual([]);
  const running = queryProcesses();
  await new Promise((resolve) => setTimeout(resolve, 500));
  asked.destroy(new Error('enough'));
  await gone;
  await expect.poll(() => running.filter((pid) => !queryProcesses().includes(pid)), { timeout: 20_000 }).toHaveLength(1);
  // Both places are free again: two queries run at once.
  const two = await Promise.all([post({ query: 'RETURN 1 AS one' }), post({ query: 'RETURN 2 AS two' })]);
  expect(two.map(({ status }) => status)).toEqual([200, 200]);
});

/** Those that this process started and that have not been ended. */
function queryProcesses(): string[] {
  const lines = execFileSync('ps', ['-o', 'pid=,stat=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => /^\s*(\d+) [^Z].*query-process/.exec(line)?.[1] ?? []);
}
