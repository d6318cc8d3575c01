/** One order for all lists of the Organization, so that it does not depend on the order of the input. */

/** Compares by a text, code unit by code unit: the same on every machine. */
export function compareBy<T>(textOf: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const [first, second] = [textOf(a), textOf(b)];
    return first < second ? -1 : first > second ? 1 : 0;
  };
}
