/** Where answers come from, and where a new snapshot is copied to besides the data directory: nowhere, or a database that mirrors it. */
import type { AccessGraph } from '../graph/access-graph.ts';
import type { Manifest, OpenSnapshot } from '../graph/snapshots.ts';
import type { ServedSnapshots } from '../server/served-snapshots.ts';
import type { OpenOptions } from './commands/context.ts';
import { openNamedSnapshot, openServedSnapshots, type ServedParts, type SnapshotEngine } from './snapshot-services.ts';

type OnStep = (text: string) => void;

/** Copies into a database that was reached before. */
export type MirrorCopy = (onStep?: OnStep) => {
  readonly graph: (graph: AccessGraph, manifest: Manifest) => Promise<void>;
  readonly snapshot: (engine: SnapshotEngine, dataDir: string, id: string) => Promise<void>;
};

export interface Mirror {
  open(engine: SnapshotEngine, dataDir: string, options: OpenOptions): Promise<OpenSnapshot>;
  /** What a server answers from; it switches by itself. */
  openServed(parts: ServedParts, dataDir: string, options: OpenOptions): Promise<ServedSnapshots>;
  /** Reaches the database before the work begins, so that a wrong password does not come after an hour. */
  around<T>(work: (copy: MirrorCopy | undefined) => Promise<T>): Promise<T>;
  /** Where the snapshot that is in the database came from, as people are told; null if there is none. */
  readSource(): Promise<string | null>;
}

/** The data directory is all there is. */
export const withoutMirror: Mirror = {
  open: openNamedSnapshot,
  openServed: openServedSnapshots,
  around: (work) => work(undefined),
  readSource: () => Promise.resolve(null),
};
