/** Snapshots on disk: publishing, choosing, listing and opening them, and every way in which one can be unusable. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildAdjacency, writeAdjacency } from '../../../graph/adjacency-file.ts';
import { checksumFile } from '../../../graph/file-checksum.ts';
import { isSnapshotId, newSnapshotId } from '../../../graph/snapshots/layout.ts';
import {
  createSnapshotDirectory,
  discardUnfinished,
  listSnapshots,
  lockDataDirectory,
  openSnapshot,
  publishSnapshot,
  readCurrent,
  readManifest,
  SnapshotError,
  type SnapshotPlaces,
} from '../../../graph/snapshots.ts';
import type { GraphStore } from '../../../graph/store.ts';
import { publish } from '../../support/published-snapshot.ts';
import { smallGraph } from '../../support/sample-graph.ts';
import { sampleManifest } from '../../support/sample-manifest.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** What opening a snapshot is given here in place of an engine. */
function fakeStore(): { opened: string[]; closed: number; openStore: (path: string) => Promise<GraphStore> } {
  const seen = {
    opened: [] as string[],
    closed: 0,
    openStore: (path: string) => {
      seen.opened.push(path);
      const close = () => {
        seen.closed += 1;
        return Promise.resolve();
      };
      return Promise.resolve({ engine: 'ladybug', close, readAccount: () => Promise.resolve(null) } as unknown as GraphStore);
    },
  };
  return seen;
}

async function failure(act: Promise<unknown>): Promise<SnapshotError> {
  const error = await act.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(SnapshotError);
  return error as SnapshotError;
}

describe('publishing', () => {
  test('makes the snapshot current and readable', async () => {
    const dataDir = join(temporaryDirectory(), 'new', 'data');
    const { id, database } = await publish(dataDir, '2026-11-22T04:30:00Z');
    const store = fakeStore();
    const snapshot = await openSnapshot(dataDir, { openStore: store.openStore });
    expect(id).toMatch(/^20261122T043000Z-[0-9a-f]{6}$/);
    expect(await readCurrent(dataDir)).toBe(id);
    expect(snapshot.manifest).toEqual(sampleManifest(id));
    expect(snapshot.adjacency.snapshotId).toBe(id);
    expect(store.opened, 'nothing was asked of the store yet').toEqual([]);
    expect(await snapshot.store.readAccount('111111111111')).toBeNull();
    await snapshot.store.readAccount('222222222222');
    expect(store.opened).toEqual([database]);
    await snapshot.close();
    expect(store.closed).toBe(1);
  });

  test('closes without having opened its store', async () => {
    const dataDir = temporaryDirectory();
    await publish(dataDir, '2026-11-22T04:30:00Z');
    const store = fakeStore();
    const snapshot = await openSnapshot(dataDir, { openStore: store.openStore });
    await snapshot.close();
    expect(store.opened).toEqual([]);
  });

  test.each([
    { name: 'changed bytes', damage: (path: string) => writeFileSync(path, 'a databasf') },
    { name: 'a cut file', damage: (path: string) => writeFileSync(path, 'a data') },
    { name: 'no file', damage: (path: string) => rmSync(path) },
  ])('never hands a damaged database to the engine: $name', async ({ damage }) => {
    const dataDir = temporaryDirectory();
    const places = await createSnapshotDirectory(dataDir);
    writeFileSync(places.database, 'a database');
    await writeAdjacency(places.adjacency, buildAdjacency(places.id, smallGraph));
    await publishSnapshot(dataDir, places.id, sampleManifest(places.id, { database: await checksumFile(places.database) }));
    damage(places.database);
    const store = fakeStore();
    const snapshot = await openSnapshot(dataDir, { openStore: store.openStore });
    expect(snapshot.adjacency.snapshotId, 'what needs no database still answers').toBe(places.id);
    expect((await failure(snapshot.store.readAccount('111111111111'))).code).toBe('snapshot-damaged');
    expect(store.opened).toEqual([]);
  });

  test('is for the owner only, whatever was put there', async () => {
    const dataDir = join(temporaryDirectory(), 'data');
    const places = await createSnapshotDirectory(dataDir);
    mkdirSync(join(places.collection, 'accounts'), { mode: 0o777 });
    writeFileSync(join(places.collection, 'accounts', '1.json'), '{}', { mode: 0o666 });
    await publishSnapshot(dataDir, places.id, sampleManifest(places.id));
    const modes = [dataDir, places.path, places.collection, join(places.collection, 'accounts')].map((path) => statSync(path).mode & 0o777);
    const files = [join(dataDir, 'current'), places.manifest, join(places.collection, 'accounts', '1.json')].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o700, 0o700, 0o700]);
    expect(files).toEqual([0o600, 0o600, 0o600]);
  });

  test('switches to the later one and keeps the earlier one to be named', async () => {
    const dataDir = temporaryDirectory();
    const first = await publish(dataDir, '2026-11-22T04:30:00Z');
    const second = await publish(dataDir, '2026-11-23T04:30:00Z');
    const { openStore } = fakeStore();
    expect((await openSnapshot(dataDir, { openStore })).manifest.id).toBe(second.id);
    expect((await openSnapshot(dataDir, { id: first.id, openStore })).manifest.id).toBe(first.id);
    expect(readdirSync(dataDir).sort()).toEqual(['current', 'readers', 'snapshots']);
  });

  test("refuses another snapshot's manifest", async () => {
    const dataDir = temporaryDirectory();
    const { id } = await createSnapshotDirectory(dataDir);
    expect((await failure(publishSnapshot(dataDir, id, sampleManifest('20200101T000000Z-000000')))).code).toBe('snapshot-damaged');
    expect(await readCurrent(dataDir)).toBeNull();
  });
});

