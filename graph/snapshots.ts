/** The door to snapshots: what ingest, server and command line use of graph/snapshots/. */
export { chooseSnapshot } from './snapshots/choose-snapshot.ts';
export { readCurrent } from './snapshots/current.ts';
export {
  createSnapshotDirectory,
  discardUnfinished,
  type ListedSnapshot,
  listSnapshots,
  lockCollecting,
  lockDataDirectory,
  publishSnapshot,
  snapshotCollection,
} from './snapshots/data-directory.ts';
export { keepAdjacency } from './snapshots/keep-adjacency.ts';
export { placesOf, type SnapshotPlaces, timeOfSnapshotId } from './snapshots/layout.ts';
export type { Lock } from './snapshots/lock.ts';
export {
  type Manifest,
  parseManifest,
  readManifest,
  readOrigin,
  type SnapshotCounts,
  snapshotFormatVersion,
} from './snapshots/manifest.ts';
export { type OpenSnapshot, type OpenSnapshotOptions, openSnapshot } from './snapshots/open-snapshot.ts';
export { type PrunedSnapshot, type PruneRules, pruneSnapshots } from './snapshots/prune.ts';
export { listReaders, type Reader } from './snapshots/readers.ts';
export { findRebuilt } from './snapshots/rebuilt.ts';
export { measureSnapshot, type SnapshotSizes } from './snapshots/sizes.ts';
export { SnapshotError, type SnapshotErrorCode } from './snapshots/snapshot-error.ts';
export { useSnapshot } from './snapshots/use-snapshot.ts';
export { watchCurrent } from './snapshots/watch-current.ts';
