/** Where things lie in a data directory, and what the ids of snapshots look like. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

/** The places of one snapshot. All but `manifest` are written before it; a directory without manifest is unfinished. */
export interface SnapshotPlaces {
  readonly id: string;
  readonly path: string;
  /** Directory for the Collection as it was read. */
  readonly collection: string;
  /** The engine's database file. */
  readonly database: string;
  readonly adjacency: string;
  /** What was decided, for the next ingest; may be missing. */
  readonly decisions: string;
  readonly manifest: string;
}

export const snapshotsDirectory = (dataDir: string): string => join(dataDir, 'snapshots');
export const currentFile = (dataDir: string): string => join(dataDir, 'current');
export const lockFile = (dataDir: string): string => join(dataDir, 'lock');
/** See readers.ts. */
export const readersDirectory = (dataDir: string): string => join(dataDir, 'readers');
export const collectingLockFile = (dataDir: string): string => join(dataDir, 'collecting.lock');

export function placesOf(dataDir: string, id: string): SnapshotPlaces {
  const path = join(snapshotsDirectory(dataDir), id);
  return {
    id,
    path,
    collection: join(path, 'collection'),
    database: join(path, 'graph.lbug'),
    adjacency: join(path, 'adjacency.bin'),
    decisions: join(path, 'decisions.gz'),
    manifest: join(path, 'manifest.json'),
  };
}

/**
 * Sorts by time, to the millisecond, e.g. `20261122T043000Z-1f4b2c`: the tail is the milliseconds in three hexadecimal digits,
 * then three random ones.
 */
export function newSnapshotId(now: Date): string {
  const time = now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  const milliseconds = now.getUTCMilliseconds().toString(16).padStart(3, '0');
  return `${time}-${milliseconds}${randomBytes(2).toString('hex').slice(0, 3)}`;
}

/** When the snapshot was made, as its id says. */
export const timeOfSnapshotId = (id: string): Date =>
  new Date(id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, '$1-$2-$3T$4:$5:$6Z'));

/** Everything that is not an id is refused before it becomes part of a path. */
export const isSnapshotId = (text: string): boolean => /^\d{8}T\d{6}Z-[0-9a-f]{6}$/.test(text);

/** What a snapshot's folder is called while it is being deleted. */
export const removedName = (id: string): string => `${id}.removed`;
export const isRemovedName = (name: string): boolean => name.endsWith('.removed') && isSnapshotId(name.slice(0, -'.removed'.length));
