/** User Cypher on Ladybug: in query processes, which nothing else can bound or interrupt. */
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createQueryRunner, fillOptions, type QueryRunnerOptions } from '../../cypher/query-process/query-runner.ts';
import type { CypherRunner } from '../../cypher-runner.ts';
import type { LadybugQueryOptions } from './query-process/main.ts';

/** Built and as source alike: a file of the same kind. */
const main = fileURLToPath(new URL(`./query-process/main${extname(import.meta.url)}`, import.meta.url));
/** The engine's own time limit comes first. */
const graceMs = 1000;

/** `databasePath` is what `createLadybugWriter` wrote. */
export function createLadybugCypher(databasePath: string, given: QueryRunnerOptions = {}): CypherRunner {
  const options = fillOptions(given);
  const threads = Math.max(1, Math.floor(availableParallelism() / options.processes));
  const engine: LadybugQueryOptions = { databasePath, bufferBytes: Math.floor(options.memoryBytes / 2), threads };
  return createQueryRunner('ladybug', options, { main, engine, graceMs });
}
