/**
 * A query process of Neo4j: a connection of its own, over which one row can come that is larger than memory, or that the driver takes minutes
 * to read. How it is asked, watched and ended is the same for every engine.
 */
import type { Integer, Session } from 'neo4j-driver';
import { estimateSize } from '../../../cypher/estimate-size.ts';
import type { QueryRequest } from '../../../cypher/query-process/messages.ts';
import { serveQueries } from '../../../cypher/query-process/serve-queries.ts';
import { CypherError, type CypherRows } from '../../../cypher-runner.ts';
import { connect, type Neo4jAddress } from '../connection.ts';
import { collectEnds, toPlain, type ValueTests } from '../plain-values.ts';
import { requireSame } from '../reader.ts';
import type { MirrorState } from '../snapshot-node.ts';
import { endKeys } from '../store.ts';
import { toCypherError } from './to-cypher-error.ts';

/** How it is started. */
export interface Neo4jQueryOptions {
  readonly address: Neo4jAddress;
  /** The snapshot that is asked. */
  readonly state: Pick<MirrorState, 'load'>;
}

/** What is on the way when the answer is full stays small. */
const fetchSize = 100;

await serveQueries<Neo4jQueryOptions>(async ({ address, state }) => {
  const connection = await connect(address);
  return async (request) => {
    const session = connection.session('READ', fetchSize);
    try {
      return await readRows(session, connection.name, state, request);
    } catch (error) {
      throw toCypherError(error, connection.name);
    } finally {
      // Ends on the server what still runs there. Nobody has to wait for that.
      session.close().catch(() => undefined);
    }
  };
});

async function readRows(
  session: Session,
  name: string,
  state: Pick<MirrorState, 'load'>,
  { text, parameters, rows: most, milliseconds, characters }: QueryRequest,
): Promise<CypherRows> {
  const { default: neo4j } = await import('neo4j-driver');
  const tx = await session.beginTransaction({ timeout: milliseconds });
  const result = tx.run(text, toDriver(parameters, neo4j.int) as Record<string, unknown>);
  const columns = (await result.keys()).map(String);
  const rows: unknown[][] = [];
  let size = 0;
  let truncated = false;
  for await (const record of result) {
    const row = columns.map((column): unknown => record.get(column));
    size += estimateSize(row);
    truncated = rows.length === most || size > characters;
    if (truncated) break;
    rows.push(row);
  }
  if (truncated && rows.length === 0 && most > 0)
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
