/**
 * Changes to the database in bounded transactions, each of which is applied exactly once and only while this load is the one in charge.
 *
 * The Snapshot node carries a token of the load and the number of its last batch. Every transaction first moves that number on, which also
 * locks the node: a transaction that was committed and is tried again (its answer was lost) finds it moved, and a load that
 * another one has taken over from finds another token.
 */
import type { ManagedTransaction, Session } from 'neo4j-driver';
import { StoreError } from '../../store.ts';
import { addChanges, type Changes, noChanges } from './changes.ts';
import { toStoreError } from './errors.ts';

/** Takes `$rows`, and returns one row with one number: on how many of them it acted. */
export interface RowStatement {
  readonly text: string;
  /** True if it must act on every row; otherwise rows may find nothing to do. */
  readonly exact: boolean;
}

export interface BatchWriter {
  /** Adds a row; writes all that were added when they are enough for a transaction. */
  add(statement: RowStatement, row: Readonly<Record<string, unknown>>): Promise<void>;
  /** Writes what was added and not written yet. */
  flush(): Promise<void>;
  /** One statement in a transaction of its own; gives the number that it returns. */
  run(text: string, parameters: Readonly<Record<string, unknown>>): Promise<number>;
  /** Everything that was changed so far, without the Snapshot node. */
  readonly changes: Changes;
}

/** A transaction is written when it has this many rows, or texts of this many characters. */
const mostRows = 2000;
const mostCharacters = 4 * 2 ** 20;

const moveOn = `MATCH (s:Rolepath:Snapshot {_key: $snapshot}) WHERE s._load = $load AND s._batch = $batch - 1
  SET s._batch = $batch RETURN count(*) AS n`;
const lookUp = 'MATCH (s:Rolepath:Snapshot {_key: $snapshot}) RETURN s._load AS load, s._batch AS batch';

/** `snapshot` is the key of the Snapshot node, which has the token `load` and batch 0. Errors are StoreErrors. */
export function createBatchWriter(session: Session, snapshot: string, load: string): BatchWriter {
  const pending = new Map<RowStatement, Readonly<Record<string, unknown>>[]>();
  let rows = 0;
  let characters = 0;
  let batch = 0;
  let changes = noChanges;

  const inTransaction = async (work: (tx: ManagedTransaction) => Promise<{ value: number; changes: Changes }>): Promise<number> => {
    batch += 1;
    let done = { value: 0, changes: noChanges };
    try {
      await session.executeWrite(async (tx) => {
        const moved = await tx.run(moveOn, { snapshot, load, batch });
        if (moved.records[0]?.get('n') === 1) done = await work(tx);
        else await requireCommitted(tx, snapshot, load, batch);
      });
    } catch (error) {
      throw toStoreError(error, 'write-failed', 'The load into Neo4j stopped');
    }
    changes = addChanges(changes, done.changes);
    return done.value;
  };

  const flush = async (): Promise<void> => {
    if (rows === 0) return;
    const statements = [...pending];
    pending.clear();
    rows = 0;
    characters = 0;
    await inTransaction(async (tx) => {
      let made = noChanges;
      for (const [{ text, exact }, given] of statements) {
        const { records, summary } = await tx.run(text, { rows: given });
        if (exact && records[0]?.get(0) !== given.length) throw disturbed();
        made = addChanges(made, summary.counters.updates());
      }
      return { value: 0, changes: made };
    });
  };

  return {
    add: async (statement, row) => {
      const given = pending.get(statement) ?? [];
      given.push(row);
      pending.set(statement, given);
      rows += 1;
      characters += countCharacters(row);
      if (rows >= mostRows || characters >= mostCharacters) await flush();
    },
    flush,
    run: (text, parameters) =>
      inTransaction(async (tx) => {
        const { records, summary } = await tx.run(text, { ...parameters });
        return { value: Number(records[0]?.get(0) ?? 0), changes: summary.counters.updates() };
      }),
    get changes() {
      return changes;
    },
  };
}

/** Throws unless this very batch was committed by an earlier try. */
async function requireCommitted(tx: ManagedTransaction, snapshot: string, load: string, batch: number): Promise<void> {
  const { records } = await tx.run(lookUp, { snapshot });
  if (records[0]?.get('load') === load && records[0].get('batch') === batch) return;
  throw new StoreError(
    'store-busy',
    'Another ingest has begun to load this Neo4j database and goes on alone. Wait for it to end, then run this again if it is still needed.',
  );
}

const disturbed = (): StoreError =>
  new StoreError(
    'write-failed',
    "Something else changed Rolepath's data in Neo4j while it was loaded. See to it that nothing else writes to nodes labelled Rolepath, then run the same command again.",
  );

function countCharacters(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, element) => sum + countCharacters(element), 0);
  return typeof value === 'object' && value !== null ? countCharacters(Object.values(value)) : 8;
}
