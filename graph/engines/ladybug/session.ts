/** One open Ladybug database with one connection: opening within bounds, running statements one at a time, closing in order. */
import type { Connection, Database, LbugValue, PreparedStatement, QueryResult } from '@ladybugdb/core';

/** Ladybug reserves 8 TiB of addresses per open database unless told otherwise; a few dozen of those end the process. */
const maxDatabaseBytes = 64 * 2 ** 30;

export interface SessionOptions {
  readonly readOnly: boolean;
  /** Most memory that the engine may use for pages. */
  readonly bufferBytes: number;
  /** Milliseconds after which a statement is stopped; never unless given. */
  readonly timeoutMs?: number;
  /** Most threads for one statement; all cores unless given. */
  readonly threads?: number;
}

export type Row = Readonly<Record<string, LbugValue>>;

export interface Selected {
  readonly columns: readonly string[];
  /** True if there were rows that `take` did not want. */
  readonly left: boolean;
}

export interface Session {
  /** Runs one statement. Rows are visited one by one, since reading them all at once is slow in this library. */
  run<T>(cypher: string, parameters: Readonly<Record<string, unknown>>, visit: (row: Row) => T): Promise<T[]>;
  /** Runs one statement with a time limit of its own, and gives its rows to `take` until that answers false. */
  select(cypher: string, parameters: Readonly<Record<string, unknown>>, timeoutMs: number, take: (row: Row) => boolean): Promise<Selected>;
  /** Waits for what runs, then closes connection and database. Doing it twice is allowed. */
  close(): Promise<void>;
}

/** Version of the engine, for the manifest. */
export async function ladybugVersion(): Promise<string> {
  return (await loadLibrary()).Database.getVersion();
}

/** Rejects with the library's error. */
export async function openSession(databasePath: string, options: SessionOptions): Promise<Session> {
  const library = await loadLibrary();
  const database = new library.Database(databasePath, options.bufferBytes, true, options.readOnly, maxDatabaseBytes);
  let connection: Connection;
  try {
    await database.init();
    connection = new library.Connection(database, options.threads);
    await connection.init();
    if (options.timeoutMs !== undefined) connection.setQueryTimeout(options.timeoutMs);
  } catch (error) {
    await database.close();
    throw error;
  }
  return sessionOver(database, connection);
}

function sessionOver(database: Database, connection: Connection): Session {
  // Statements wait here and not in the library, where each would hold a thread that file reads need too.
  let last: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | null = null;
  const prepare = rememberStatements(connection);
  const enqueue = <T>(act: () => Promise<T>): Promise<T> => {
    const result = last.then(act);
    last = result.catch(() => undefined);
    return result;
  };
  return {
    run: (cypher, parameters, visit) => {
      if (closing !== null) return Promise.reject(new Error('The database is closed.'));
      return enqueue(async () => visitRows(await execute(connection, await prepare(cypher), parameters), visit));
    },
    select: (cypher, parameters, timeoutMs, take) =>
      enqueue(async () => {
        connection.setQueryTimeout(timeoutMs);
        return takeRows(await execute(connection, await connection.prepare(cypher), parameters), take);
      }),
    close: () => {
      closing ??= enqueue(async () => {
        await connection.close();
        await database.close();
      });
      return closing;
    },
  };
}

/** Statements kept; Rolepath's own are a few dozen. */
const keptStatements = 64;

/**
 * Prepares each text once. Planning takes longer than most of our queries, and a statement's native memory is freed only when the
 * garbage collector comes to it, which it does late, as it sees none of that memory.
 */
function rememberStatements(connection: Connection): (cypher: string) => Promise<PreparedStatement> {
  const known = new Map<string, PreparedStatement>();
  return async (cypher) => {
    let statement = known.get(cypher);
    if (statement === undefined) {
      statement = await connection.prepare(cypher);
      const [oldest] = known.keys();
      if (known.size >= keptStatements && oldest !== undefined) known.delete(oldest);
      known.set(cypher, statement);
    }
    return statement;
  };
}

async function execute(
  connection: Connection,
  statement: PreparedStatement,
  parameters: Readonly<Record<string, unknown>>,
): Promise<QueryResult> {
  const result = await connection.execute(statement, parameters as Record<string, LbugValue>);
  if (!Array.isArray(result)) return result;
  for (const one of result) one.close();
  throw new Error('Only one statement at a time can be run.');
}

function visitRows<T>(result: QueryResult, visit: (row: Row) => T): T[] {
  try {
    const visited: T[] = [];
    while (result.hasNext()) visited.push(visit(result.getNextSync() ?? {}));
    return visited;
  } finally {
    result.close();
  }
}

function takeRows(result: QueryResult, take: (row: Row) => boolean): Selected {
  try {
    const columns = result.getColumnNamesSync();
    while (result.hasNext()) if (!take(result.getNextSync() ?? {})) return { columns, left: true };
    return { columns, left: false };
  } finally {
    result.close();
  }
}

/** Loaded when first used: the native library is large, and commands that need no database start without it. */
const loadLibrary = async () => await import('@ladybugdb/core');
