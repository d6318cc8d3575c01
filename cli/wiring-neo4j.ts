/** The part of the composition root that knows Neo4j: loading it with a snapshot, and answering from the snapshot that it mirrors. */

import type { AccessGraph } from '../graph/access-graph.ts';
import { buildAdjacency } from '../graph/adjacency-file.ts';
import {
  busy,
  connect,
  createNeo4jCypher,
  loadSnapshot,
  type MirrorState,
  type Neo4jAddress,
  type Neo4jConnection,
  openNeo4jStore,
  readChains,
  readMirrorState,
} from '../graph/engines/neo4j/index.ts';
import { fallBack } from '../graph/fallback-store.ts';
import { readAccessGraph } from '../graph/read-access-graph.ts';
import { schemaHash } from '../graph/schema-hash.ts';
import {
  chooseSnapshot,
  keepAdjacency,
  type Manifest,
  type OpenSnapshot,
  openSnapshot,
  parseManifest,
  readCurrent,
  SnapshotError,
} from '../graph/snapshots.ts';
import { StoreError } from '../graph/store.ts';
import { createServedSnapshots, type ServedSnapshots } from '../server/served-snapshots.ts';
import type { OpenOptions } from './commands/context.ts';
import { UsageError } from './exit-codes.ts';
import type { Mirror } from './mirror.ts';
import { openNamedSnapshot, type ServedParts, type SnapshotEngine, toServed } from './snapshot-services.ts';

/** From NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE. @throws UsageError */
export function readNeo4jAddress(env: Readonly<Record<string, string | undefined>>): Neo4jAddress {
  const { NEO4J_URI: uri = '', NEO4J_USERNAME: username = '', NEO4J_PASSWORD: password = '', NEO4J_DATABASE: database = '' } = env;
  if (uri === '' || password === '')
    throw new UsageError(
      '--store neo4j needs NEO4J_URI (such as neo4j://localhost:7687) and NEO4J_PASSWORD in the environment; NEO4J_USERNAME is neo4j unless set, and NEO4J_DATABASE names another database than the usual one.',
    );
  return { uri, username: username === '' ? 'neo4j' : username, password, ...(database === '' ? {} : { database }) };
}

export const createNeo4jMirror = (address: Neo4jAddress): Mirror => ({
  open: (engine, dataDir, options) => openMirrored(address, engine, dataDir, options),
  openServed: (parts, dataDir, options) => openServedMirror(address, parts, dataDir, options),
  around: async (work) => {
    const connection = await connect(address);
    try {
      return await work((onStep = () => {}) => ({
        graph: (graph, manifest) => mirrorGraph(connection, graph, manifest, onStep),
        snapshot: (engine, dataDir, id) => mirrorSnapshot(connection, engine, dataDir, id, onStep),
      }));
    } finally {
      await connection.close();
    }
  },
  readSource: async () => {
    const connection = await connect(address);
    try {
      const state = await readMirrorState(connection);
      return state === null ? null : describeSource(state);
    } finally {
      await connection.close();
    }
  },
});

/** While its first load has not ended there is no manifest. */
function describeSource({ id, manifest }: MirrorState): string {
  try {
    return String((JSON.parse(manifest) as { source?: unknown }).source ?? id);
  } catch {
    return `snapshot ${id}`;
  }
}

/** Loads Neo4j with the graph of a snapshot that is current on this machine. */
async function mirrorGraph(
  connection: Neo4jConnection,
  graph: AccessGraph,
  manifest: Manifest,
  onStep: (text: string) => void,
): Promise<void> {
  try {
    await loadSnapshot(connection, graph, manifest, onStep);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const sync = "'rolepath snapshots use current --store neo4j' tries again.";
    throw new StoreError(error.code, `${error.message} The snapshot ${manifest.id} is whole and current on this machine; ${sync}`, {
      cause: error,
    });
  }
}

/** Loads Neo4j with a snapshot of the data directory. */
async function mirrorSnapshot(
  connection: Neo4jConnection,
  engine: SnapshotEngine,
  dataDir: string,
  id: string,
  onStep: (text: string) => void,
): Promise<void> {
  const snapshot = await openSnapshot(dataDir, { id, openStore: engine.openStore });
  try {
    onStep('Reading the graph …');
    await mirrorGraph(connection, await readAccessGraph(snapshot.store, snapshot.adjacency), snapshot.manifest, onStep);
  } finally {
    await snapshot.close();
  }
}

/**
 * Opens the snapshot that Neo4j mirrors. While Neo4j is being loaded, the last snapshot of this machine stands in for it.
 * Rejects with a StoreError or SnapshotError that says what to do.
 */
