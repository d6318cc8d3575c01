/** Reading what the database mirrors: each answer in one transaction, at whose end it must still be the snapshot that was opened. */
import type { QueryResult, Transaction } from 'neo4j-driver';
import { StoreError } from '../../store.ts';
import type { Neo4jConnection } from './connection.ts';
import { toStoreError } from './errors.ts';
import { type MirrorState, snapshotState } from './snapshot-node.ts';

export type Row = Readonly<Record<string, unknown>>;
export type Run = (text: string, parameters: Readonly<Record<string, unknown>>) => Promise<readonly Row[]>;

/** Rejects with a StoreError: `store-busy` if the database has begun to mirror another snapshot, and what the queries reject with. */
export type ReadTransaction = <T>(work: (run: Run) => Promise<T>) => Promise<T>;

export function createReader(connection: Neo4jConnection, state: Pick<MirrorState, 'load'>): ReadTransaction {
  return async (work) => {
    const session = connection.session('READ');
    try {
      return await session.executeRead(
        async (tx) => {
          const answer = await work(async (text, parameters) => toRows(await tx.run(text, { ...parameters })));
          await requireSame(tx, state, connection.name);
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

/** Rejects with StoreError `store-busy` if the database mirrors another snapshot by now, or is being loaded. */
export async function requireSame(tx: Pick<Transaction, 'run'>, { load }: Pick<MirrorState, 'load'>, name: string): Promise<void> {
  const [found] = toRows(await tx.run(snapshotState));
  if (found?.['load'] !== load || found['state'] !== 'ready') throw busy(name);
}

const toRows = ({ records }: QueryResult): Row[] => records.map((record) => record.toObject());

export const busy = (name: string): StoreError =>
  new StoreError('store-busy', `Neo4j at ${name} is being loaded with a snapshot. Ask again when that is done.`);