describe('ids', () => {
  test('sort by time, to the millisecond', () => {
    const times = [0, 1, 9, 15, 16, 255, 256, 999, 1000, 60_000].map(
      (milliseconds) => new Date(Date.UTC(2026, 10, 22, 4, 30) + milliseconds),
    );
    const ids = times.map(newSnapshotId);
    expect(ids.toSorted()).toEqual(ids);
    expect(ids.every(isSnapshotId)).toBe(true);
  });
});

describe('listing', () => {
  test('newest first, without unfinished ones, with the error of one that cannot be read', async () => {
    const dataDir = temporaryDirectory();
    const old = await publish(dataDir, '2026-11-20T00:00:00Z');
    const broken = await publish(dataDir, '2026-11-21T00:00:00Z');
    const young = await publish(dataDir, '2026-11-22T00:00:00Z');
    await createSnapshotDirectory(dataDir, new Date('2026-11-23T00:00:00Z'));
    mkdirSync(join(dataDir, 'snapshots', 'somebody elses'));
    writeFileSync(broken.manifest, '{');
    const listed = await listSnapshots(dataDir);
    expect(listed.map(({ id }) => id)).toEqual([young.id, broken.id, old.id]);
    expect(listed.map((snapshot) => ('error' in snapshot ? snapshot.error.code : snapshot.manifest.id))).toEqual([
      young.id,
      'snapshot-damaged',
      old.id,
    ]);
  });

  test('nothing where there is no data directory', async () => {
    expect(await listSnapshots(join(temporaryDirectory(), 'none'))).toEqual([]);
  });

  test('unfinished ones are discarded, finished ones and strangers stay', async () => {
    const dataDir = temporaryDirectory();
    const finished = await publish(dataDir, '2026-11-20T00:00:00Z');
    const unfinished = await createSnapshotDirectory(dataDir);
    writeFileSync(join(dataDir, 'current.0011aabb.tmp'), '');
    mkdirSync(join(dataDir, 'snapshots', 'somebody elses'));
    expect(await discardUnfinished(dataDir)).toEqual([unfinished.id]);
    expect(readdirSync(join(dataDir, 'snapshots')).sort()).toEqual([finished.id, 'somebody elses']);
    expect(readdirSync(dataDir).sort()).toEqual(['current', 'snapshots']);
  });
});

