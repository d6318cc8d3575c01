/** Building, publishing and listing snapshots. Whatever moment a run is killed at, `current` names a whole snapshot. */
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { directoryMode, fileMode, syncDirectory, syncFile } from '../durable-file.ts';
import { writeCurrent } from './current.ts';
import {
  collectingLockFile,
  isRemovedName,
  isSnapshotId,
  lockFile,
  newSnapshotId,
  placesOf,
  type SnapshotPlaces,
  snapshotsDirectory,
} from './layout.ts';
import { acquireLock, type Lock } from './lock.ts';
import { type Manifest, readManifest, writeManifest } from './manifest.ts';
import { isErrno, reasonOf, SnapshotError } from './snapshot-error.ts';

/** Makes the data directory if need be and takes its lock. Rejects with `ingest-running` or `data-directory`. */
export async function lockDataDirectory(dataDir: string): Promise<Lock> {
  return await explain(dataDir, async () => {
    await mkdir(snapshotsDirectory(dataDir), { recursive: true, mode: directoryMode });
    return await acquireLock(lockFile(dataDir));
  });
}

/** Keeps two live runs apart; building snapshots of files goes on beside one. Rejects like `lockDataDirectory`. */
export async function lockCollecting(dataDir: string): Promise<Lock> {
  return await explain(dataDir, async () => {
    await mkdir(dataDir, { recursive: true, mode: directoryMode });
    return await acquireLock(collectingLockFile(dataDir));
  });
}

/** Where a snapshot keeps the Collection that it was made of. */
export const snapshotCollection = (dataDir: string, id: string): string => placesOf(dataDir, id).collection;

/** Makes the directory of a new snapshot with an empty `collection/`. Hold the lock. */
export async function createSnapshotDirectory(dataDir: string, now: Date = new Date()): Promise<SnapshotPlaces> {
  const places = placesOf(dataDir, newSnapshotId(now));
  await explain(dataDir, async () => {
    await mkdir(snapshotsDirectory(dataDir), { recursive: true, mode: directoryMode });
    await mkdir(places.path, { mode: directoryMode });
    await mkdir(places.collection, { mode: directoryMode });
  });
  return places;
}

/**
 * Makes everything in the snapshot durable and readable by its owner only, writes the manifest, and makes the snapshot
 * current unless told otherwise. Hold the lock. On rejection the current snapshot is what it was.
 */
export async function publishSnapshot(dataDir: string, id: string, manifest: Manifest, { makeCurrent = true } = {}): Promise<void> {
  if (manifest.id !== id) throw new SnapshotError('snapshot-damaged', `The manifest of snapshot ${id} names ${manifest.id}.`);
  await explain(dataDir, async () => {
    await settleTree(placesOf(dataDir, id).path);
    await writeManifest(dataDir, manifest);
    await syncDirectory(snapshotsDirectory(dataDir));
    if (makeCurrent) await writeCurrent(dataDir, id);
  });
}

/** What `listSnapshots` tells: the manifest, or why it cannot be read. */
export type ListedSnapshot = { readonly id: string; readonly manifest: Manifest } | { readonly id: string; readonly error: SnapshotError };

/** All finished snapshots, newest first. One that cannot be read is listed with its error. */
export async function listSnapshots(dataDir: string): Promise<readonly ListedSnapshot[]> {
  const listed: ListedSnapshot[] = [];
  for (const id of await readSnapshotIds(dataDir)) {
    try {
      listed.push({ id, manifest: await readManifest(dataDir, id) });
    } catch (error) {
      if (!(error instanceof SnapshotError)) throw error;
      if (error.code !== 'unknown-snapshot') listed.push({ id, error });
    }
  }
  return listed;
}

/** Removes what killed runs left behind and answers with the ids. Hold the lock: a running ingest looks unfinished too. */
export async function discardUnfinished(dataDir: string): Promise<readonly string[]> {
  const discarded: string[] = [];
  await explain(dataDir, () => removeLeftovers(dataDir, /^current\..*\.tmp$/));
  for (const id of await readSnapshotIds(dataDir)) {
    if ((await readdir(placesOf(dataDir, id).path)).includes('manifest.json')) continue;
    await explain(dataDir, () => rm(placesOf(dataDir, id).path, { recursive: true, force: true }));
    discarded.push(id);
  }
  await explain(dataDir, () => discardRemoved(dataDir));
  return discarded;
}

/** What `prune` has taken out of sight and was killed before it had deleted it. */
async function discardRemoved(dataDir: string): Promise<void> {
  const directory = snapshotsDirectory(dataDir);
  for (const name of await readdir(directory)) if (isRemovedName(name)) await rm(join(directory, name), { recursive: true, force: true });
}

async function removeLeftovers(directory: string, pattern: RegExp): Promise<void> {
  for (const name of await readdir(directory)) {
    if (pattern.test(name)) await rm(join(directory, name), { force: true });
  }
}

/** Ids of all snapshots, unfinished and damaged ones included. Newest first; nothing if there is no data directory. */
export async function readSnapshotIds(dataDir: string): Promise<string[]> {
  try {
    const entries = await readdir(snapshotsDirectory(dataDir), { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory() && isSnapshotId(entry.name)).map((entry) => entry.name);
    return names.sort().reverse();
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return [];
    throw new SnapshotError('data-directory', `Cannot read ${dataDir}: ${reasonOf(error)}. Check --data and its permissions.`, {
      cause: error,
    });
  }
}

/** Sets modes and makes names and contents durable, depth first. */
async function settleTree(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      await settleTree(path);
    } else if (entry.isFile()) {
      await chmod(path, fileMode);
      await syncFile(path);
    }
  }
  await chmod(directory, directoryMode);
  await syncDirectory(directory);
}

/** Turns the file system's errors into a SnapshotError that names the data directory. */
export async function explain<T>(dataDir: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof SnapshotError) throw error;
    const next = isErrno(error, 'ENOSPC', 'EDQUOT', 'EFBIG') ? 'Free disk space' : 'Check --data and its permissions';
    throw new SnapshotError('data-directory', `Cannot write to ${dataDir}: ${reasonOf(error)}. ${next}.`, { cause: error });
  }
}
