/** An ingest that is killed: whatever the moment, the current snapshot is a whole one and the next ingest can begin. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLadybugStore } from '../../../graph/engines/ladybug/index.ts';
import { discardUnfinished, listSnapshots, lockDataDirectory, openSnapshot, readCurrent, SnapshotError } from '../../../graph/snapshots.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

const support = (name: string): string => fileURLToPath(new URL(`../../support/${name}`, import.meta.url));

const children: ChildProcess[] = [];
afterAll(() => children.forEach((child) => void child.kill('SIGKILL')));

function startWriter(dataDir: string, stayAt: string): ChildProcess {
  const child = spawn(process.execPath, ['--import', support('run-typescript.mjs'), support('snapshot-writer.ts'), dataDir, stayAt], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

/** Resolves when the child has said that it is at the step. Rejects if it ends before. */
async function untilStep(child: ChildProcess, step: string): Promise<void> {
  if (child.stdout === null) throw new Error('The child has no stdout.');
  for await (const line of createInterface({ input: child.stdout })) if (line === step) return;
  throw new Error(`The child ended before it was ${step}.`);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

const finished = mkdtempSync(join(tmpdir(), 'rolepath-test-'));
beforeAll(async () => {
  const [code] = await once(startWriter(finished, ''), 'exit');
  expect(code).toBe(0);
});
afterAll(() => rmSync(finished, { recursive: true, force: true }));

/** A data directory with one finished ingest, and the id of its snapshot. */
async function finishedOnce(): Promise<{ dataDir: string; before: string }> {
  const dataDir = join(temporaryDirectory(), 'data');
  cpSync(finished, dataDir, { recursive: true });
  return { dataDir, before: (await readCurrent(dataDir)) ?? '' };
}

/** Opens the current snapshot in the engine and answers with its id. */
async function expectWholeCurrent(dataDir: string): Promise<string> {
  const snapshot = await openSnapshot(dataDir, { openStore: openLadybugStore });
  expect(await snapshot.store.readAccount('111111111111')).not.toBeNull();
  expect(snapshot.adjacency.edgeCount).toBe(4);
  await snapshot.close();
  return snapshot.manifest.id;
}

async function expectFreeForNext(dataDir: string): Promise<void> {
  const lock = await lockDataDirectory(dataDir);
  const current = await readCurrent(dataDir);
  await discardUnfinished(dataDir);
  expect(await readCurrent(dataDir)).toBe(current);
  expect((await listSnapshots(dataDir)).every((snapshot) => 'manifest' in snapshot)).toBe(true);
  await lock.release();
}

describe('killed at a step', () => {
  const steps = ['locked', 'created', 'stored', 'ready'] as const;
  test.each(steps)('%s: the last snapshot stays current', async (step) => {
    const { dataDir, before } = await finishedOnce();
    const child = startWriter(dataDir, step);
    await untilStep(child, step);
    await expect(lockDataDirectory(dataDir)).rejects.toSatisfy(
      (error) => error instanceof SnapshotError && error.code === 'ingest-running',
    );
    await kill(child);
    expect(await expectWholeCurrent(dataDir)).toBe(before);
    expect((await listSnapshots(dataDir)).map(({ id }) => id)).toEqual([before]);
    await expectFreeForNext(dataDir);
  });

  test('published: the new snapshot is current', async () => {
    const { dataDir, before } = await finishedOnce();
    const child = startWriter(dataDir, 'published');
    await untilStep(child, 'published');
    await kill(child);
    expect(await expectWholeCurrent(dataDir)).not.toBe(before);
    expect(await listSnapshots(dataDir)).toHaveLength(2);
    await expectFreeForNext(dataDir);
  });
});

describe('killed some milliseconds into a step', () => {
  const moments = [
    ['created', 0],
    ['created', 20],
    ['created', 60],
    ['ready', 0],
    ['ready', 2],
    ['ready', 5],
    ['ready', 10],
  ] as const;
  test.each(moments)('%s + %d ms: the current snapshot is whole', async (step, milliseconds) => {
    const { dataDir, before } = await finishedOnce();
    const child = startWriter(dataDir, '');
    await untilStep(child, step);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    await kill(child);
    const after = await expectWholeCurrent(dataDir);
    const listed = (await listSnapshots(dataDir)).map(({ id }) => id);
    expect(listed).toContain(before);
    expect(listed).toContain(after);
    await expectFreeForNext(dataDir);
  });
});
