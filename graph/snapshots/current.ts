/** Which snapshot people see: the small file `current`, replaced in one step. */
import { readFile } from 'node:fs/promises';
import { writeDurably } from '../durable-file.ts';
import { currentFile, isSnapshotId } from './layout.ts';
import { isErrno, reasonOf, SnapshotError } from './snapshot-error.ts';

/** Id of the current snapshot; null if there is none yet. Rejects with `snapshot-damaged` or `data-directory`. */
export async function readCurrent(dataDir: string): Promise<string | null> {
  const path = currentFile(dataDir);
  try {
    const id = (await readFile(path, 'utf8')).trim();
    if (isSnapshotId(id)) return id;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw new SnapshotError('data-directory', `Cannot read ${path}: ${reasonOf(error)}. Check --data and its permissions.`, {
      cause: error,
    });
  }
  throw new SnapshotError(
    'snapshot-damaged',
    `${path} does not hold the id of a snapshot. Make one current with 'rolepath snapshots use ID', or ingest again.`,
  );
}

/** Id of the current snapshot. Rejects as `readCurrent` does, and with `no-snapshot`. */
export async function readCurrentOrRefuse(dataDir: string): Promise<string> {
  const id = await readCurrent(dataDir);
  if (id !== null) return id;
  throw new SnapshotError(
    'no-snapshot',
    `There is no snapshot in ${dataDir}. Run 'rolepath ingest PATH' first, or 'rolepath demo'; --data names another directory.`,
  );
}

/** Makes the snapshot current: whoever reads the file sees the old one or this one. Hold the lock. Rejects with the file system's error. */
export async function writeCurrent(dataDir: string, id: string): Promise<void> {
  await writeDurably(currentFile(dataDir), [`${id}\n`]);
}
