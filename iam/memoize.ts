/** Keeps what is worked out of a text, for texts that recur: policies repeat a few patterns thousands of times. */

/** Entries kept; past that the memory starts afresh, so that hostile input cannot fill it. */
const limit = 20_000;

export function memoizeByText<T>(compute: (text: string) => T): (text: string) => T {
  let values = new Map<string, T>();
  return (text) => {
    const kept = values.get(text);
    if (kept !== undefined) return kept;
    if (values.size >= limit) values = new Map();
    const value = compute(text);
    values.set(text, value);
    return value;
  };
}
