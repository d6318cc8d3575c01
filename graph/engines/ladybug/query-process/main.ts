/**
 * A query process: opens one snapshot's database read-only and answers the serving process, one query at a time. It is made to be ended at any
 * moment, and ends itself when it holds too much memory or when the serving process is gone.
 */
import { setPriority } from 'node:os';
import { estimateSize } from '../../../cypher/estimate-size.ts';
import { CypherError } from '../../../cypher-runner.ts';
import { type Query, readTables, type Tables, toPlainRows } from '../plain-rows.ts';
import { openSession, type Row, type Session } from '../session.ts';
import type { QueryMessage, QueryProcessOptions, QueryRequest } from './messages.ts';
import { toCypherError } from './to-cypher-error.ts';

const memoryCheckMs = 20;
/** Below the serving process, which must answer in time. */
const priority = 10;
const pieceCharacters = 64 * 1024;

const options = JSON.parse(process.argv[2] ?? '{}') as QueryProcessOptions;
process.on('disconnect', endNow);
setPriority(priority);
watchMemory(options.memoryBytes);
await serve();

async function serve(): Promise<void> {
  let session: Session;
  let tables: Tables;
  try {
    const { databasePath, bufferBytes, threads } = options;
    session = await openSession(databasePath, { readOnly: true, bufferBytes, threads });
    tables = await readTables(session);
  } catch (error) {
    await send({ kind: 'unusable', message: error instanceof Error ? error.message : String(error) });
    endNow();
    return;
  }
  process.on('message', (request) => void answer(session, tables, request as QueryRequest));
  await send({ kind: 'ready' });
}

async function answer(session: Session, tables: Tables, request: QueryRequest): Promise<void> {
  try {
    await sendRows(session, tables, request);
  } catch (error) {
    const { code, message, line, column } = toCypherError(error, request.text);
    await send({ kind: 'failed', code, message, ...(line === undefined || column === undefined ? {} : { line, column }) });
  }
}

async function sendRows(
  session: Session,
  tables: Tables,
  { text, parameters, rows: most, milliseconds, characters }: QueryRequest,
): Promise<void> {
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
  for (const piece of inPieces((await toPlainRows(query, tables, rows)).map((row) => columns.map((column) => row[column] ?? null)))) {
    await send({ kind: 'rows', json: piece });
  }
  await send({ kind: 'done', columns, truncated: left });
}

/** The library gives rows as objects, which hold one value for a name. */
function refuseEqualNames(columns: readonly string[]): void {
  const twice = columns.find((column, index) => columns.indexOf(column) < index);
  if (twice !== undefined)
    throw new CypherError('cypher-syntax', `Two columns are called ${twice}. Give one of them another name with AS.`);
}

function* inPieces(rows: readonly unknown[]): Generator<string> {
  let piece: string[] = [];
  let length = 0;
  for (const row of rows) {
    const json = JSON.stringify(row);
    piece.push(json);
    length += json.length;
    if (length < pieceCharacters) continue;
    yield `[${piece.join(',')}]`;
    piece = [];
    length = 0;
  }
  if (piece.length > 0) yield `[${piece.join(',')}]`;
}

function watchMemory(most: number): void {
  let isOver = false;
  setInterval(() => {
    if (isOver || process.memoryUsage.rss() <= most) return;
    isOver = true;
    void send({ kind: 'out-of-memory' }).finally(endNow);
  }, memoryCheckMs);
}

/** Resolves when it is written. A serving process that is gone takes nothing, and then this process ends. */
function send(message: QueryMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) endNow();
    else process.send(message, () => resolve());
  });
}

/** At once: leaving in order would wait for the query that runs. */
function endNow(): void {
  process.kill(process.pid, 'SIGKILL');
}
