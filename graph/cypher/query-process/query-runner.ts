/** User Cypher on any engine: the guard, then a query process, so that no query can stop, slow or fill the process that serves. */
import type { CypherRunner } from '../../cypher-runner.ts';
import { checkCypher } from '../guard.ts';
import type { Dialect } from '../rules.ts';
import { createQueryPool } from './query-pool.ts';
import { type StartOptions, startQueryProcess } from './query-process.ts';

export interface QueryRunnerOptions {
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

/** With all options given. */
export const fillOptions = (options: QueryRunnerOptions): Required<QueryRunnerOptions> => ({
  processes: 2,
  memoryBytes: 2 ** 30,
  characters: 8_000_000,
  nodeArguments: [],
  ...options,
});

/** `start`: the engine's file and what it must know. Processes start when they are needed. */
export function createQueryRunner(
  engine: Dialect,
  { processes, memoryBytes, characters, nodeArguments }: Required<QueryRunnerOptions>,
  start: Pick<StartOptions, 'main' | 'engine' | 'graceMs'>,
): CypherRunner {
  const pool = createQueryPool({
    processes,
    waiting: mostWaiting,
    idleMs,
    start: () => startQueryProcess({ ...start, memoryBytes, nodeArguments }),
  });
  return {
    engine,
    run: async (text, parameters, { rows, milliseconds, signal }) => {
      checkCypher(text, engine);
      return await pool.run({ text, parameters, rows, milliseconds, characters }, signal);
    },
    close: () => pool.close(),
  };
}
