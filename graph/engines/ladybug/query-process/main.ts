/** A query process of Ladybug: opens one snapshot's database read-only. How it is asked, watched and ended is the same for every engine. */
import { estimateSize } from '../../../cypher/estimate-size.ts';
import type { QueryRequest } from '../../../cypher/query-process/messages.ts';
import { serveQueries } from '../../../cypher/query-process/serve-queries.ts';
import { CypherError, type CypherRows } from '../../../cypher-runner.ts';
import { StoreError } from '../../../store.ts';
import { type Query, readTables, type Tables, toPlainRows } from '../plain-rows.ts';
import { openSession, type Row, type Session } from '../session.ts';
import { toCypherError } from './to-cypher-error.ts';

/** How it is started. */
export interface LadybugQueryOptions {
  readonly databasePath: string;
  /** Most memory for the engine's pages. */
  readonly bufferBytes: number;
  readonly threads: number;
}

await serveQueries<LadybugQueryOptions>(async ({ databasePath, bufferBytes, threads }) => {
  try {
    const session = await openSession(databasePath, { readOnly: true, bufferBytes, threads });
    const tables = await readTables(session);
    return async (request) => {
      try {
        return await readRows(session, tables, request);
      } catch (error) {
        throw toCypherError(error, request.text);
      }
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError('store-unavailable', `The graph cannot be opened for queries: ${reason}. Ingest again.`);
  }
});

async function readRows(
  session: Session,
  tables: Tables,
  { text, parameters, rows: most, milliseconds, characters }: QueryRequest,
): Promise<CypherRows> {
  const rows: Row[] = [];
  let size = 0;
  const { columns, left } = await session.select(text, parameters, milliseconds, (row) => {
    if (rows.length === most) return false;
    size += estimateSize(row);
    if (size > characters) return false;
    rows.push(row);
    return true;
  });
  refuseEqualNames(columns);
  if (left && rows.length === 0 && most > 0)
    throw new CypherError(
      'cypher-memory',
      `One row of the answer is larger than the ${characters.toLocaleString('en-US')} characters allowed for all. Return less of it.`,
    );
  const query: Query = (cypher, given, visit) => session.run(cypher, given, visit);
  const plain = await toPlainRows(query, tables, rows);
  return { columns, rows: plain.map((row) => columns.map((column) => row[column] ?? null)), truncated: left };
}

/** The library gives rows as objects, which hold one value for a name. */
function refuseEqualNames(columns: readonly string[]): void {
  const twice = columns.find((column, index) => columns.indexOf(column) < index);
  if (twice !== undefined)
    throw new CypherError('cypher-syntax', `Two columns are called ${twice}. Give one of them another name with AS.`);
}
