/**
 * What a query process does, whatever its engine: answers the serving process, one query at a time. It is made to be ended at any moment, and
 * ends itself when it holds too much memory or when the serving process is gone.
 */
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { CypherError, type CypherRows } from '../../cypher-runner.ts';
import { StoreError } from '../../store.ts';
import type { OpenMessage, QueryMessage, QueryRequest } from './messages.ts';

/** Rejects with a CypherError or a StoreError. */
export type AnswerQuery = (request: QueryRequest) => Promise<CypherRows>;

const memoryCheckMs = 20;
/** Below the serving process, which must answer in time. */
const priority = 10;
const pieceCharacters = 64 * 1024;

/** `open` reaches the graph, read-only, or rejects with a StoreError. */
export async function serveQueries<EngineOptions>(open: (options: EngineOptions) => Promise<AnswerQuery>): Promise<void> {
  process.on('disconnect', endNow);
  setPriority(priority);
  const [{ memoryBytes, engine }] = (await once(process, 'message')) as [OpenMessage<EngineOptions>];
  watchMemory(memoryBytes);
  let answer: AnswerQuery;
  try {
    answer = await open(engine);
  } catch (error) {
    const { code, message } = error instanceof StoreError ? error : new StoreError('store-unavailable', String(error));
    await send({ kind: 'unusable', code, message });
    endNow();
    return;
  }
  process.on('message', (request) => void reply(answer, request as QueryRequest));
  await send({ kind: 'ready' });
}

async function reply(answer: AnswerQuery, request: QueryRequest): Promise<void> {
  try {
    const { columns, rows, truncated } = await answer(request);
    for (const json of inPieces(rows)) await send({ kind: 'rows', json });
    await send({ kind: 'done', columns, truncated });
  } catch (error) {
    if (error instanceof StoreError) return await send({ kind: 'store-failed', code: error.code, message: error.message });
    const { code, message, line, column } = error instanceof CypherError ? error : new CypherError('cypher-failed', String(error));
    await send({ kind: 'failed', code, message, ...(line === undefined || column === undefined ? {} : { line, column }) });
  }
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
