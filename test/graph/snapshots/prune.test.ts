/** Which snapshot is meant, making another one current, removing old ones, and who is protected by reading. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checksumFile } from '../../../graph/file-checksum.ts';
import { identifySelf } from '../../../graph/snapshots/process-identity.ts';
import {
  chooseSnapshot,
  listReaders,
  listSnapshots,
  openSnapshot,
  pruneSnapshots,
  readCurrent,
  SnapshotError,
  type SnapshotPlaces,
  useSnapshot,
} from '../../../graph/snapshots.ts';
import { noStore, publish } from '../../support/published-snapshot.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const code = (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => 'nothing',
    (error: unknown) => (error instanceof SnapshotError ? error.code : error),
  );

/** Four snapshots, oldest first; the last one is current. */
async function publishFour(): Promise<{ dataDir: string; ids: string[] }> {
  const dataDir = temporaryDirectory();
  const ids: string[] = [];
  for (const day of [19, 20, 21, 22]) ids.push((await publish(dataDir, `2026-11-${day}T00:00:00Z`)).id);
  return { dataDir, ids };
}

const remaining = async (dataDir: string): Promise<string[]> => (await listSnapshots(dataDir)).map(({ id }) => id).reverse();

describe('a snapshot is named by', () => {
  test('its id, the beginning of it, current, previous', async () => {
    const { dataDir, ids } = await publishFour();
    expect(await chooseSnapshot(dataDir, ids[1] ?? '')).toBe(ids[1]);
    expect(await chooseSnapshot(dataDir, '20261119')).toBe(ids[0]);
    expect(await chooseSnapshot(dataDir, '20261120t')).toBe(ids[1]);
    expect(await chooseSnapshot(dataDir, 'current')).toBe(ids[3]);
    expect(await chooseSnapshot(dataDir, 'previous')).toBe(ids[2]);
  });

  test('previous is what is older than the current one, whichever that is', async () => {
    const { dataDir, ids } = await publishFour();
    await useSnapshot(dataDir, ids[1] ?? '');
    expect(await chooseSnapshot(dataDir, 'previous')).toBe(ids[0]);
    await useSnapshot(dataDir, ids[0] ?? '');
    expect(await code(chooseSnapshot(dataDir, 'previous'))).toBe('unknown-snapshot');
  });

  test.each([
    ['2026112', 'ambiguous-snapshot'],
    ['', 'unknown-snapshot'],
    ['..', 'unknown-snapshot'],
    ['20261119T000000Z-zzzzzz', 'unknown-snapshot'],
  ])('%j is refused: %s', async (name, expected) => {
    const { dataDir } = await publishFour();
    expect(await code(chooseSnapshot(dataDir, name))).toBe(expected);
  });

  test('nothing where there is none', async () => {
    const dataDir = temporaryDirectory();
    expect(await code(chooseSnapshot(dataDir, 'current'))).toBe('no-snapshot');
    expect(await code(chooseSnapshot(dataDir, 'previous'))).toBe('no-snapshot');
    expect(await code(chooseSnapshot(dataDir, '2026'))).toBe('unknown-snapshot');
  });
});

describe('use', () => {
  test('makes another one current and says what was before', async () => {
    const { dataDir, ids } = await publishFour();
    expect(await useSnapshot(dataDir, ids[0] ?? '')).toBe(ids[3]);
    expect(await readCurrent(dataDir)).toBe(ids[0]);
    expect(readdirSync(dataDir).sort()).toEqual(['current', 'readers', 'snapshots']);
  });

  test('mends a damaged current file', async () => {
    const { dataDir, ids } = await publishFour();
    writeFileSync(join(dataDir, 'current'), 'nonsense');
    expect(await code(readCurrent(dataDir))).toBe('snapshot-damaged');
    expect(await useSnapshot(dataDir, ids[2] ?? '')).toBeNull();
    expect(await readCurrent(dataDir)).toBe(ids[2]);
  });

  const damages: readonly { name: string; damage: (places: SnapshotPlaces) => void }[] = [
    { name: 'its manifest', damage: ({ manifest }) => writeFileSync(manifest, '{') },
    { name: 'its adjacency', damage: ({ adjacency }) => writeFileSync(adjacency, 'ROLE') },
    { name: 'its database', damage: ({ database }) => writeFileSync(database, 'another') },
  ];
  test.each(damages)('refuses one of which $name is damaged, and leaves the current one', async ({ damage }) => {
    const dataDir = temporaryDirectory();
    const draft = join(dataDir, 'draft');
    writeFileSync(draft, 'a database');
    const old = await publish(dataDir, '2026-11-20T00:00:00Z', { database: await checksumFile(draft) });
    const young = await publish(dataDir, '2026-11-21T00:00:00Z');
    damage(old);
    expect(await code(useSnapshot(dataDir, old.id))).toBe('snapshot-damaged');
    expect(await readCurrent(dataDir)).toBe(young.id);
  });
});

