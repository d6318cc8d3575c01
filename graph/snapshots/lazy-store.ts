/** A store that is opened when something is first asked of it: most questions are answered from the adjacency alone. */
import type { GraphStore } from '../store.ts';

/** What `open` rejects with, every method rejects with; the next question tries again. */
export function openLazily(engine: GraphStore['engine'], open: () => Promise<GraphStore>): GraphStore {
  let opening: Promise<GraphStore> | null = null;
  const store = (): Promise<GraphStore> => {
    opening ??= open().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  return {
    engine,
    readPrincipal: async (arn) => (await store()).readPrincipal(arn),
    readAccount: async (id) => (await store()).readAccount(id),
    readPolicies: async (ids) => (await store()).readPolicies(ids),
    run: async (cypher, parameters) => (await store()).run(cypher, parameters),
    close: async () => {
      if (opening !== null) await (await opening).close();
    },
  };
}
