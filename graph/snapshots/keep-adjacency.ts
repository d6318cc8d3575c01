/** The adjacency of a snapshot whose graph is elsewhere, kept in the data directory so that it is built once and not for every question. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Adjacency } from '../adjacency.ts';
import { AdjacencyError, readAdjacency, writeAdjacency } from '../adjacency-file.ts';
import { directoryMode } from '../durable-file.ts';
import { isErrno } from './snapshot-error.ts';

/** One file, of the snapshot that was asked last. A data directory that cannot be written to keeps nothing. */
export async function keepAdjacency(dataDir: string, snapshotId: string, build: () => Promise<Adjacency>): Promise<Adjacency> {
  const path = join(dataDir, 'mirror-adjacency.bin');
  try {
    return await readAdjacency(path, { snapshotId });
  } catch (error) {
    if (!(error instanceof AdjacencyError)) throw error;
  }
  const adjacency = await build();
  try {
    await mkdir(dataDir, { recursive: true, mode: directoryMode });
    await writeAdjacency(path, adjacency);
  } catch (error) {
    if (!isErrno(error, 'EROFS', 'EACCES', 'EPERM', 'ENOSPC', 'EDQUOT', 'EFBIG', 'EEXIST', 'ENOTDIR')) throw error;
  }
  return adjacency;
}
