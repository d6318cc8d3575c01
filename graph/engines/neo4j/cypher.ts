/**
 * User Cypher on Neo4j: a read transaction with the server's own time limit, whose rows are fetched in small portions. One row may be of any
 * size, though, and the driver reads it in one go; so it is read in a query process.
 */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createQueryRunner, fillOptions, type QueryRunnerOptions } from '../../cypher/query-process/query-runner.ts';
import type { CypherRunner } from '../../cypher-runner.ts';
import type { Neo4jAddress } from './connection.ts';
import type { Neo4jQueryOptions } from './query-process/main.ts';
import type { MirrorState } from './snapshot-node.ts';

/** Built and as source alike: a file of the same kind. */
const main = fileURLToPath(new URL(`./query-process/main${extname(import.meta.url)}`, import.meta.url));
/** The server looks every two seconds for transactions that are over their time; one that does not answer is not waited for. */
const graceMs = 2500;

/** Asks the snapshot that `state` describes. */
export function createNeo4jCypher(
  address: Neo4jAddress,
  { load }: Pick<MirrorState, 'load'>,
  options: QueryRunnerOptions = {},
): CypherRunner {
  const engine: Neo4jQueryOptions = { address, state: { load } };
  return createQueryRunner('neo4j', fillOptions(options), { main, engine, graceMs });
}
