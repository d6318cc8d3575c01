/** Opens one snapshot for reading: its manifest, its adjacency, and its store in whatever engine the caller brings. */
import type { Adjacency } from '../adjacency.ts';
import { AdjacencyError, type AdjacencyErrorCode, readAdjacency } from '../adjacency-file.ts';
import { checksumFile } from '../file-checksum.ts';
import { schemaHash } from '../schema-hash.ts';
import type { GraphStore } from '../store.ts';
import { readCurrent } from './data-directory.ts';
import { placesOf, type SnapshotPlaces } from './layout.ts';
import { openLazily } from './lazy-store.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { reasonOf, SnapshotError } from './snapshot-error.ts';

export interface OpenSnapshot {
  readonly manifest: Manifest;
  readonly adjacency: Adjacency;
  readonly store: GraphStore;
  /** Closes the store. Doing it twice is allowed. */
  close(): Promise<void>;
}

export interface OpenSnapshotOptions {
  /** The current one unless given. */
  readonly id?: string;
  /** Opens the engine's database read-only. Called when something is first asked of the store. */
  readonly openStore: (databasePath: string) => Promise<GraphStore>;
}

/**
 * Rejects with a SnapshotError (`no-snapshot`, `unknown-snapshot`, `snapshot-damaged`, `snapshot-format`, `data-directory`)
 * at once. The store opens later: then its methods reject with `snapshot-damaged` or with what
 * `openStore` rejects with.
 */
export async function openSnapshot(dataDir: string, options: OpenSnapshotOptions): Promise<OpenSnapshot> {
  const id = options.id ?? (await readCurrentOrRefuse(dataDir));
  const manifest = await readManifest(dataDir, id);
  const places = placesOf(dataDir, id);
  if (manifest.schemaHash !== schemaHash) {
    throw new SnapshotError(
      'snapshot-format',
      `${places.path} was written with another graph schema. Ingest again, e.g. from ${places.collection}.`,
    );
  }
  const adjacency = await readAdjacencyOf(places.adjacency, id);
  const store = openLazily(manifest.engine, async () => {
    await refuseDamage(places, manifest);
    return options.openStore(places.database);
  });
  return { manifest, adjacency, store, close: () => store.close() };
}

/** A damaged database can end the process from native code, where nothing can be caught, so it is never handed over. */
async function refuseDamage({ id, database }: SnapshotPlaces, manifest: Manifest): Promise<void> {
  if (!manifest.database) return;
  const found = await checksumFile(database).catch((error: unknown) => {
    throw new SnapshotError('snapshot-damaged', `Cannot read ${database}: ${reasonOf(error)}. Ingest again.`, { cause: error });
  });
  if (found.sha256 === manifest.database.sha256) return;
  throw new SnapshotError(
    'snapshot-damaged',
    `The graph database of snapshot ${id} is damaged (${database} is not what was written). Ingest again.`,
  );
}

async function readCurrentOrRefuse(dataDir: string): Promise<string> {
  const id = await readCurrent(dataDir);
  if (id !== null) return id;
  throw new SnapshotError(
    'no-snapshot',
    `There is no snapshot in ${dataDir}. Run 'rolepath ingest PATH' first, or 'rolepath demo'; --data names another directory.`,
  );
}

const otherFormat: readonly AdjacencyErrorCode[] = ['adjacency-version', 'adjacency-byte-order', 'adjacency-schema'];

async function readAdjacencyOf(path: string, snapshotId: string): Promise<Adjacency> {
  try {
    return await readAdjacency(path, { snapshotId });
  } catch (error) {
    if (!(error instanceof AdjacencyError)) throw error;
    const code = otherFormat.includes(error.code) ? 'snapshot-format' : 'snapshot-damaged';
    throw new SnapshotError(code, error.message, { cause: error });
  }
}
