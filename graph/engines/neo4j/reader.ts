/** Reading what the database mirrors: each answer in one transaction, at whose end it must still be the snapshot that was opened. */
import type { QueryResult } from 'neo4j-driver';
import { StoreError } from '../../store.ts';
import type { Neo4jConnection } from './connection.ts';
import { toStoreError } from './errors.ts';
import { type MirrorState, snapshotState } from './snapshot-node.ts';

export type Row = Readonly<Record<string, unknown>>;
export type Run = (text: string, parameters: Readonly<Record<string, unknown>>) => Promise<readonly Row[]>;

/** Rejects with a StoreError: `store-busy` if the database has begun to mirror another snapshot, and what the queries reject with. */
export type ReadTransaction = <T>(work: (run: Run) => Promise<T>) => Promise<T>;

export function createReader(connection: Neo4jConnection, { load }: Pick<MirrorState, 'load'>): ReadTransaction {
  return async (work) => {
    const session = connection.session('READ');
    try {
      return await session.executeRead(
        async (tx) => {
          const answer = await work(async (text, parameters) => toRows(await tx.run(text, { ...parameters })));
          const [found] = toRows(await tx.run(snapshotState));
          if (found?.['load'] !== load || found['state'] !== 'ready') throw busy(connection.name);
          return answer;
        },
        { timeout: connection.timeoutMs },
      );
    } catch (error) {
      throw toStoreError(error, 'query-failed', 'The graph query failed');
    } finally {
      await session.close().catch(() => undefined);
    }
  };
}

const toRows = ({ records }: QueryResult): Row[] => records.map((record) => record.toObject());

export const busy = (name: string): StoreError =>
  new StoreError('store-busy', `Neo4j at ${name} is being loaded with a snapshot. Ask again when that is done.`);
