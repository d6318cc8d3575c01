/** The Snapshot node: which snapshot the database mirrors, and whether it is whole. It is written before the first change and after the last. */
import type { Session } from 'neo4j-driver';
import { schemaHash } from '../../schema-hash.ts';
import type { Manifest } from '../../snapshots.ts';
import { StoreError } from '../../store.ts';
import type { BatchWriter } from './batch-writer.ts';
import type { Neo4jConnection } from './connection.ts';
import { toStoreError } from './errors.ts';

/** Value of its `_key`. */
export const snapshotKey = 'snapshot';

/** What the Snapshot node says. */
export interface MirrorState {
  readonly id: string;
  /** While it is `loading`, the graph is neither the old nor the new one. */
  readonly state: 'loading' | 'ready';
  /** Differs between any two loads. */
  readonly load: string;
  /** See schema-hash.ts; empty while the first load has not ended. */
  readonly schemaHash: string;
  /** JSON of the manifest of the snapshot; empty while the first load has not ended. */
  readonly manifest: string;
}

export const snapshotState = `MATCH (s:Rolepath:Snapshot {_key: '${snapshotKey}'})
  RETURN s.id AS id, s.state AS state, s._load AS load, coalesce(s.schemaHash, '') AS schemaHash, coalesce(s.manifest, '') AS manifest`;

/** Null if Rolepath has never loaded anything into the database. Rejects with a StoreError. */
export async function readMirrorState(connection: Neo4jConnection): Promise<MirrorState | null> {
  const session = connection.session('READ');
  try {
    const { records } = await session.executeRead((tx) => tx.run(snapshotState), { timeout: connection.timeoutMs });
    return (records[0]?.toObject() as MirrorState | undefined) ?? null;
  } catch (error) {
    throw toStoreError(error, 'query-failed', `Cannot read which snapshot Neo4j at ${connection.name} has`);
  } finally {
    await session.close();
  }
}

const begin = `MERGE (s:Rolepath:Snapshot {_key: $key}) SET s.id = $id, s.state = 'loading', s._load = $load, s._batch = 0
  RETURN coalesce(s.schemaHash, '') AS schemaHash`;

/** Takes over: whatever another load does from now on fails. Gives the schema that was stored until now. */
export async function beginLoad(session: Session, id: string, load: string): Promise<string> {
  const { records } = await session.executeWrite((tx) => tx.run(begin, { key: snapshotKey, id, load }));
  return String(records[0]?.get('schemaHash'));
}

/** Says that the graph is whole. Everything else must have been written. */
export async function finishLoad(writer: Pick<BatchWriter, 'run'>, manifest: Manifest): Promise<void> {
  const { createdAt, source, incomplete, versions } = manifest;
  const facts = { createdAt, source, incomplete, schemaHash, rolepath: versions.rolepath, manifest: JSON.stringify(manifest) };
  const finished = await writer.run("MATCH (s:Rolepath:Snapshot {_key: $key}) SET s += $facts, s.state = 'ready' RETURN count(*) AS n", {
    key: snapshotKey,
    facts,
  });
  if (finished !== 1) throw new StoreError('write-failed', 'The Snapshot node is gone. Run the same command again.');
}