describe('snapshots that cannot be opened', () => {
  const manifestWith = (rest: object) => (places: SnapshotPlaces) =>
    writeFileSync(places.manifest, JSON.stringify({ ...sampleManifest(places.id), ...rest }));
  const damages: readonly { name: string; code: string; damage: (places: SnapshotPlaces) => void }[] = [
    { name: 'no manifest', code: 'snapshot-damaged', damage: (places) => rmSync(places.manifest) },
    { name: 'a manifest that is not JSON', code: 'snapshot-damaged', damage: (places) => writeFileSync(places.manifest, '{"id":') },
    { name: 'a manifest that lacks its counts', code: 'snapshot-damaged', damage: manifestWith({ counts: {} }) },
    { name: "another snapshot's manifest", code: 'snapshot-damaged', damage: manifestWith({ id: '20200101T000000Z-000000' }) },
    { name: 'a later format', code: 'snapshot-newer', damage: manifestWith({ formatVersion: 99, counts: 'new' }) },
    { name: 'an earlier format', code: 'snapshot-format', damage: manifestWith({ formatVersion: 0, counts: 'old' }) },
    { name: 'another schema', code: 'snapshot-format', damage: manifestWith({ schemaHash: '0' }) },
    { name: 'no adjacency', code: 'snapshot-damaged', damage: (places) => rmSync(places.adjacency) },
    { name: 'a damaged adjacency', code: 'snapshot-damaged', damage: (places) => writeFileSync(places.adjacency, 'ROLE') },
    {
      name: 'an adjacency of a later format',
      code: 'snapshot-format',
      damage: (places) => {
        const file = readFileSync(places.adjacency);
        file[8] = 99;
        writeFileSync(places.adjacency, file);
      },
    },
  ];
  test.each(damages)('$name', async ({ code, damage }) => {
    const dataDir = temporaryDirectory();
    const store = fakeStore();
    damage(await publish(dataDir, '2026-11-22T00:00:00Z'));
    expect((await failure(openSnapshot(dataDir, { openStore: store.openStore }))).code).toBe(code);
    expect(store.opened).toEqual([]);
  });

  test('none there', async () => {
    expect((await failure(openSnapshot(join(temporaryDirectory(), 'none'), { openStore: fakeStore().openStore }))).code).toBe(
      'no-snapshot',
    );
  });

  test.each(['', '..', '../current', '20261122T043000Z-ab12cd', '20261122T043000Z-ab12cd/../x', 'a\u0000b'])('named %j', async (id) => {
    const dataDir = temporaryDirectory();
    await publish(dataDir, '2026-11-22T00:00:00Z');
    expect((await failure(openSnapshot(dataDir, { id, openStore: fakeStore().openStore }))).code).toBe('unknown-snapshot');
    expect((await failure(readManifest(dataDir, id))).code).toBe('unknown-snapshot');
  });

  test('a current file that holds something else', async () => {
    const dataDir = temporaryDirectory();
    writeFileSync(join(dataDir, 'current'), '../../etc');
    expect((await failure(readCurrent(dataDir))).code).toBe('snapshot-damaged');
  });

  test('a data directory that is a file', async () => {
    const dataDir = join(temporaryDirectory(), 'file');
    writeFileSync(dataDir, '');
    expect((await failure(readCurrent(dataDir))).code).toBe('data-directory');
    expect((await failure(listSnapshots(dataDir))).code).toBe('data-directory');
    expect((await failure(lockDataDirectory(dataDir))).code).toBe('data-directory');
    expect((await failure(createSnapshotDirectory(dataDir))).code).toBe('data-directory');
  });
});
