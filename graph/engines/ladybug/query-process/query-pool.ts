/** A bounded number of query processes, the queries that wait for one, and nothing that outlives its use. */
import { CypherError, type CypherRows } from '../../../cypher-runner.ts';
import type { QueryRequest } from './messages.ts';
import type { QueryProcess } from './query-process.ts';

export interface QueryPoolOptions {
  /** Most processes, and so queries, at once. */
  readonly processes: number;
  /** Most queries that wait for one. */
  readonly waiting: number;
  /** How long a process may wait for work before it is ended, in milliseconds. */
  readonly idleMs: number;
  start(): QueryProcess;
}

export interface QueryPool {
  run(request: QueryRequest, signal?: AbortSignal): Promise<CypherRows>;
  close(): Promise<void>;
}

interface Waiting {
  begin(): void;
  refuse(error: CypherError): void;
}

export function createQueryPool({ processes, waiting: mostWaiting, idleMs, start }: QueryPoolOptions): QueryPool {
  const all = new Set<QueryProcess>();
  const idle: { one: QueryProcess; timer: NodeJS.Timeout }[] = [];
  const waiting: Waiting[] = [];
  let running = 0;
  let isClosed = false;

  const take = (): QueryProcess => {
    for (let last = idle.pop(); last !== undefined; last = idle.pop()) {
      clearTimeout(last.timer);
      if (last.one.isAlive) {
        last.one.setIdle(false);
        return last.one;
      }
      all.delete(last.one);
    }
    const one = start();
    all.add(one);
    return one;
  };
  const giveBack = (one: QueryProcess): void => {
    if (!one.isAlive) return void all.delete(one);
    one.setIdle(true);
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((other) => other.one === one),
        1,
      );
      all.delete(one);
      void one.end();
    }, idleMs);
    timer.unref();
    idle.push({ one, timer });
  };
  /** Resolves when it is this query's turn: first come, first served. */
  const turn = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> => {
    if (running < processes) {
      running++;
      return Promise.resolve();
    }
    if (waiting.length >= mostWaiting) return Promise.reject(busy());
    return new Promise((resolve, reject) => {
      const leave = (error: CypherError): void => {
        waiting.splice(waiting.indexOf(entry), 1);
        entry.refuse(error);
      };
      const onAbort = (): void => leave(new CypherError('cancelled', 'The query was cancelled.'));
      const timer = setTimeout(() => leave(busy()), milliseconds);
      const finish = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const entry: Waiting = {
        begin: () => {
          finish();
          resolve();
        },
        refuse: (error) => {
          finish();
          reject(error);
        },
      };
      signal?.addEventListener('abort', onAbort);
      waiting.push(entry);
    });
  };
  const passOn = (): void => {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next.begin();
  };

  return {
    async run(request, signal) {
      if (signal?.aborted) throw new CypherError('cancelled', 'The query was cancelled.');
      if (isClosed) throw closed();
      await turn(request.milliseconds, signal);
      try {
        if (isClosed) throw closed();
        const one = take();
        try {
          return await one.run(request, signal);
        } finally {
          giveBack(one);
        }
      } finally {
        passOn();
      }
    },
    async close() {
      isClosed = true;
      for (const entry of waiting.splice(0)) entry.refuse(closed());
      for (const { timer } of idle.splice(0)) clearTimeout(timer);
      await Promise.all([...all].map((one) => one.end()));
    },
  };
}

const busy = (): CypherError => new CypherError('cypher-busy', 'Too many other queries are running. Try again in a moment.');
const closed = (): CypherError => new CypherError('cancelled', 'Rolepath is closing.');
