/** A store that another one stands in for: the same snapshot in an engine of this machine, while a server is away or being loaded. */
import { type GraphStore, StoreError, type StoreErrorCode } from './store.ts';

const away: readonly StoreErrorCode[] = ['store-busy', 'store-unavailable'];

/** Both hold the same snapshot. `onFallback` is told each time the second one must answer. Closing closes both. */
export function fallBack(first: GraphStore, second: GraphStore, onFallback: (error: StoreError) => void = () => {}): GraphStore {
  const ask = async <T>(question: (store: GraphStore) => Promise<T>): Promise<T> => {
    try {
      return await question(first);
    } catch (error) {
      if (!(error instanceof StoreError) || !away.includes(error.code)) throw error;
      onFallback(error);
      return await question(second);
    }
  };
  return {
    engine: first.engine,
    readPrincipal: (arn) => ask((store) => store.readPrincipal(arn)),
    readAccount: (id) => ask((store) => store.readAccount(id)),
    readPolicies: (ids) => ask((store) => store.readPolicies(ids)),
    // A text is written for one engine, so only that one can run it.
    run: (cypher, parameters) => first.run(cypher, parameters),
    close: async () => {
      try {
        await first.close();
      } finally {
        await second.close();
      }
    },
  };
}
