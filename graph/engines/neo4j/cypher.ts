/** User Cypher on Neo4j: the guard, then a read transaction with the server's own time limit, whose rows are fetched in small portions. */
import type { Integer, Session } from 'neo4j-driver';
import { estimateSize } from '../../cypher/estimate-size.ts';
import { checkCypher } from '../../cypher/guard.ts';
import { createTurns } from '../../cypher/turns.ts';
import { CypherError, type CypherLimits, type CypherRows, type CypherRunner } from '../../cypher-runner.ts';
import type { Neo4jConnection } from './connection.ts';
import { collectEnds, toPlain, type ValueTests } from './plain-values.ts';
import { requireSame } from './reader.ts';
import type { MirrorState } from './snapshot-node.ts';
import { endKeys } from './store.ts';
import { toCypherError } from './to-cypher-error.ts';

export interface Neo4jCypherOptions {
  /** Most queries at once; 4 unless given. */
  readonly atOnce?: number;
  /** Most characters of an answer, as JSON; 8 million unless given. */
  readonly characters?: number;
}

const mostWaiting = 32;
/** What is on the way when the answer is full stays small. */
const fetchSize = 100;
/** The server's own limit comes first; one that does not answer is not waited for. */
const graceMs = 2000;

type Parameters = Readonly<Record<string, unknown>>;

/** Asks the snapshot that `state` describes. The connection stays the caller's. */
export function createNeo4jCypher(
  connection: Neo4jConnection,
  state: Pick<MirrorState, 'load'>,
  { atOnce = 4, characters = 8_000_000 }: Neo4jCypherOptions = {},
): CypherRunner {
  const turns = createTurns({ atOnce, waiting: mostWaiting });
  const ending = new AbortController();
  return {
    engine: 'neo4j',
    run: async (text, parameters, limits) => {
      checkCypher(text, 'neo4j');
      return await turns.take(limits.milliseconds, limits.signal, async () => {
        const session = connection.session('READ', fetchSize);
        try {
          const asked = readRows(session, connection.name, state, { text, parameters, limits, characters });
          return await endedBy(asked, limits, ending.signal);
        } catch (error) {
          throw toCypherError(error, connection.name);
        } finally {
          // Ends on the server what still runs there. Nobody has to wait for that.
          session.close().catch(() => undefined);
        }
      });
    },
    close: () => {
      turns.close();
      ending.abort();
      return Promise.resolve();
    },
  };
}

interface Query {
  readonly text: string;
  readonly parameters: Parameters;
  readonly limits: CypherLimits;
  readonly characters: number;
}

async function readRows(
  session: Session,
  name: string,
  state: Pick<MirrorState, 'load'>,
  { text, parameters, limits, characters }: Query,
): Promise<CypherRows> {
  const { default: neo4j } = await import('neo4j-driver');
  const tx = await session.beginTransaction({ timeout: limits.milliseconds });
  const result = tx.run(text, toDriver(parameters, neo4j.int) as Record<string, unknown>);
  const columns = (await result.keys()).map(String);
  const rows: unknown[][] = [];
  let size = 0;
  let truncated = false;
  for await (const record of result) {
    const row = columns.map((column): unknown => record.get(column));
    size += estimateSize(row);
    truncated = rows.length === limits.rows || size > characters;
    if (truncated) break;
    rows.push(row);
  }
  if (truncated && rows.length === 0 && limits.rows > 0)
    throw new CypherError('cypher-memory', 'One row of the answer is larger than all of it may be. Return less of it.');
  const keys = await readKeys(rows, neo4j, async (ids) => (await tx.run(endKeys, { ids })).records.map((record) => record.toObject()));
  await requireSame(tx, state, name);
  await tx.commit();
  return { columns, rows: rows.map((row) => row.map((value) => toPlain(value, keys, neo4j))), truncated };
}

/** Keys of the ends of relationships, by element id. */
async function readKeys(
  rows: readonly unknown[],
  is: ValueTests,
  find: (ids: readonly string[]) => Promise<readonly unknown[]>,
): Promise<ReadonlyMap<string, string>> {
  const { keys, missing } = collectEnds(rows, is);
  if (missing.length > 0) for (const [id, key] of collectEnds(await find(missing), is).keys) keys.set(id, key);
  return keys;
}

/** The driver sends every number as a float; JSON has no other way to write a whole one. */
function toDriver(value: unknown, int: (value: number) => Integer): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? int(value) : value;
  if (Array.isArray(value)) return value.map((element) => toDriver(element, int));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toDriver(field, int)]));
}

/** Rejects when the time is over, the signal is aborted or the runner is closed; the transaction is ended by closing its session. */
function endedBy(asked: Promise<CypherRows>, { milliseconds, signal }: CypherLimits, closing: AbortSignal): Promise<CypherRows> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new CypherError('cancelled', 'The query was cancelled.'));
    const timer = setTimeout(
      () =>
        reject(new CypherError('cypher-timeout', `The query was ended after ${milliseconds / 1000} s. Ask for less, or allow more time.`)),
      milliseconds + graceMs,
    );
    const signals = [closing, ...(signal === undefined ? [] : [signal])];
    for (const one of signals) one.addEventListener('abort', onAbort);
    if (signals.some(({ aborted }) => aborted)) onAbort();
    asked.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      for (const one of signals) one.removeEventListener('abort', onAbort);
    });
  });
}
