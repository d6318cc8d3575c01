/** What is peculiar to the Ladybug engine: its files. What it shares with other engines is in test/graph/contract.ts. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AccessGraph } from '../../../graph/access-graph.ts';
import { createLadybugWriter, openLadybugStore } from '../../../graph/engines/ladybug/index.ts';
import type { GraphStore } from '../../../graph/store.ts';
import { expectAllRead, failure } from '../../support/expect-graph.ts';
import { edgeColumns, emptyGraph, smallGraph } from '../../support/sample-graph.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

async function store(graph: AccessGraph, directory = temporaryDirectory()): Promise<GraphStore> {
  const path = join(directory, 'graph.lbug');
  await createLadybugWriter(path).write(graph);
  const opened = await openLadybugStore(path);
  onTestFinished(() => opened.close());
  return opened;
}

test('a directory whose name means something to file patterns and string literals', async () => {
  const directory = join(temporaryDirectory(), "it's [a] {b,c} *? \\ é");
  mkdirSync(directory);
  await expectAllRead(smallGraph, await store(smallGraph, directory));
});

test('load files are gone after a graph was refused', async () => {
  const directory = temporaryDirectory();
  const graph = { ...smallGraph, canAssume: edgeColumns([{ from: 0, to: 99, reason: 0 }]) };
  expect((await failure(createLadybugWriter(join(directory, 'graph.lbug')).write(graph))).code).toBe('write-failed');
  expect(readdirSync(directory)).not.toContain('graph.lbug.load');
});

test('a property that the schema does not have is an error', async () => {
  const read = await store(smallGraph);
  expect((await failure(read.run('MATCH (n:Principal) RETURN n.nope', {}))).code).toBe('query-failed');
});

describe('files', () => {
  test('only the database is left, and only its owner reads it', async () => {
    const directory = temporaryDirectory();
    await store(smallGraph, directory);
    expect(readdirSync(directory)).toEqual(['graph.lbug']);
    expect(statSync(join(directory, 'graph.lbug')).mode & 0o777).toBe(0o600);
  });

  test('reading writes nothing and needs no right to', async () => {
    const directory = temporaryDirectory();
    const path = join(directory, 'graph.lbug');
    await createLadybugWriter(path).write(smallGraph);
    const before = readFileSync(path);
    chmodSync(directory, 0o500);
    const read = await openLadybugStore(path);
    expect(await read.readAccount('111111111111')).not.toBeNull();
    expect(readdirSync(directory)).toEqual(['graph.lbug']);
    await read.close();
    expect(readdirSync(directory)).toEqual(['graph.lbug']);
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe('refused places', () => {
  test.each(['graph.lbug', 'graph.lbug.wal'])('a place where there is already a %s', async (name) => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, name), 'mine');
    const error = await failure(createLadybugWriter(join(directory, 'graph.lbug')).write(emptyGraph));
    expect(error.code).toBe('write-failed');
    expect(error.message).toContain(name);
    expect(readFileSync(join(directory, name), 'utf8')).toBe('mine');
  });

  test('a directory that does not exist', async () => {
    expect((await failure(createLadybugWriter(join(temporaryDirectory(), 'none', 'graph.lbug')).write(emptyGraph))).code).toBe(
      'write-failed',
    );
  });
});

describe('databases that cannot be opened', () => {
  const damages: readonly { name: string; code: string; damage: (path: string) => void }[] = [
    { name: 'not a database', code: 'store-corrupt', damage: (path) => writeFileSync(path, 'garbage garbage garbage') },
    { name: 'cut short', code: 'store-corrupt', damage: (path) => writeFileSync(path, readFileSync(path).subarray(0, 5000)) },
    { name: 'empty', code: 'store-corrupt', damage: (path) => writeFileSync(path, '') },
    { name: "another database's log beside it", code: 'store-corrupt', damage: (path) => writeFileSync(`${path}.wal`, 'garbage') },
  ];
  test.each(damages)('$name', async ({ code, damage }) => {
    const path = join(temporaryDirectory(), 'graph.lbug');
    await createLadybugWriter(path).write(smallGraph);
    damage(path);
    expect((await failure(openLadybugStore(path))).code).toBe(code);
  });

  test('absent', async () => {
    expect((await failure(openLadybugStore(join(temporaryDirectory(), 'graph.lbug')))).code).toBe('store-unavailable');
  });
});
