/** User Cypher on Neo4j: the same guard, the server's time limit, bounded rows, and values as Ladybug gives them. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CypherError, type CypherRunner } from '../../../graph/cypher-runner.ts';
import { connect, createNeo4jCypher, type Neo4jConnection, readMirrorState } from '../../../graph/engines/neo4j/index.ts';
import { toCypherError } from '../../../graph/engines/neo4j/query-process/to-cypher-error.ts';
import { neo4jEngine, neo4jServer } from '../../support/engines.ts';
import { smallGraph } from '../../support/sample-graph.ts';
import { sourceArguments } from '../../support/source-arguments.ts';

const limits = { rows: 1000, milliseconds: 60_000 };
/** Takes minutes, and hardly any memory. */
const endless = 'UNWIND range(1, 3000) AS x UNWIND range(1, 3000) AS y UNWIND range(1, 3000) AS z RETURN sum((x * y) % z) AS n';
let connection: Neo4jConnection;
let runner: CypherRunner;

describe.skipIf(neo4jServer === null)('user Cypher on Neo4j', () => {
  beforeAll(async () => {
    if (neo4jServer === null) return;
    await neo4jEngine(neo4jServer).load(smallGraph);
    connection = await connect(neo4jServer);
    const state = await readMirrorState(connection);
    if (state === null) throw new Error('Nothing was loaded.');
    runner = createNeo4jCypher(neo4jServer, state, { processes: 2, characters: 100_000, nodeArguments: sourceArguments });
  });
  afterAll(async () => {
    await runner?.close();
    await connection?.close();
  });

  const ask = (text: string, parameters = {}, given: Partial<typeof limits> & { signal?: AbortSignal } = {}) =>
    runner.run(text, parameters, { ...limits, ...given });
  const codeOf = (query: Promise<unknown>): Promise<unknown> =>
    query.then(
      () => null,
      (error: unknown) => (error instanceof CypherError ? error.code : error),
    );

  it('answers with columns in order and plain values', async () => {
    const { columns, rows, truncated } = await ask(
      'MATCH (a:Principal)-[e:CAN_ASSUME]->(b:Principal) RETURN a.arn AS source, e, b.arn AS target ORDER BY source, target LIMIT 1',
    );
    expect(columns).toEqual(['source', 'e', 'target']);
    const [source, , target] = rows[0] ?? [];
    expect(rows).toMatchObject([[source, { _label: 'CAN_ASSUME', _from: source, _to: target }, target]]);
    expect(truncated).toBe(false);
  });

  it('looks up the ends of relationships that are not in the row, and takes whole numbers as such', async () => {
    const { rows } = await ask('MATCH (:Principal)-[e:CAN_ASSUME]->(:Principal) RETURN e LIMIT $most', { most: 1 });
    expect(rows).toMatchObject([[{ _from: expect.stringContaining('arn:') }]]);
  });

  it('stops at the row limit and at the size limit', async () => {
    expect(await ask('UNWIND range(1, 10) AS x RETURN x', {}, { rows: 4 })).toMatchObject({ rows: [[1], [2], [3], [4]], truncated: true });
    const { rows, truncated } = await ask("UNWIND range(1, 1000000) AS x RETURN x, 'some text' AS t", {}, { rows: 1_000_000 });
    expect(truncated).toBe(true);
    expect(rows.length).toBeLessThan(20_000);
  });

  it.each([
    ['cypher-refused', "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line"],
    ['cypher-refused', 'CALL dbms.listConfig() YIELD name RETURN name'],
    ['cypher-refused', "L\\u004FAD CSV FROM 'file:///etc/passwd' AS line RETURN line"],
    ['cypher-syntax', 'MATCH (n) RETURN n.arn +'],
    ['cypher-syntax', 'RETURN $absent AS x'],
    ['cypher-failed', 'RETURN 1 / 0 AS x'],
  ])('fails with %s: %s', async (code, text) => {
    expect(await codeOf(ask(text))).toBe(code);
  });

  it('says where a query is wrong', async () => {
    await expect(ask('MATCH (n)\nRETURN m')).rejects.toMatchObject({ code: 'cypher-syntax', line: 2, column: 8 });
  });

  it('ends what takes too long, and what is cancelled, and goes on', async () => {
    expect(await codeOf(ask(endless, {}, { milliseconds: 500 }))).toBe('cypher-timeout');
    const controller = new AbortController();
    const asked = codeOf(ask(endless, {}, { signal: controller.signal }));
    setTimeout(() => controller.abort(), 300);
    expect(await asked).toBe('cancelled');
    expect((await ask('RETURN 1 AS one')).rows).toEqual([[1]]);
  });

  it('reads a row that is larger than memory elsewhere, so that nothing else waits', async () => {
    await ask('RETURN 1 AS one');
    let [longest, last] = [0, performance.now()];
    const ticking = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 10);
    const asked = Array.from({ length: 2 }, () => codeOf(ask('RETURN range(1, 30000000) AS numbers', {}, { milliseconds: 4000 })));
    // With so little memory the server may itself give up first, and close the connection.
    const ends = ['cypher-timeout', 'cypher-memory', expect.objectContaining({ code: 'store-unavailable' })];
    for (const outcome of await Promise.all(asked)) expect(ends).toContainEqual(outcome);
    clearInterval(ticking);
    expect(longest).toBeLessThan(3000);
    expect((await ask('RETURN 1 AS one')).rows).toEqual([[1]]);
  });

  it('leaves nothing running on the server of a query that was ended', async () => {
    const controller = new AbortController();
    const asked = codeOf(ask(`${endless} // to be ended`, {}, { signal: controller.signal }));
    await expect.poll(countRunning, { timeout: 30_000 }).toBe(1);
    controller.abort();
    expect(await asked).toBe('cancelled');
    await expect.poll(countRunning, { timeout: 30_000 }).toBe(0);
  });

  async function countRunning(): Promise<unknown> {
    const text = "SHOW TRANSACTIONS YIELD currentQuery, status WHERE currentQuery ENDS WITH '// to be ended' RETURN count(*) AS running";
    const { records } = await connection.driver.executeQuery(text);
    return records[0]?.get('running');
  }

  it('keeps the password off the command line and out of the environment of its processes', async () => {
    await ask('RETURN 1 AS one');
    const processes = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
    const own = processes.flatMap((line) => /^\s*(\d+) .*neo4j\/query-process/.exec(line)?.[1] ?? []);
    expect(own).not.toEqual([]);
    const password = neo4jServer?.password ?? '';
    expect(processes.filter((line) => line.includes(password))).toEqual([]);
    if (existsSync('/proc/self/environ'))
      for (const pid of own) expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain(password);
  });

  it.each([
    ["L\\u004FAD CSV FROM 'file:///nothing' AS line RETURN line", /file:|import|load/i],
    ["MATCH (n) WHERE n.x = '\\u0027 RETURN 1 AS one UNION CALL db.labels() YIELD label AS one RETURN one //'", null],
    ['RETURN 1 AS x // \\u000a UNION CALL db.labels() YIELD label AS x RETURN x', null],
  ])('would run %s if nobody guarded it', async (text, failure) => {
    const session = connection.session('READ');
    try {
      const answer = session.executeRead((tx) => tx.run(text));
      // It came as far as opening the file: the hidden keyword was seen.
      if (failure !== null) await expect(answer).rejects.toThrow(failure);
      else expect((await answer).records.length).toBeGreaterThan(1);
    } finally {
      await session.close();
    }
  });
});

it('says what to write where Neo4j chose an index that cannot answer', () => {
  const said = new Error(
    'Tried to query index with illegal query. A STRING_SUFFIX predicate is not allowed for a RANGE index. Query was …',
  );
  expect(toCypherError(said, 'a server')).toMatchObject({ code: 'cypher-failed', message: expect.stringContaining('=~') });
});