async function openMirrored(address: Neo4jAddress, engine: SnapshotEngine, dataDir: string, options: OpenOptions): Promise<OpenSnapshot> {
  const connection = await connect(address);
  try {
    const state = await readMirrorState(connection);
    if (state === null)
      throw new StoreError(
        'store-unavailable',
        `There is nothing of Rolepath in Neo4j at ${connection.name}. Run 'rolepath ingest PATH --store neo4j' first.`,
      );
    if (state.state === 'loading') {
      const local = await openInstead(connection, engine, dataDir, options);
      await connection.close();
      return local;
    }
    if (state.schemaHash !== schemaHash)
      throw new SnapshotError(
        'snapshot-format',
        `Neo4j at ${connection.name} was loaded by another version of Rolepath. 'rolepath ingest PATH --store neo4j' brings it up to this one.`,
      );
    await refuseOther(dataDir, options.snapshot, state.id);
    return await openOver(address, connection, state, engine, dataDir, options);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Switches when Neo4j is ready with another snapshot, and to this machine's own while Neo4j is being loaded. */
async function openServedMirror(
  address: Neo4jAddress,
  { engine, log, ask }: ServedParts,
  dataDir: string,
  options: OpenOptions,
): Promise<ServedSnapshots> {
  const watching = await connect(address);
  const readServed = async (): Promise<string | null> => {
    const state = await readMirrorState(watching);
    return state?.state === 'ready' ? state.id : await readCurrent(dataDir);
  };
  const open = async (given: OpenOptions) => toServed(await openMirrored(address, engine, dataDir, given), ask);
  try {
    const current = await readServed();
    const served = createServedSnapshots({
      first: await open(options),
      current,
      readCurrent: readServed,
      open: () => open({}),
      watch: () => () => undefined,
      log,
    });
    const close = async (): Promise<void> => {
      await served.close();
      await watching.close();
    };
    return { ...served, close };
  } catch (error) {
    await watching.close();
    throw error;
  }
}

async function openInstead(
  connection: Neo4jConnection,
  engine: SnapshotEngine,
  dataDir: string,
  options: OpenOptions,
): Promise<OpenSnapshot> {
  try {
    const local = await openNamedSnapshot(engine, dataDir, options);
    options.onNote?.(
      `Neo4j at ${connection.name} is being loaded. Until that is done, snapshot ${local.manifest.id} of this machine answers.`,
    );
    return local;
  } catch (error) {
    if (error instanceof SnapshotError && error.code === 'no-snapshot') throw busy(connection.name);
    throw error;
  }
}

/** Neo4j has one snapshot: asking for another one by name is a mistake that must not be answered from this one. */
async function refuseOther(dataDir: string, name: string | undefined, id: string): Promise<void> {
  if (name === undefined || id.startsWith(name)) return;
  if ((await chooseSnapshot(dataDir, name).catch(() => null)) === id) return;
  throw new UsageError(
    `Neo4j mirrors snapshot ${id}, not '${name}'. Leave out --snapshot, or load the other one with 'rolepath snapshots use ${name} --store neo4j'.`,
  );
}

/** Where this machine has the same snapshot, its adjacency is used, and its graph while Neo4j is away. */
async function openOver(
  address: Neo4jAddress,
  connection: Neo4jConnection,
  state: MirrorState,
  engine: SnapshotEngine,
  dataDir: string,
  { onStep, onNote }: OpenOptions,
): Promise<OpenSnapshot> {
  const store = await openNeo4jStore(connection, state);
  const cypher = createNeo4jCypher(address, state);
  const local = await openSnapshot(dataDir, { id: state.id, openStore: engine.openStore }).catch((error: unknown) => {
    if (error instanceof SnapshotError) return null;
    throw error;
  });
  if (local !== null) {
    const either = fallBack(store, local.store, ({ message }) => onNote?.(`${message} Until then, this machine's own copy answers.`));
    const close = async (): Promise<void> => {
      await cypher.close();
      await either.close();
      await local.close();
    };
    return { ...local, store: either, cypher, close };
  }
  const manifest = parseManifest(`The manifest in Neo4j at ${connection.name}`, state.id, state.manifest);
  const adjacency = await keepAdjacency(dataDir, state.id, async () => {
    onStep?.('Reading the graph from Neo4j …');
    return buildAdjacency(state.id, await readChains(connection, state));
  });
  const close = async (): Promise<void> => {
    await cypher.close();
    await store.close();
  };
  return { manifest, adjacency, store, cypher, close };
}
