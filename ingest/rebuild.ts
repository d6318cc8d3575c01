/** Makes a snapshot anew from the Collection that an older one kept: for data that another version of Rolepath wrote. */
import { placesOf, readManifest, readOrigin, SnapshotError, timeOfSnapshotId } from '../graph/snapshots.ts';
import { type IngestOptions, ingest } from './ingest.ts';

type RebuildOptions = Pick<IngestOptions, 'dataDir' | 'engine' | 'mirror' | 'version' | 'onStep'> & { readonly id: string };

/** What is mended by ingesting again. */
const curable: readonly string[] = ['snapshot-format', 'snapshot-damaged'];

/**
 * The new snapshot has the old one's time and source, and is current if the old one was. The old one stays until it is pruned.
 * @throws IngestError (`broken-collection` if what was kept cannot be read), SnapshotError (`snapshot-newer`: never of a newer
 *   Rolepath's data, as its Collection may hold what this one overlooks) or StoreError
 */
export async function rebuildSnapshot({ id, ...options }: RebuildOptions): ReturnType<typeof ingest> {
  const { dataDir } = options;
  await readManifest(dataDir, id).catch((error: unknown) => {
    if (!(error instanceof SnapshotError) || !curable.includes(error.code)) throw error;
  });
  const { createdAt, source = id, highValue = [], rolepath } = await readOrigin(dataDir, id);
  return await ingest({
    ...options,
    paths: [placesOf(dataDir, id).collection],
    source,
    highValue,
    strict: false,
    rebuilds: { id, rolepath, createdAt: createdAt === undefined ? timeOfSnapshotId(id) : new Date(createdAt) },
  });
}
