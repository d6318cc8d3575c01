/** What a snapshot takes on disk. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { placesOf } from './layout.ts';
import { isErrno } from './snapshot-error.ts';

/** In bytes of content. */
export interface SnapshotSizes {
  readonly collection: number;
  readonly database: number;
  readonly adjacency: number;
  /** All of the snapshot's folder. */
  readonly total: number;
}

/** What is not there takes nothing. Rejects with the file system's error. */
export async function measureSnapshot(dataDir: string, id: string): Promise<SnapshotSizes> {
  const { path, collection, database, adjacency } = placesOf(dataDir, id);
  return {
    collection: await measure(collection),
    database: await measure(database),
    adjacency: await measure(adjacency),
    total: await measure(path),
  };
}

async function measure(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return found.size;
    const sizes = (await readdir(path)).map((name) => measure(join(path, name)));
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return 0;
    throw error;
  }
}