describe('prune', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const day = 86_400_000;
  const cases: readonly { name: string; rules: { keep?: number; olderThan?: number }; stay: readonly number[] }[] = [
    { name: 'keeps the newest', rules: { keep: 2 }, stay: [2, 3] },
    { name: 'keeps all if there are fewer', rules: { keep: 9 }, stay: [0, 1, 2, 3] },
    { name: 'keeps what is young', rules: { olderThan: 2 * day }, stay: [2, 3] },
    { name: 'keeps the current one, however old', rules: { olderThan: 0 }, stay: [3] },
    { name: 'keeps what either rule keeps', rules: { keep: 3, olderThan: 2 * day }, stay: [1, 2, 3] },
  ];
  test.each(cases)('$name', async ({ rules, stay }) => {
    const { dataDir, ids } = await publishFour();
    const expected = stay.map((place) => ids[place]);
    const dry = await pruneSnapshots(dataDir, { ...rules, now, dryRun: true });
    expect(await remaining(dataDir), 'a dry run removes nothing').toEqual(ids);
    const answer = await pruneSnapshots(dataDir, { ...rules, now });
    expect(answer).toEqual(dry);
    expect(answer.filter(({ fate }) => fate !== 'removed').map(({ id }) => id)).toEqual([...expected].reverse());
    expect(answer.every(({ bytes }) => bytes > 0)).toBe(true);
    expect(await remaining(dataDir)).toEqual(expected);
    expect(readdirSync(join(dataDir, 'snapshots')).sort()).toEqual(expected);
  });

  test('the current one stays although it is the oldest', async () => {
    const { dataDir, ids } = await publishFour();
    await useSnapshot(dataDir, ids[0] ?? '');
    await pruneSnapshots(dataDir, { keep: 1, now });
    expect(await remaining(dataDir)).toEqual([ids[0], ids[3]]);
  });

  test('damaged and unfinished ones go, and what a killed run left half deleted', async () => {
    const { dataDir, ids } = await publishFour();
    writeFileSync(join(dataDir, 'snapshots', ids[0] ?? '', 'manifest.json'), '{');
    mkdirSync(join(dataDir, 'snapshots', '20261101T000000Z-abcdef'));
    mkdirSync(join(dataDir, 'snapshots', '20261102T000000Z-abcdef.removed'));
    await pruneSnapshots(dataDir, { keep: 3, now });
    expect(readdirSync(join(dataDir, 'snapshots')).sort()).toEqual(ids.slice(1));
  });

  test('one that was rebuilt goes whatever is kept, and does not count', async () => {
    const { dataDir, ids } = await publishFour();
    const rebuilt = await publish(dataDir, '2026-11-21T00:00:00Z', { rebuiltFrom: { id: ids[2] ?? '', rolepath: '0' } });
    await useSnapshot(dataDir, ids[3] ?? '');
    await pruneSnapshots(dataDir, { keep: 3, now });
    expect(await remaining(dataDir)).toEqual([ids[1], rebuilt.id, ids[3]]);
  });

  test('nothing, if it is not known which one is current', async () => {
    const { dataDir, ids } = await publishFour();
    writeFileSync(join(dataDir, 'current'), 'nonsense');
    expect(await code(pruneSnapshots(dataDir, { keep: 1, now }))).toBe('snapshot-damaged');
    expect(await remaining(dataDir)).toEqual(ids);
  });

  test('nothing while an ingest runs', async () => {
    const { dataDir, ids } = await publishFour();
    const { lockDataDirectory } = await import('../../../graph/snapshots.ts');
    const lock = await lockDataDirectory(dataDir);
    expect(await code(pruneSnapshots(dataDir, { keep: 1, now }))).toBe('ingest-running');
    await lock.release();
    expect(await remaining(dataDir)).toEqual(ids);
  });
});

