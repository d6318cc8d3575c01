/** Making another snapshot current. */
import { readCurrent, writeCurrent } from './current.ts';
import { explain, lockDataDirectory } from './data-directory.ts';
import { checkSnapshot } from './open-snapshot.ts';
import { SnapshotError } from './snapshot-error.ts';

/**
 * Checks every file that answers are made of, then makes the snapshot current in one step. Answers with the id that was
 * current before, null if there was none or `current` was damaged.
 * Rejects as `openSnapshot` does, and with `ingest-running`; then the current snapshot is what it was.
 */
export async function useSnapshot(dataDir: string, id: string): Promise<string | null> {
  const lock = await lockDataDirectory(dataDir);
  try {
    await checkSnapshot(dataDir, id);
    const before = await readCurrent(dataDir).catch((error: unknown) => {
      if (error instanceof SnapshotError && error.code === 'snapshot-damaged') return null;
      throw error;
    });
    await explain(dataDir, () => writeCurrent(dataDir, id));
    return before;
  } finally {
    await lock.release();
  }
}
