/** What commands ask of the snapshots in a data directory, whichever engine holds their graphs. */
import type { CypherRunner } from '../graph/cypher-runner.ts';
import { schemaHash } from '../graph/schema-hash.ts';
import {
  chooseSnapshot,
  findRebuilt,
  type ListedSnapshot,
  listReaders,
  listSnapshots,
  type Manifest,
  measureSnapshot,
  type OpenSnapshot,
  openSnapshot,
  placesOf,
  pruneSnapshots,
  readCurrent,
  readManifest,
  SnapshotError,
  useSnapshot,
  watchCurrent,
} from '../graph/snapshots.ts';
import type { GraphStore } from '../graph/store.ts';
import type { IngestAnswer } from '../queries/answers.ts';
import type { Questions } from '../queries/questions.ts';
import type { PruneAnswer, SnapshotAnswer, SnapshotsAnswer, UseAnswer } from '../queries/snapshots-answer.ts';
import type { Log } from '../server/log.ts';
import { createServedSnapshots, type ServedSnapshot, type ServedSnapshots } from '../server/served-snapshots.ts';
import type { OpenOptions, SnapshotServices } from './commands/context.ts';
import { compareSnapshots } from './compare-snapshots.ts';

/** The parts of it that know an engine. */
export interface SnapshotEngine {
  openStore(databasePath: string): Promise<GraphStore>;
  openCypher(databasePath: string): CypherRunner;
  /** Ingests what the snapshot kept; see ingest/rebuild.ts. */
  rebuild(dataDir: string, id: string, onStep: (text: string) => void): Promise<Manifest>;
}

export function createSnapshotServices(engine: SnapshotEngine): SnapshotServices {
  return {
    async listSnapshots(dataDir) {
      const problems: SnapshotsAnswer['problems'] = [];
      const current = await readCurrent(dataDir).catch((error: unknown) => {
        problems.push(describeProblem(null, error));
        return null;
      });
      const listed = await listSnapshots(dataDir);
      if (current !== null && !listed.some(({ id }) => id === current))
        problems.push({ id: current, code: 'unknown-snapshot', detail: `The current snapshot, ${current}, is not there.` });
      for (const snapshot of listed) if ('error' in snapshot) problems.push(describeProblem(snapshot.id, snapshot.error));
      const snapshots = listed.flatMap((snapshot) => ('manifest' in snapshot ? [describeSnapshot(snapshot, current)] : []));
      return { current, snapshots, problems };
    },
    showSnapshot: async (dataDir, name) => await showSnapshot(dataDir, await chooseSnapshot(dataDir, name)),
    async useSnapshot(dataDir, name, options) {
      const id = await readable(engine, dataDir, await chooseSnapshot(dataDir, name), options);
      const before = await useSnapshot(dataDir, id);
      const { incomplete } = await readManifest(dataDir, id);
      return { snapshot: id, incomplete, truncated: false, cypher: null, before } satisfies UseAnswer;
    },
    async pruneSnapshots(dataDir, rules) {
      const snapshots = [...(await pruneSnapshots(dataDir, rules))];
      const removed = snapshots.filter(({ fate }) => fate === 'removed');
      const removedBytes = removed.reduce((sum, { bytes }) => sum + bytes, 0);
      return { dryRun: rules.dryRun === true, removedBytes, snapshots } satisfies PruneAnswer;
    },
    async diffSnapshots(dataDir, before, after, { onStep, onNote, ...options }) {
      const open = (snapshot: string): Promise<OpenSnapshot> =>
        openNamedSnapshot(engine, dataDir, { snapshot, ...(onStep ? { onStep } : {}), ...(onNote ? { onNote } : {}) });
      return await compareSnapshots(await open(before), () => open(after), options);
    },
    rebuildSnapshot: async (dataDir, name, onStep) =>
      describeManifest(await engine.rebuild(dataDir, await chooseSnapshot(dataDir, name), onStep)),
  };
}

/**
 * Opens the snapshot of that name, the current one unless given. One that another version of Rolepath wrote is built again
 * first, from what it kept.
 */
export async function openNamedSnapshot(engine: SnapshotEngine, dataDir: string, options: OpenOptions): Promise<OpenSnapshot> {
  const { openStore, openCypher } = engine;
  try {
    const id = options.snapshot === undefined ? undefined : await chooseSnapshot(dataDir, options.snapshot);
    return await openSnapshot(dataDir, { openStore, openCypher, ...(id === undefined ? {} : { id }) });
  } catch (error) {
    if (!(error instanceof SnapshotError) || error.code !== 'snapshot-format') throw error;
    const id = await chooseSnapshot(dataDir, options.snapshot ?? 'current');
    return await openSnapshot(dataDir, { openStore, openCypher, id: await rebuildOnce(engine, dataDir, id, options) });
  }
}

