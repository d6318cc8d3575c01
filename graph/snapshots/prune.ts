/** Removing old snapshots, but never the current one nor one that somebody reads. */
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory } from '../durable-file.ts';
import { readCurrent } from './current.ts';
import { discardUnfinished, explain, listSnapshots, lockDataDirectory } from './data-directory.ts';
import { placesOf, removedName, snapshotsDirectory, timeOfSnapshotId } from './layout.ts';
import { discardDeadMarks, listReaders } from './readers.ts';
import { replacedIds } from './rebuilt.ts';
import { measureSnapshot } from './sizes.ts';
import { isErrno } from './snapshot-error.ts';

export interface PruneRules {
  /** Leave this many, the newest ones; 0 unless given. The current one counts if it is among them. */
  readonly keep?: number;
  /** Leave those that are not older, in milliseconds. */
  readonly olderThan?: number;
  /** Say what would go and remove nothing. */
  readonly dryRun?: boolean;
  readonly now?: Date;
}

export interface PrunedSnapshot {
  readonly id: string;
  /** What it takes on disk. */
  readonly bytes: number;
  /** `removed` also for what a dry run would remove. */
  readonly fate: 'removed' | 'current' | 'in-use' | 'kept';
}

/**
 * Removes, of all finished snapshots, those that no rule keeps; a damaged one is treated like any other, and one that was
 * rebuilt for a newer version of Rolepath goes in any case. Answers with all of them, newest first.
 * Rejects with a SnapshotError (`ingest-running`, `data-directory`, `snapshot-damaged` if it cannot tell which one is current).
 */
export async function pruneSnapshots(dataDir: string, rules: PruneRules): Promise<readonly PrunedSnapshot[]> {
  if (rules.dryRun === true) return await judge(dataDir, rules);
  const lock = await lockDataDirectory(dataDir);
  try {
    return await explain(dataDir, async () => {
      await discardUnfinished(dataDir);
      await discardDeadMarks(dataDir);
      const judged: PrunedSnapshot[] = [];
      for (const snapshot of await judge(dataDir, rules)) {
        const stays = snapshot.fate === 'removed' && !(await removeSnapshot(dataDir, snapshot.id));
        judged.push(stays ? { ...snapshot, fate: 'in-use' } : snapshot);
      }
      return judged;
    });
  } finally {
    await lock.release();
  }
}

async function judge(dataDir: string, { keep = 0, olderThan = 0, now = new Date() }: PruneRules): Promise<PrunedSnapshot[]> {
  const current = await readCurrent(dataDir);
  const readers = await listReaders(dataDir);
  const listed = await listSnapshots(dataDir);
  const replaced = replacedIds(listed);
  let kept = 0;
  const judged: PrunedSnapshot[] = [];
  for (const { id } of listed) {
    const isOld = now.getTime() - timeOfSnapshotId(id).getTime() > olderThan;
    const isKept = !replaced.has(id) && (kept < keep || !isOld);
    if (!replaced.has(id)) kept += 1;
    const fate = id === current ? 'current' : readers.has(id) ? 'in-use' : isKept ? 'kept' : 'removed';
    judged.push({ id, bytes: (await measureSnapshot(dataDir, id)).total, fate });
  }
  return judged;
}

/**
 * Takes the snapshot out of sight, looks once more whether somebody reads it, and deletes it. A reader marks first and
 * opens then: either its mark is seen here, or it no longer finds the snapshot. Answers false if it is in use.
 */
async function removeSnapshot(dataDir: string, id: string): Promise<boolean> {
  const { path } = placesOf(dataDir, id);
  const removed = join(snapshotsDirectory(dataDir), removedName(id));
  try {
    await rename(path, removed);
  } catch (error) {
    // Windows lets nobody rename a folder with open files in it.
    if (isErrno(error, 'EBUSY', 'EPERM', 'EACCES') && process.platform === 'win32') return false;
    throw error;
  }
  if ((await listReaders(dataDir)).has(id)) {
    await rename(removed, path);
    return false;
  }
  await rm(removed, { recursive: true, force: true });
  await syncDirectory(snapshotsDirectory(dataDir));
  return true;
}
