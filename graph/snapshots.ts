/** The door to snapshots: what ingest, server and command line use of graph/snapshots/. */
export {
  createSnapshotDirectory,
  discardUnfinished,
  type ListedSnapshot,
  listSnapshots,
  lockDataDirectory,
  publishSnapshot,
  readCurrent,
} from './snapshots/data-directory.ts';
export type { SnapshotPlaces } from './snapshots/layout.ts';
export type { Lock } from './snapshots/lock.ts';
export { type Manifest, readManifest, type SnapshotCounts, snapshotFormatVersion } from './snapshots/manifest.ts';
export { type OpenSnapshot, type OpenSnapshotOptions, openSnapshot } from './snapshots/open-snapshot.ts';
export { SnapshotError, type SnapshotErrorCode } from './snapshots/snapshot-error.ts';
