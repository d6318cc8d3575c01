/** A Ladybug Cypher runner whose query processes run the sources as they are. */
import type { QueryRunnerOptions } from '../../graph/cypher/query-process/query-runner.ts';
import type { CypherRunner } from '../../graph/cypher-runner.ts';
import { createLadybugCypher } from '../../graph/engines/ladybug/index.ts';
import { sourceArguments } from './source-arguments.ts';

/** `databasePath` is what `createLadybugWriter` wrote; the test closes it. */
export const openTestCypher = (databasePath: string, options: QueryRunnerOptions = {}): CypherRunner =>
  createLadybugCypher(databasePath, { ...options, nodeArguments: sourceArguments });
