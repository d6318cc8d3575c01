/** Remembers the last few results of asking the store: a snapshot never changes while it is open. */

/**
 * Calls `load` at most once per key as long as the key is among the last `most` that were new. What rejects is forgotten.
 */
export function rememberLast<T>(most: number, load: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    let result = known.get(key);
    if (!result) {
      const [oldest] = known.keys();
      if (known.size >= most && oldest !== undefined) known.delete(oldest);
      result = load(key);
      known.set(key, result);
      result.catch(() => known.delete(key));
    }
    return result;
  };
}
