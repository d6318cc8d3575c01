/** `--store neo4j` as a user runs it: a new snapshot is loaded into Neo4j, and answers come from there. */
import { join } from 'node:path';
import neo4j from 'neo4j-driver';
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import { createServices } from '../../cli/wiring.ts';
import { listSnapshots, readCurrent } from '../../graph/snapshots.ts';
import { neo4jServer } from '../support/engines.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { fakeSurroundings } from './fake-surroundings.ts';
import { writeSmallCollection } from './small-collection.ts';

type Environment = Readonly<Record<string, string>>;

async function run(env: Environment, dataDir: string, ...args: readonly string[]) {
  const surroundings = fakeSurroundings();
  const exitCode = await runCommandLine(['--data', dataDir, ...args], surroundings, '1.2.3', createServices(env));
  return { exitCode, stdout: surroundings.stdout.text, stderr: surroundings.stderr.text };
}

test.each([{}, { NEO4J_URI: 'bolt://127.0.0.1:1' }, { NEO4J_PASSWORD: 'secret-word' }])(
  'an environment that lacks something: %j',
  async (env) => {
    const { exitCode, stdout, stderr } = await run(env as Environment, 'none', 'edges', '--store', 'neo4j');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('NEO4J_URI');
    expect(stderr).not.toContain('secret-word');
  },
);

describe.skipIf(neo4jServer === null)('with a server', () => {
  const { uri = '', username = '', password = '', database = '' } = neo4jServer ?? {};
  const env = { NEO4J_URI: uri, NEO4J_USERNAME: username, NEO4J_PASSWORD: password, NEO4J_DATABASE: database };
  const inNeo4j = (dataDir: string, ...args: readonly string[]) => run(env, dataDir, ...args, '--store', 'neo4j');

  async function query(text: string): Promise<unknown[]> {
    const driver = neo4j.driver(uri, neo4j.auth.basic(username, password));
    try {
      const { records } = await driver.executeQuery(text, {}, database === '' ? {} : { database });
      return records.map((record) => record.get(0) as unknown);
    } finally {
      await driver.close();
    }
  }

  async function ingested(): Promise<{ dataDir: string; collection: string; id: string }> {
    const directory = temporaryDirectory();
    const collection = await writeSmallCollection(join(directory, 'collection'));
    const dataDir = join(directory, 'data');
    const { exitCode, stderr } = await inNeo4j(dataDir, 'ingest', collection);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    return { dataDir, collection, id: (await readCurrent(dataDir)) ?? '' };
  }

  const asked = [
    ['reach', '--from', 'user/alice'],
    ['reach', '--to', 'role/deploy'],
    ['paths', '--from', 'user/alice', '--to', 'role/deploy'],
    ['explain', '--from', 'user/alice', '--to', 'role/deploy'],
    ['edges'],
  ];

  test('answers are those of the local snapshot; a machine with only Neo4j gives them too, again and again', async () => {
    const { dataDir, id } = await ingested();
    expect(await query('MATCH (s:Snapshot:Rolepath) RETURN s.id + " " + s.state')).toEqual([`${id} ready`]);
    const empty = join(temporaryDirectory(), 'empty');
    for (const args of asked) {
      const local = await run({}, dataDir, ...args, '--output', 'jsonl');
      expect(local.exitCode).toBe(0);
      for (const place of [dataDir, empty, empty]) expect((await inNeo4j(place, ...args, '--output', 'jsonl')).stdout).toBe(local.stdout);
    }
  });

  test('while Neo4j is loaded the local snapshot answers and says so; without one, people are told to wait', async () => {
    const { dataDir } = await ingested();
    await query("MATCH (s:Snapshot:Rolepath) SET s.state = 'loading'");
    const answer = await inNeo4j(dataDir, 'explain', '--from', 'user/alice', '--to', 'role/deploy');
    expect(answer.exitCode).toBe(0);
    expect(answer.stderr).toContain('being loaded');
    const { exitCode, stderr } = await inNeo4j(join(temporaryDirectory(), 'empty'), 'edges');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('being loaded');
  });

  test('another snapshot is loaded by using it, and is not answered for by the one that is there', async () => {
    const { dataDir, collection, id } = await ingested();
    expect((await inNeo4j(dataDir, 'ingest', collection)).exitCode).toBe(0);
    const newer = (await readCurrent(dataDir)) ?? '';
    expect(newer).not.toBe(id);
    expect(await inNeo4j(dataDir, 'edges', '--snapshot', id)).toMatchObject({ exitCode: 2, stdout: '' });
    expect((await inNeo4j(dataDir, 'snapshots', 'use', id)).exitCode).toBe(0);
    expect(await query('MATCH (s:Snapshot:Rolepath) RETURN s.id + " " + s.state')).toEqual([`${id} ready`]);
    expect((await inNeo4j(dataDir, 'edges', '--snapshot', id)).exitCode).toBe(0);
  });

  test("the demo does not replace somebody's own", async () => {
    const { id } = await ingested();
    const directory = join(temporaryDirectory(), 'demo');
    const { exitCode, stderr } = await inNeo4j(directory, 'demo');
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('NEO4J_DATABASE') });
    expect(await query('MATCH (s:Snapshot:Rolepath) RETURN s.id + " " + s.state')).toEqual([`${id} ready`]);
    expect(await listSnapshots(directory)).toEqual([]);
  });

  test('an empty database says what to do', async () => {
    await query('MATCH (n:Rolepath) DETACH DELETE n');
    const { exitCode, stderr } = await inNeo4j(join(temporaryDirectory(), 'empty'), 'edges');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('rolepath ingest');
  });

  test('a wrong password is said before anything is done, and is not repeated', async () => {
    const directory = temporaryDirectory();
    const collection = await writeSmallCollection(join(directory, 'collection'));
    const wrong = { ...env, NEO4J_PASSWORD: 'wrong-secret-word' };
    const { exitCode, stderr } = await run(
      wrong,
      join(directory, 'data'),
      'ingest',
      collection,
      '--store',
      'neo4j',
      '--log-level',
      'debug',
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain('NEO4J_PASSWORD');
    expect(stderr).not.toContain('wrong-secret-word');
    expect(await listSnapshots(join(directory, 'data'))).toEqual([]);
  });
});
