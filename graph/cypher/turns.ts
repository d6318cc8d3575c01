/** How many queries run at once, and who comes next: in the order in which they came. */
import { CypherError } from '../cypher-runner.ts';

export interface Turns {
  /**
   * Does the work when it is its turn. Rejects with `cypher-busy` if too many wait already or its turn does not come within the time
   * (milliseconds), and with `cancelled` if the signal is aborted meanwhile.
   */
  take<T>(milliseconds: number, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T>;
  /** Whoever waits, and whoever comes later, is `cancelled`. */
  close(): void;
}

interface Waiting {
  begin(): void;
  refuse(error: CypherError): void;
}

export function createTurns({ atOnce, waiting: mostWaiting }: { readonly atOnce: number; readonly waiting: number }): Turns {
  const queue: Waiting[] = [];
  let running = 0;
  let isClosed = false;

  const wait = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = (error: CypherError): void => {
        queue.splice(queue.indexOf(entry), 1);
        entry.refuse(error);
      };
      const onAbort = (): void => leave(cancelled());
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
      queue.push(entry);
    });
  const passOn = (): void => {
    const next = queue.shift();
    if (next === undefined) running--;
    else next.begin();
  };

  return {
    async take(milliseconds, signal, work) {
      if (signal?.aborted) throw cancelled();
      if (isClosed) throw closed();
      if (running < atOnce) running++;
      else if (queue.length < mostWaiting) await wait(milliseconds, signal);
      else throw busy();
      try {
        if (isClosed) throw closed();
        return await work();
      } finally {
        passOn();
      }
    },
    close() {
      isClosed = true;
      for (const entry of queue.splice(0)) entry.refuse(closed());
    },
  };
}

const busy = (): CypherError => new CypherError('cypher-busy', 'Too many other queries are running. Try again in a moment.');
const cancelled = (): CypherError => new CypherError('cancelled', 'The query was cancelled.');
const closed = (): CypherError => new CypherError('cancelled', 'Rolepath is closing.');
