/** From AWS credentials to a new current snapshot: a live run writes a Collection, which is then ingested like any other. */
import { join } from 'node:path';
import { lockCollecting, type Manifest, readCurrent, readManifest, SnapshotError, snapshotCollection } from '../graph/snapshots.ts';
import { carryOver, lackingAccounts, lacksOrganizationPart, type NotRead } from './carry-over.ts';
import { type RawCollection, readStoredCollection } from './collection.ts';
import { IngestError } from './errors.ts';
import { type IngestOptions, ingest } from './ingest.ts';
import { collectLive, type LiveSummary } from './sources/live/collect.ts';
import { Keeper } from './sources/live/keeper.ts';
import type { LiveOptions } from './sources/live/options.ts';

export interface IngestLiveOptions extends Omit<IngestOptions, 'paths' | 'prepare'> {
  readonly live: LiveOptions;
}

/** Where a live run keeps what it has read, until a snapshot has it. */
export const collectingDirectory = (dataDir: string): string => join(dataDir, 'collecting');

/**
 * What was read is kept beside the snapshots until all of it is in one; `resume` goes on with it.
 * @throws IngestError, SnapshotError (`ingest-running` if another live run is under way) or StoreError
 */
export async function ingestLive({
  live,
  ...options
}: IngestLiveOptions): Promise<{ readonly manifest: Manifest; readonly summary: LiveSummary }> {
  const { dataDir } = options;
  const lock = await lockCollecting(dataDir);
  try {
    const directory = collectingDirectory(dataDir);
    const start = performance.now();
    const summary = await collectLive(live, directory);
    const collecting = Math.round(performance.now() - start);
    const built = await ingest({
      ...options,
      paths: [directory],
      prepare: (collection) => standIn(collection, whatIsMissing(summary), dataDir),
    });
    if (!summary.findings.some(({ severity }) => severity !== 'notice')) await new Keeper(directory).clear();
    return { manifest: { ...built, timings: { collect: collecting, ...built.timings } }, summary };
  } finally {
    await lock.release();
  }
}

const whatIsMissing = ({ failedAccounts, failedActions, findings }: LiveSummary): NotRead => ({
  accounts: failedAccounts,
  identityCenter:
    failedActions.some((action) => /^(sso|identitystore):/.test(action)) ||
    findings.some(({ code }) => code === 'identity-center-not-found'),
});

/** Fills in what the current snapshot knew of accounts, and parts of them, that could not be read. A damaged snapshot knows nothing. */
async function standIn(collection: RawCollection, notRead: NotRead, dataDir: string): Promise<RawCollection> {
  const lacking = lackingAccounts(collection, notRead);
  if (lacking.size === 0 && !notRead.identityCenter && !lacksOrganizationPart(collection)) return collection;
  try {
    const snapshot = await readCurrent(dataDir);
    if (snapshot === null) return collection;
    const { createdAt } = await readManifest(dataDir, snapshot);
    const earlier = await readStoredCollection(snapshotCollection(dataDir, snapshot), undefined, lacking);
    return carryOver(collection, notRead, { snapshot, createdAt, collection: earlier });
  } catch (error) {
    if (error instanceof SnapshotError || error instanceof IngestError) return collection;
    throw error;
  }
}
