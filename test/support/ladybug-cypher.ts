/** A Ladybug Cypher runner whose query processes run the sources as they are. */
import { fileURLToPath } from 'node:url';
import type { CypherRunner } from '../../graph/cypher-runner.ts';
import { createLadybugCypher, type LadybugCypherOptions } from '../../graph/engines/ladybug/index.ts';

const nodeArguments = ['--import', fileURLToPath(new URL('run-typescript.mjs', import.meta.url))];

/** `databasePath` is what `createLadybugWriter` wrote; the test closes it. */
export const openTestCypher = (databasePath: string, options: LadybugCypherOptions = {}): CypherRunner =>
  createLadybugCypher(databasePath, { ...options, nodeArguments });
