/** A server whose disk is full while it is loaded: one of the test's own, which it may break. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AccessGraph } from '../../../graph/access-graph.ts';
import { connect, loadSnapshot, type Neo4jConnection, readMirrorState } from '../../../graph/engines/neo4j/index.ts';
import { newSnapshotId } from '../../../graph/snapshots/layout.ts';
import { failure } from '../../support/expect-graph.ts';
import { ownNeo4jIsMissing, startOwnNeo4j } from '../../support/neo4j/own.ts';
import type { StartedServer } from '../../support/neo4j/server.ts';
import { emptyGraph, policy, smallGraph } from '../../support/sample-graph.ts';
import { sampleManifest } from '../../support/sample-manifest.ts';

async function connectTo(server: StartedServer): Promise<Neo4jConnection> {
  const connection = await connect(server, { connectMs: 3000 });
  onTestFinished(() => connection.close());
  return connection;
}

const load = (connection: Neo4jConnection, graph: AccessGraph, onStep?: (text: string) => void) =>
  loadSnapshot(connection, graph, sampleManifest(newSnapshotId(new Date())), onStep);

/** Some megabytes of policies. */
const largeGraph: AccessGraph = {
  ...emptyGraph,
  nodes: { ...emptyGraph.nodes, Policy: Array.from({ length: 3000 }, (_, index) => policy(`p-${index}`, { document: 'x'.repeat(5000) })) },
};

describe.skipIf(await ownNeo4jIsMissing())('a server that', { timeout: 600_000 }, () => {
  test('has no more room on its disk: said, and not taken for done', async () => {
    const connection = await connectTo(await startOwnNeo4j({ fileKiB: 6000 }));
    await load(connection, smallGraph);
    const error = await failure(load(connection, largeGraph));
    expect({ code: error.code, message: error.message }).toEqual({ code: 'write-failed', message: expect.stringContaining('disk') });
    // It may answer no more; if it does, it says that it is not whole.
    const state = await readMirrorState(connection).catch(() => null);
    expect(state?.state ?? 'loading').toBe('loading');
  });
});
