/** Data that another version of Rolepath wrote: it is recognised, built again from what was kept, and answers as before. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import { createServices } from '../../cli/wiring.ts';
import { listSnapshots, placesOf, readCurrent, readManifest, type SnapshotPlaces } from '../../graph/snapshots.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { fakeSurroundings } from './fake-surroundings.ts';
import { writeSmallCollection } from './small-collection.ts';

const services = createServices({});

async function run(dataDir: string, ...args: readonly string[]) {
  const surroundings = fakeSurroundings();
  const exitCode = await runCommandLine(['--data', dataDir, ...args], surroundings, '1.2.3', services);
  return { exitCode, stdout: surroundings.stdout.text, stderr: surroundings.stderr.text };
}

async function ingestOnce(): Promise<{ dataDir: string; places: SnapshotPlaces }> {
  const directory = temporaryDirectory();
  const collection = await writeSmallCollection(join(directory, 'collection'));
  const dataDir = join(directory, 'data');
  expect((await run(dataDir, 'ingest', collection, '--high-value', 'team=prod')).exitCode).toBe(0);
  return { dataDir, places: placesOf(dataDir, (await readCurrent(dataDir)) ?? '') };
}

const reach = (dataDir: string, ...more: readonly string[]) => run(dataDir, 'reach', '--from', 'user/alice', '--output', 'json', ...more);
const rowsOf = ({ stdout }: { stdout: string }): unknown => (JSON.parse(stdout) as { rows: unknown }).rows;

const changeManifest = (change: (manifest: Record<string, unknown>) => object) => (places: SnapshotPlaces) => {
  const manifest = JSON.parse(readFileSync(places.manifest, 'utf8')) as Record<string, unknown>;
  writeFileSync(places.manifest, JSON.stringify(change(manifest)));
};
const older: readonly { name: string; age: (places: SnapshotPlaces) => void }[] = [
  {
    name: 'a manifest of an older format, with other fields',
    age: changeManifest(({ id, createdAt, source, highValue, versions }) => ({
      id,
      formatVersion: 0,
      createdAt,
      source,
      highValue,
      versions,
      tables: ['old'],
    })),
  },
  { name: 'another graph schema', age: changeManifest((manifest) => ({ ...manifest, schemaHash: '0123456789abcdef' })) },
  {
    name: 'an adjacency of an older format',
    age: ({ adjacency }) => {
      const bytes = readFileSync(adjacency);
      bytes[8] = 0;
      writeFileSync(adjacency, bytes);
    },
  },
];

test.each(older)('$name: built again when it is asked, once, and said', async ({ age }) => {
  const { dataDir, places } = await ingestOnce();
  const before = await reach(dataDir);
  const original = await readManifest(dataDir, places.id);
  age(places);

  const first = await reach(dataDir);
  expect(first.exitCode).toBe(0);
  expect(first.stderr).toContain(`Another version of Rolepath wrote snapshot ${places.id}`);
  expect(rowsOf(first)).toEqual(rowsOf(before));

  const rebuilt = await readManifest(dataDir, (await readCurrent(dataDir)) ?? '');
  expect(rebuilt).toMatchObject({
    createdAt: original.createdAt,
    source: original.source,
    highValue: ['team=prod'],
    counts: original.counts,
    rebuiltFrom: { id: places.id, rolepath: original.versions.rolepath },
  });
  const second = await reach(dataDir);
  expect(second.stderr).not.toContain('Another version');
  expect(rowsOf(second)).toEqual(rowsOf(before));
  expect((await reach(dataDir, '--snapshot', places.id)).stderr, 'the old id leads to the new one').not.toContain('Another version');
  expect(await listSnapshots(dataDir)).toHaveLength(2);

  const list = await run(dataDir, 'snapshots', 'list', '--output', 'json');
  expect(JSON.parse(list.stdout)).toMatchObject({ current: rebuilt.id });
  expect((await run(dataDir, 'snapshots', 'prune', '--keep', '5')).stdout).toContain('removed');
  expect((await listSnapshots(dataDir)).map(({ id }) => id)).toEqual([rebuilt.id]);
});

test('an old one that is not current is built again without becoming current', async () => {
  const { dataDir, places } = await ingestOnce();
  const collection = join(dataDir, '..', 'collection');
  expect((await run(dataDir, 'ingest', collection)).exitCode).toBe(0);
  const current = await readCurrent(dataDir);
  older[1]?.age(places);
  const answer = await reach(dataDir, '--snapshot', places.id);
  expect(answer.exitCode).toBe(0);
  expect(await readCurrent(dataDir)).toBe(current);
  const used = await run(dataDir, 'snapshots', 'use', places.id, '--output', 'json');
  expect((JSON.parse(used.stdout) as { snapshot: string }).snapshot).toBe(await readCurrent(dataDir));
  expect((await readManifest(dataDir, (await readCurrent(dataDir)) ?? '')).rebuiltFrom?.id).toBe(places.id);
});

test('a damaged one is built again when that is asked', async () => {
  const { dataDir, places } = await ingestOnce();
  writeFileSync(places.manifest, '{');
  expect((await reach(dataDir)).stderr).toContain('is damaged');
  expect((await run(dataDir, 'snapshots', 'rebuild')).exitCode).toBe(0);
  expect((await reach(dataDir)).exitCode).toBe(0);
});

test('of a newer version: refused, and nothing is built', async () => {
  const { dataDir, places } = await ingestOnce();
  changeManifest((manifest) => ({ ...manifest, formatVersion: 99 }))(places);
  for (const command of [['snapshots', 'rebuild'], ['edges'], ['snapshots', 'use', places.id]]) {
    const { exitCode, stdout, stderr } = await run(dataDir, ...command);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('has format 99');
  }
  expect(readdirSync(join(dataDir, 'snapshots'))).toEqual([places.id]);
});

test('whose files are damaged too: says so, and leaves nothing behind', async () => {
  const { dataDir, places } = await ingestOnce();
  older[0]?.age(places);
  writeFileSync(join(places.collection, 'collection.json'), '{');
  const { exitCode, stdout, stderr } = await reach(dataDir);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toContain('collection.json');
  expect(readdirSync(join(dataDir, 'snapshots'))).toEqual([places.id]);
  expect(await readCurrent(dataDir)).toBe(places.id);
});
