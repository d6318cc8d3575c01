/**
 * Keeps two that write (ingest, prune, use) apart in one data directory. The lock is a file with the mark of the owner's process, so that
 * what a killed run left behind is recognised and taken over.
 */
import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { fileMode } from '../durable-file.ts';
import { counts, isNear, keepTouching, markSchema, markSelf, trustFor } from './process-mark.ts';
import { isErrno, SnapshotError } from './snapshot-error.ts';

const holderSchema = markSchema.extend({ nonce: z.string() });
type Holder = z.infer<typeof holderSchema>;

export interface Lock {
  /** Gives the lock back. Doing it twice is allowed. */
  release(): Promise<void>;
}

/** Takes the lock at `path`, or rejects with SnapshotError `ingest-running` if a living process has it. */
export async function acquireLock(path: string): Promise<Lock> {
  const holder: Holder = { nonce: randomUUID(), ...(await markSelf()) };
  // Written aside and linked, so that a lock is whole from its first moment.
  const draft = `${path}.${holder.nonce}`;
  await writeFile(draft, JSON.stringify(holder), { mode: fileMode, flag: 'wx' });
  try {
    if (!(await linkIfAbsent(draft, path))) {
      await removeDeadLock(path);
      if (!(await linkIfAbsent(draft, path))) throw await isRunning(path, await readHolder(path));
    }
  } finally {
    await rm(draft, { force: true });
  }
  const stopTouching = keepTouching(path);
  return {
    release: async () => {
      stopTouching();
      await releaseLock(path, holder.nonce);
    },
  };
}

/**
 * Removes the lock of a process that is gone. A second lock guards the removal and the holder is read under it: between
 * reading and removing, nobody else can remove a dead lock, and nobody can link a new one while it is there.
 */
async function removeDeadLock(path: string): Promise<void> {
  const first = await readHolder(path);
  if (first !== 'none' && (await isLive(first, path))) throw await isRunning(path, first);
  const guard = await acquireLock(`${path}.takeover`);
  try {
    const holder = await readHolder(path);
    if (holder === 'none') return;
    if (await isLive(holder, path)) throw await isRunning(path, holder);
    await rm(path);
  } finally {
    await guard.release();
  }
}

async function isLive(holder: Holder | 'unreadable', path: string): Promise<boolean> {
  try {
    return holder !== 'unreadable' && (await counts(holder, path));
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false;
    throw error;
  }
}

async function isRunning(path: string, holder: Holder | 'unreadable' | 'none'): Promise<SnapshotError> {
  const who = typeof holder === 'string' ? '' : ` (process ${holder.pid}, since ${holder.since})`;
  const isFar = typeof holder !== 'string' && !(await isNear(holder));
  const far = isFar
    ? ` It runs on another machine or in another container; if it was killed there, this directory is free ${trustFor / 60_000} minutes later, or when you remove ${path}.`
    : '';
  return new SnapshotError(
    'ingest-running',
    `Another run of Rolepath${who} is writing to this data directory. Wait for it to end, or choose another directory with --data.${far}`,
  );
}

async function releaseLock(path: string, nonce: string): Promise<void> {
  const holder = await readHolder(path);
  if (typeof holder !== 'string' && holder.nonce === nonce) await rm(path, { force: true });
}

/** `unreadable`: a file that no Rolepath wrote whole; nobody can hold the lock by it. */
async function readHolder(path: string): Promise<Holder | 'unreadable' | 'none'> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return 'none';
    if (error instanceof SyntaxError || error instanceof z.ZodError) return 'unreadable';
    throw error;
  }
}

async function linkIfAbsent(existing: string, path: string): Promise<boolean> {
  try {
    await link(existing, path);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}
