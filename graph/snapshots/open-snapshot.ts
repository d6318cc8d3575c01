/** Opens one snapshot for reading: its manifest, its adjacency, and its store in whatever engine the caller brings. */
import type { Adjacency } from '../adjacency.ts';
import { AdjacencyError, type AdjacencyErrorCode, readAdjacency } from '../adjacency-file.ts';
import type { CypherRunner } from '../cypher-runner.ts';
import { checksumFile } from '../file-checksum.ts';
import { schemaHash } from '../schema-hash.ts';
import { type GraphStore, StoreError } from '../store.ts';
import { refuseMissingCurrent } from './choose-snapshot.ts';
import { readCurrent, readCurrentOrRefuse } from './current.ts';
import { isSnapshotId, placesOf, type SnapshotPlaces } from './layout.ts';
import { openCypherLazily } from './lazy-cypher.ts';
import { openLazily } from './lazy-store.ts';
import { howToRebuild, type Manifest, readManifest } from './manifest.ts';
import { markReader } from './readers.ts';
import { reasonOf, SnapshotError } from './snapshot-error.ts';

export interface OpenSnapshot {
  readonly manifest: Manifest;
  readonly adjacency: Adjacency;
  readonly store: GraphStore;
  /** For queries that people typed. */
  readonly cypher: CypherRunner;
  /** Closes the store, and ends queries. Doing it twice is allowed. */
  close(): Promise<void>;
}

export interface OpenSnapshotOptions {
  /** The current one unless given. */
  readonly id?: string;
  /** Opens the engine's database read-only. Called when something is first asked of the store. */
  readonly openStore: (databasePath: string) => Promise<GraphStore>;
  /** Likewise for user Cypher; without it none is answered. */
  readonly openCypher?: (databasePath: string) => CypherRunner;
}

/**
 * Opens the snapshot and marks it as read until it is closed, so that `prune` leaves it.
 * Rejects with a SnapshotError (`no-snapshot`, `unknown-snapshot`, `snapshot-damaged`, `snapshot-format`, `data-directory`)
 * at once. The store opens later: then its methods reject with `snapshot-damaged` or with what
 * `openStore` rejects with.
 */
export async function openSnapshot(dataDir: string, { id, ...openers }: OpenSnapshotOptions): Promise<OpenSnapshot> {
  if (id !== undefined) return await openById(dataDir, id, openers);
  const current = await readCurrentOrRefuse(dataDir);
  try {
    return await openById(dataDir, current, openers);
  } catch (error) {
    // Between reading `current` and marking the snapshot it may have been replaced and pruned.
    if ((await readCurrent(dataDir)) !== current) return await openSnapshot(dataDir, openers);
    return await refuseMissingCurrent(dataDir, error);
  }
}

async function openById(dataDir: string, id: string, { openStore, openCypher }: Omit<OpenSnapshotOptions, 'id'>): Promise<OpenSnapshot> {
  if (!isSnapshotId(id)) await readManifest(dataDir, id);
  // The mark comes first: from then on nobody prunes what is read next.
  const mark = await markReader(dataDir, id);
  try {
    const manifest = await readManifest(dataDir, id);
    const places = placesOf(dataDir, id);
    if (manifest.schemaHash !== schemaHash)
      throw new SnapshotError('snapshot-format', `${places.path} was written with another graph schema. ${howToRebuild(id)}`);
    const adjacency = await readAdjacencyOf(places.adjacency, id);
    const store = openLazily(manifest.engine, async () => {
      await refuseDamage(places, manifest);
      return openStore(places.database);
    });
    const cypher = openCypherLazily(manifest.engine, async () => {
      if (openCypher === undefined) throw new StoreError('store-unavailable', 'This store was opened without Cypher.');
      await refuseDamage(places, manifest);
      return openCypher(places.database);
    });
    const close = async (): Promise<void> => {
      try {
        await Promise.all([store.close(), cypher.close()]);
      } finally {
        await mark.remove();
      }
    };
    return { manifest, adjacency, store, cypher, close };
  } catch (error) {
    await mark.remove();
    throw error;
  }
}

/** Reads and checks every file that answers are made of. Rejects as `openSnapshot` and what it opens do. */
export async function checkSnapshot(dataDir: string, id: string): Promise<void> {
  const openStore = (): Promise<GraphStore> => Promise.reject(new Error('Nothing is asked of the store here.'));
  const { manifest, close } = await openById(dataDir, id, { openStore });
  try {
    await refuseDamage(placesOf(dataDir, id), manifest);
  } finally {
    await close();
  }
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
