/** The lock of a data directory: one ingest at a time, and no lock of a process that is gone. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { identifySelf, isAlive } from '../../../graph/snapshots/process-identity.ts';
import { lockDataDirectory, SnapshotError } from '../../../graph/snapshots.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

/** The id of a process that has ended. */
function deadProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

const lockOf = (pid: number, startTime: string): string =>
  JSON.stringify({ nonce: '00000000-0000-4000-8000-000000000000', pid, startTime, since: '2026-11-22T04:30:00.000Z' });

async function expectRunning(act: Promise<unknown>): Promise<void> {
  await expect(act).rejects.toSatisfy((error) => error instanceof SnapshotError && error.code === 'ingest-running');
}

test('one at a time; given back, it can be taken again', async () => {
  const dataDir = temporaryDirectory();
  const lock = await lockDataDirectory(dataDir);
  await expectRunning(lockDataDirectory(dataDir));
  await lock.release();
  await lock.release();
  const next = await lockDataDirectory(dataDir);
  await lock.release();
  await expectRunning(lockDataDirectory(dataDir));
  await next.release();
  expect(readdirSync(dataDir)).toEqual(['snapshots']);
});

test('the refusal names the process', async () => {
  const dataDir = temporaryDirectory();
  const lock = await lockDataDirectory(dataDir);
  await expect(lockDataDirectory(dataDir)).rejects.toThrow(`process ${process.pid}`);
  await lock.release();
});

describe('left behind', () => {
  const leftovers: readonly { name: string; files: () => Record<string, string> }[] = [
    { name: 'by a process that is gone', files: () => ({ lock: lockOf(deadProcess(), '1') }) },
    { name: 'by a process whose id another one has now', files: () => ({ lock: lockOf(process.pid, 'another time') }) },
    {
      name: 'by a process that was killed while it took over',
      files: () => ({ lock: lockOf(deadProcess(), '1'), 'lock.takeover': lockOf(deadProcess(), '1') }),
    },
    { name: 'empty', files: () => ({ lock: '' }) },
    { name: 'with other content', files: () => ({ lock: '{"pid": "1"}' }) },
  ];

  test.each(leftovers)('$name: taken over', async ({ files }) => {
    const dataDir = temporaryDirectory();
    for (const [name, text] of Object.entries(files())) writeFileSync(join(dataDir, name), text);
    const lock = await lockDataDirectory(dataDir);
    expect(JSON.parse(readFileSync(join(dataDir, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
    expect(readdirSync(dataDir)).toEqual(['snapshots']);
  });

  test.each(leftovers)('$name: taken over by one of many that try', async ({ files }) => {
    const dataDir = temporaryDirectory();
    for (const [name, text] of Object.entries(files())) writeFileSync(join(dataDir, name), text);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataDirectory(dataDir)));
    const taken = tries.filter((attempt) => attempt.status === 'fulfilled');
    const refused = tries.filter((attempt) => attempt.status === 'rejected');
    expect(taken).toHaveLength(1);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'ingest-running' });
    for (const { value } of taken) await value.release();
    await (await lockDataDirectory(dataDir)).release();
    expect(readdirSync(dataDir)).toEqual(['snapshots']);
  });
});

describe('of a process in another container or on another machine, whose id says nothing here', () => {
  const far = (dataDir: string): string => {
    const path = join(dataDir, 'lock');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(lockOf(deadProcess(), '1')), space: 'elsewhere pid:[1]' }));
    return path;
  };

  test('it counts while it is touched', async () => {
    const dataDir = temporaryDirectory();
    const path = far(dataDir);
    await expectRunning(lockDataDirectory(dataDir));
    await expect(lockDataDirectory(dataDir)).rejects.toThrow(path);
  });

  test('it is taken over when it was not touched for long', async () => {
    const dataDir = temporaryDirectory();
    const long = new Date(Date.now() - 3_600_000);
    utimesSync(far(dataDir), long, long);
    await (await lockDataDirectory(dataDir)).release();
    expect(readdirSync(dataDir)).toEqual(['snapshots']);
  });
});

describe('processes', () => {
  test('this one is alive', async () => {
    expect(await isAlive(await identifySelf())).toBe(true);
  });

  test('one that ended is not', async () => {
    expect(await isAlive({ pid: deadProcess(), startTime: '' })).toBe(false);
  });

  test('an id without start time counts as the same process', async () => {
    expect(await isAlive({ pid: process.pid, startTime: '' })).toBe(true);
  });
});
