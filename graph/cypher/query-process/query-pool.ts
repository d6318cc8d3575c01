/** A bounded number of query processes, and none that outlives its use. */
import type { CypherRows } from '../../cypher-runner.ts';
import { createTurns } from '../turns.ts';
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

export function createQueryPool({ processes, waiting, idleMs, start }: QueryPoolOptions): QueryPool {
  const turns = createTurns({ atOnce: processes, waiting });
  const all = new Set<QueryProcess>();
  const idle: { readonly one: QueryProcess; readonly timer: NodeJS.Timeout }[] = [];

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

  return {
    run: (request, signal) =>
      turns.take(request.milliseconds, signal, async () => {
        const one = take();
        try {
          return await one.run(request, signal);
        } finally {
          giveBack(one);
        }
      }),
    async close() {
      turns.close();
      for (const { timer } of idle.splice(0)) clearTimeout(timer);
      await Promise.all([...all].map((one) => one.end()));
    },
  };
}
