/** What the rest of Rolepath uses of ingest. */
import type { RawCollection } from './collection.ts';
import { linkOrganization } from './link.ts';
import type { Organization } from './organization.ts';
import { readFiles } from './sources/files.ts';

export { type RawCollection, readStoredCollection, writeCollection } from './collection.ts';
export { ingest } from './ingest.ts';
export { type IngestLiveOptions, ingestLive } from './ingest-live.ts';
export { linkOrganization } from './link.ts';
export { rebuildSnapshot } from './rebuild.ts';
export { type Check, examineLive } from './sources/live/examine.ts';
export type { LiveOptions } from './sources/live/options.ts';
export { type LivePlan, planLive } from './sources/live/plan.ts';

/**
 * Reads files into a linked Organization. Whatever could not be used or is missing stands in its findings.
 * @throws IngestError `not-found`, `nothing-to-read`, `broken-collection`
 */
export async function readOrganization(paths: readonly string[]): Promise<{ organization: Organization; collection: RawCollection }> {
  const collection = await readFiles(paths);
  return { organization: linkOrganization(collection), collection };
}
