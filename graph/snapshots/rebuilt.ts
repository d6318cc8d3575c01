/** Snapshots that were made anew from the files which an older one kept, for a version of Rolepath that could not read it. */
import { schemaHash } from '../schema-hash.ts';
import { type ListedSnapshot, listSnapshots } from './data-directory.ts';

/** Ids of the listed snapshots that another one of them was rebuilt from. */
export const replacedIds = (listed: readonly ListedSnapshot[]): ReadonlySet<string> =>
  new Set(listed.flatMap((snapshot) => ('manifest' in snapshot ? (snapshot.manifest.rebuiltFrom?.id ?? []) : [])));

/** Id of the newest snapshot that was rebuilt from this one and that this version of Rolepath reads; null if there is none. */
export async function findRebuilt(dataDir: string, id: string): Promise<string | null> {
  const found = (await listSnapshots(dataDir)).find(
    (snapshot) => 'manifest' in snapshot && snapshot.manifest.rebuiltFrom?.id === id && snapshot.manifest.schemaHash === schemaHash,
  );
  return found?.id ?? null;
}
