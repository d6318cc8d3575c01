/** A Cypher runner that is opened at its first query: most runs of Rolepath ask none, and its processes take time to start. */
import type { CypherRunner } from '../cypher-runner.ts';

/** What `open` rejects with, the query rejects with; the next one tries again. */
export function openCypherLazily(engine: CypherRunner['engine'], open: () => Promise<CypherRunner>): CypherRunner {
  let opening: Promise<CypherRunner> | null = null;
  return {
    engine,
    run: async (text, parameters, limits) => {
      opening ??= open().catch((error: unknown) => {
        opening = null;
        throw error;
      });
      return await (await opening).run(text, parameters, limits);
    },
    close: async () => {
      if (opening !== null) await (await opening).close();
    },
  };
}