describe('readers', () => {
  const rules = { keep: 1, now: new Date('2026-11-22T12:00:00Z') };

  test('a snapshot that is open stays until it is closed', async () => {
    const { dataDir, ids } = await publishFour();
    const open = await openSnapshot(dataDir, { id: ids[0] ?? '', openStore: noStore });
    expect((await listReaders(dataDir)).get(ids[0] ?? '')).toMatchObject([{ pid: process.pid, isNear: true }]);
    const fates = (await pruneSnapshots(dataDir, rules)).map(({ fate }) => fate);
    expect(fates).toEqual(['current', 'removed', 'removed', 'in-use']);
    expect(open.adjacency.edgeCount).toBe(4);
    await open.close();
    await open.close();
    expect(await listReaders(dataDir)).toEqual(new Map());
    await pruneSnapshots(dataDir, rules);
    expect(await remaining(dataDir)).toEqual([ids[3]]);
  });

  test('one that cannot be opened leaves no mark', async () => {
    const { dataDir, ids } = await publishFour();
    writeFileSync(join(dataDir, 'snapshots', ids[0] ?? '', 'adjacency.bin'), 'x');
    expect(await code(openSnapshot(dataDir, { id: ids[0] ?? '', openStore: noStore }))).toBe('snapshot-damaged');
    expect(readdirSync(join(dataDir, 'readers'))).toEqual([]);
  });

  test('the mark of a process that was killed holds nothing', async () => {
    const { dataDir, ids } = await publishFour();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const open = await openSnapshot(dataDir, { id: ids[0] ?? '', openStore: noStore });
    const [name = ''] = readdirSync(join(dataDir, 'readers'));
    const mark = join(dataDir, 'readers', name);
    const text = readFileSync(mark, 'utf8');
    await open.close();
    const { startTime } = await identifySelf();
    const ofChild = JSON.stringify({ ...JSON.parse(text), pid: child.pid, startTime: '' });
    writeFileSync(mark, ofChild);
    expect((await pruneSnapshots(dataDir, { ...rules, dryRun: true })).at(-1)?.fate, 'it lives').toBe('in-use');
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    // Another process that was given the same id since is not the reader either.
    writeFileSync(`${mark}2`, JSON.stringify({ ...JSON.parse(text), startTime: `${startTime}0` }));
    expect((await pruneSnapshots(dataDir, rules)).at(-1)?.fate).toBe('removed');
    expect(readdirSync(join(dataDir, 'readers')), 'dead marks are swept').toEqual([]);
  });

  test('the mark of a reader elsewhere holds as long as it is touched', async () => {
    const { dataDir, ids } = await publishFour();
    mkdirSync(join(dataDir, 'readers'));
    const mark = join(dataDir, 'readers', `${ids[0]}.0000`);
    writeFileSync(mark, JSON.stringify({ pid: 1, startTime: '1', space: 'another machine', since: '2026-11-22T00:00:00Z' }));
    expect((await listReaders(dataDir)).get(ids[0] ?? '')).toMatchObject([{ pid: 1, isNear: false }]);
    expect((await pruneSnapshots(dataDir, rules)).at(-1)?.fate).toBe('in-use');
    const hourAgo = new Date(Date.now() - 3_600_000);
    utimesSync(mark, hourAgo, hourAgo);
    expect((await pruneSnapshots(dataDir, rules)).at(-1)?.fate).toBe('removed');
    expect(existsSync(mark)).toBe(false);
  });

  test.each(['{"pid":', '', '[]'])('half a mark (%j) counts while it is fresh, and not later', async (text) => {
    const { dataDir, ids } = await publishFour();
    mkdirSync(join(dataDir, 'readers'));
    const mark = join(dataDir, 'readers', `${ids[0]}.0000`);
    writeFileSync(mark, text);
    expect((await pruneSnapshots(dataDir, rules)).at(-1)?.fate).toBe('in-use');
    utimesSync(mark, 1, 1);
    expect((await pruneSnapshots(dataDir, rules)).at(-1)?.fate).toBe('removed');
  });

  test('strange files among the marks are left alone', async () => {
    const { dataDir } = await publishFour();
    mkdirSync(join(dataDir, 'readers'));
    writeFileSync(join(dataDir, 'readers', 'notes.txt'), 'mine');
    await pruneSnapshots(dataDir, rules);
    expect(readdirSync(join(dataDir, 'readers'))).toEqual(['notes.txt']);
  });

  test('a current snapshot that was replaced and pruned while it was being opened is not missed', async () => {
    const { dataDir, ids } = await publishFour();
    const opening = openSnapshot(dataDir, { openStore: noStore });
    rmSync(join(dataDir, 'snapshots', ids[3] ?? ''), { recursive: true });
    writeFileSync(join(dataDir, 'current'), `${ids[2]}\n`);
    const opened = await opening;
    expect([ids[2], ids[3]]).toContain(opened.manifest.id);
    await opened.close();
  });
});
