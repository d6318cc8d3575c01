/** From what people write for a snapshot (`current`, `previous`, an id or the beginning of one) to its id. */
import { readCurrent, readCurrentOrRefuse } from './current.ts';
import { listSnapshots, readSnapshotIds } from './data-directory.ts';
import { replacedIds } from './rebuilt.ts';
import { SnapshotError } from './snapshot-error.ts';

const hint = "'rolepath snapshots list' shows those there are.";
const shown = 10;

/**
 * `previous` is the newest readable snapshot that is older than the current one.
 * Rejects with a SnapshotError: `unknown-snapshot`, `ambiguous-snapshot`, and for `current` and `previous` as `readCurrentOrRefuse` does.
 */
export async function chooseSnapshot(dataDir: string, name: string): Promise<string> {
  if (name === 'current') return await readCurrentOrRefuse(dataDir);
  if (name === 'previous') return await findPrevious(dataDir);
  const ids = await readSnapshotIds(dataDir);
  const wanted = name.toLowerCase();
  const found = wanted === '' ? [] : ids.filter((id) => id.toLowerCase().startsWith(wanted));
  const [first, ...others] = found;
  if (first === undefined) throw new SnapshotError('unknown-snapshot', `There is no snapshot '${name}' in ${dataDir}. ${hint}`);
  if (others.length === 0) return first;
  const rest = found.length > shown ? ` and ${found.length - shown} more` : '';
  throw new SnapshotError(
    'ambiguous-snapshot',
    `'${name}' is the beginning of ${found.length} snapshots: ${found.slice(0, shown).join(', ')}${rest}. Write more of the id.`,
  );
}

async function findPrevious(dataDir: string): Promise<string> {
  const current = await readCurrentOrRefuse(dataDir);
  const listed = await listSnapshots(dataDir);
  const replaced = replacedIds(listed);
  const older = listed.find((snapshot) => 'manifest' in snapshot && snapshot.id < current && !replaced.has(snapshot.id));
  if (older !== undefined) return older.id;
  throw new SnapshotError('unknown-snapshot', `There is no readable snapshot before the current one, ${current}. ${hint}`);
}

/** Refuses a current snapshot whose folder is gone: the name that people gave is right, what is stored is not. */
export async function refuseMissingCurrent(dataDir: string, error: unknown): Promise<never> {
  const isMissing = error instanceof SnapshotError && error.code === 'unknown-snapshot';
  const current = isMissing ? await readCurrent(dataDir) : null;
  if (current === null) throw error;
  throw new SnapshotError(
    'snapshot-damaged',
    `The current snapshot of ${dataDir}, ${current}, is not there. Make another one current with 'rolepath snapshots use ID', or ingest again.`,
    { cause: error },
  );
}
