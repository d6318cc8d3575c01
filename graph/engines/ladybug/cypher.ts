/** User Cypher on Ladybug: the guard, then a query process, so that no query can stop, slow or fill the process that serves. */
import { availableParallelism } from 'node:os';
import { checkCypher } from '../../cypher/guard.ts';
import type { CypherRunner } from '../../cypher-runner.ts';
import { createQueryPool } from './query-process/query-pool.ts';
import { startQueryProcess } from './query-process/query-process.ts';

export interface LadybugCypherOptions {
  /** Most queries at once; 2 unless given. */
  readonly processes?: number;
  /** Most memory of one query process, in bytes; 1 GiB unless given. */
  readonly memoryBytes?: number;
  /** Most characters of an answer, as JSON; 8 million unless given. */
  readonly characters?: number;
  /** Arguments for Node before the query process's file; tests that run the sources need some. */
  readonly nodeArguments?: readonly string[];
}

const mostWaiting = 32;
const idleMs = 60_000;

/** `databasePath` is what `createLadybugWriter` wrote. Processes start when they are needed. */
export function createLadybugCypher(databasePath: string, options: LadybugCypherOptions = {}): CypherRunner {
  const { processes = 2, memoryBytes = 2 ** 30, characters = 8_000_000, nodeArguments = [] } = options;
  const threads = Math.max(1, Math.floor(availableParallelism() / processes));
  const start = () => startQueryProcess({ databasePath, bufferBytes: Math.floor(memoryBytes / 2), memoryBytes, threads, nodeArguments });
  const pool = createQueryPool({ processes, waiting: mostWaiting, idleMs, start });
  return {
    engine: 'ladybug',
    run: async (text, parameters, { rows, milliseconds, signal }) => {
      checkCypher(text, 'ladybug');
      return await pool.run({ text, parameters, rows, milliseconds, characters }, signal);
    },
    close: () => pool.close(),
  };
}
