/**
 * Makes the database mirror one snapshot, by changing what differs and nothing else. Killed at any moment, it leaves a Snapshot node that
 * says `loading`, and the next run begins with what is there.
 */
import { randomUUID } from 'node:crypto';
import type { Session } from 'neo4j-driver';
import type { AccessGraph } from '../../access-graph.ts';
import { checkGraph } from '../../check-graph.ts';
import { relationshipTypes } from '../../schema-columns.ts';
import { schemaHash } from '../../schema-hash.ts';
import type { Manifest } from '../../snapshots.ts';
import { type BatchWriter, createBatchWriter } from './batch-writer.ts';
import type { Changes } from './changes.ts';
import type { Neo4jConnection } from './connection.ts';
import { schemaStatements } from './constraints.ts';
import { toStoreError } from './errors.ts';
import { loadNodes, type ReadRows, removeNodes } from './load-nodes.ts';
import { loadRelationships } from './load-relationships.ts';
import { beginLoad, finishLoad, snapshotKey } from './snapshot-node.ts';

/**
 * Resolves to what was changed beside the Snapshot node, when the database is whole and says so. Rejects with a StoreError: then the database
 * says that it is loading (or, where nothing could be begun, what it said before), and the same call goes on where this one was.
 */
export async function loadSnapshot(
  connection: Neo4jConnection,
  graph: AccessGraph,
  manifest: Manifest,
  onStep: (text: string) => void = () => {},
): Promise<Changes> {
  checkGraph(graph);
  const session = connection.session('WRITE');
  try {
    onStep('Comparing Neo4j with the graph …');
    for (const statement of schemaStatements()) await session.run(statement);
    const load = randomUUID();
    const storedSchema = await beginLoad(session, manifest.id, load);
    const writer = createBatchWriter(session, snapshotKey, load);
    const read = readerOver(session);
    onStep('Writing nodes to Neo4j …');
    const { gone, wasEmpty } = await loadNodes(graph, read, writer);
    onStep('Writing relationships to Neo4j …');
    await loadRelationships(graph, wasEmpty, read, writer);
    if (storedSchema !== '' && storedSchema !== schemaHash) await removeForgottenTypes(writer);
    await removeNodes(gone, writer);
    const { changes } = writer;
    await finishLoad(writer, manifest);
    return changes;
  } catch (error) {
    throw toStoreError(error, 'write-failed', `Cannot load Neo4j at ${connection.name}`);
  } finally {
    await session.close().catch(() => undefined);
  }
}

/** On the member that takes writes: another one may not have what an earlier, killed load has written. */
const readerOver =
  (session: Session): ReadRows =>
  async (text, parameters) => {
    const { records } = await session.executeWrite((tx) => tx.run(text, { ...parameters }));
    return records.map((record) => record.toObject());
  };

/** Relationships of types that an older schema had. */
async function removeForgottenTypes(writer: BatchWriter): Promise<void> {
  const text = `MATCH (:Rolepath)-[r]->(:Rolepath) WHERE r._hash IS NOT NULL AND NOT type(r) IN $types
    WITH r LIMIT 5000 DELETE r RETURN count(*) AS n`;
  while ((await writer.run(text, { types: relationshipTypes })) > 0);
}
