/** Every engine, each giving a test an opened store that is loaded with a graph. */
import { join } from 'node:path';
import { describe, onTestFinished } from 'vitest';
import type { AccessGraph } from '../../graph/access-graph.ts';
import { createLadybugWriter, openLadybugStore } from '../../graph/engines/ladybug/index.ts';
import { connect, loadSnapshot, type Neo4jAddress, openNeo4jStore, readMirrorState } from '../../graph/engines/neo4j/index.ts';
import { newSnapshotId } from '../../graph/snapshots/layout.ts';
import type { GraphStore } from '../../graph/store.ts';
import { leaseNeo4j } from './neo4j/lease.ts';
import { sampleManifest } from './sample-manifest.ts';
import { temporaryDirectory } from './temporary-directory.ts';

export interface TestEngine {
  readonly name: GraphStore['engine'];
  /**
   * Writes the graph and rejects as the engine does. Neo4j has one graph at a time: the last one.
   * @param directory an empty one of the caller's for a database that outlives a test; of the test's own unless given
   */
  load(graph: AccessGraph, directory?: string): Promise<TestDatabase>;
  /** An opened store over the graph, closed when the test is over. */
  open(graph: AccessGraph): Promise<GraphStore>;
}

export interface TestDatabase {
  /** Another store over the same graph. The caller closes it. */
  openStore(options?: { readonly timeoutMs?: number }): Promise<GraphStore>;
}

const lease = await leaseNeo4j();

/** The Neo4j server of the run, which is this test file's alone; null if there is none. */
export const neo4jServer: Neo4jAddress | null = 'missing' in lease ? null : lease;

const ladybug = engineOf('ladybug', async (graph, directory = temporaryDirectory()) => {
  const path = join(directory, 'graph.lbug');
  await createLadybugWriter(path).write(graph);
  return { openStore: (options) => openLadybugStore(path, options) };
});

/** `address`: a server that the tests may fill. */
export const neo4jEngine = (address: Neo4jAddress): TestEngine =>
  engineOf('neo4j', async (graph) => {
    const loading = await connect(address);
    try {
      await loadSnapshot(loading, graph, sampleManifest(newSnapshotId(new Date())));
    } finally {
      await loading.close();
    }
    return {
      openStore: async (options) => {
        const connection = await connect(address, options);
        const state = await readMirrorState(connection);
        if (state === null) throw new Error('Nothing was loaded.');
        return openNeo4jStore(connection, state);
      },
    };
  });

function engineOf(name: TestEngine['name'], load: TestEngine['load']): TestEngine {
  return {
    name,
    load,
    open: async (graph) => {
      const store = await (await load(graph)).openStore();
      onTestFinished(() => store.close());
      return store;
    },
  };
}

/** Engines that are there: always Ladybug; Neo4j where there is one. */
export const engines: readonly TestEngine[] = [ladybug, ...(neo4jServer === null ? [] : [neo4jEngine(neo4jServer)])];

/** Runs a suite for each engine; for one that is missing it is skipped and says so. */
export function describeEngines(title: string, suite: (engine: TestEngine) => void): void {
  // A server that has just started takes its time for each query that it sees first.
  for (const engine of engines) describe(`${title} (${engine.name})`, { timeout: 300_000 }, () => suite(engine));
  if (neo4jServer === null) describe.skip(`${title} (neo4j)`, () => suite(ladybug));
}