export interface ServedParts {
  readonly engine: SnapshotEngine;
  readonly log: Log;
  /** @param closing what takes long ends when this says so */
  ask(snapshot: OpenSnapshot, closing: AbortSignal): Questions;
}

/** Choke points take seconds to count in a large organization, and the start page shows them: the counting begins before anyone asks. */
export function toServed(snapshot: OpenSnapshot, ask: ServedParts['ask']): ServedSnapshot {
  const closing = new AbortController();
  const questions = ask(snapshot, closing.signal);
  questions.chokePoints().catch(() => {
    // Whoever asks is told.
  });
  return {
    questions,
    close: () => {
      closing.abort();
      return snapshot.close();
    },
  };
}

/**
 * The current snapshot, and each one that becomes current later; with `options.snapshot`, that one alone. One that another
 * version of Rolepath wrote is built again at the start, but not while others wait for answers.
 */
export async function openServedSnapshots(
  { engine, log, ask }: ServedParts,
  dataDir: string,
  options: OpenOptions,
): Promise<ServedSnapshots> {
  const isFixed = options.snapshot !== undefined && options.snapshot !== 'current';
  const current = isFixed ? null : await readCurrent(dataDir);
  return createServedSnapshots({
    first: toServed(await openNamedSnapshot(engine, dataDir, options), ask),
    current,
    readCurrent: async () => (isFixed ? null : await readCurrent(dataDir)),
    open: async (id) => toServed(await openSnapshot(dataDir, { id, openStore: engine.openStore, openCypher: engine.openCypher }), ask),
    watch: (onChange) => (isFixed ? () => undefined : watchCurrent(dataDir, onChange)),
    log,
  });
}

/** The id itself, or that of the snapshot which this version of Rolepath made or now makes of what it kept. */
async function readable(engine: SnapshotEngine, dataDir: string, id: string, options: OpenOptions): Promise<string> {
  try {
    await (await openSnapshot(dataDir, { id, openStore: engine.openStore })).close();
    return id;
  } catch (error) {
    if (!(error instanceof SnapshotError) || error.code !== 'snapshot-format') throw error;
    return await rebuildOnce(engine, dataDir, id, options);
  }
}

async function rebuildOnce(engine: SnapshotEngine, dataDir: string, id: string, { onStep, onNote }: OpenOptions): Promise<string> {
  const rebuilt = await findRebuilt(dataDir, id);
  if (rebuilt !== null) return rebuilt;
  onNote?.(`Another version of Rolepath wrote snapshot ${id}. It is built again from the files that are kept with it; this is done once.`);
  return (await engine.rebuild(dataDir, id, onStep ?? (() => {}))).id;
}

/** What people are told of a snapshot that was just made. */
export const describeManifest = ({ id, incomplete, counts, findings, decided, timings }: Manifest): IngestAnswer => ({
  snapshot: id,
  incomplete,
  truncated: false,
  cypher: null,
  counts,
  findings,
  decided: decided ?? null,
  timings,
});

async function showSnapshot(dataDir: string, id: string): Promise<SnapshotAnswer> {
  const manifest = await readManifest(dataDir, id);
  const current = await readCurrent(dataDir).catch(() => null);
  const readers = (await listReaders(dataDir)).get(id) ?? [];
  const { createdAt, source, engine, formatVersion, versions, rebuiltFrom = null } = manifest;
  return {
    ...describeManifest(manifest),
    current: id === current,
    createdAt,
    source,
    engine,
    outdated: manifest.schemaHash !== schemaHash,
    path: placesOf(dataDir, id).path,
    formatVersion,
    schemaHash: manifest.schemaHash,
    versions,
    rebuiltFrom,
    sizes: await measureSnapshot(dataDir, id),
    readers: readers.map(({ pid, since, isNear }) => ({ pid, since, near: isNear })),
  };
}

type ReadableSnapshot = Extract<ListedSnapshot, { manifest: unknown }>;

function describeSnapshot({ id, manifest }: ReadableSnapshot, current: string | null): SnapshotsAnswer['snapshots'][number] {
  const { createdAt, source, engine, incomplete, findings, counts } = manifest;
  return {
    id,
    current: id === current,
    createdAt,
    source,
    engine,
    incomplete,
    outdated: manifest.schemaHash !== schemaHash,
    findings: findings.length,
    principals: counts.users + counts.roles + counts.groups + counts.otherPrincipals,
    edges: counts.edges,
  };
}

function describeProblem(id: string | null, error: unknown): SnapshotsAnswer['problems'][number] {
  if (!(error instanceof SnapshotError) || error.code === 'data-directory') throw error;
  return { id, code: error.code, detail: error.message };
}
