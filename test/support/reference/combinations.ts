/** Contexts put together from what is known and one outcome of each thing that is open. */
import type { ConcreteContext, KeyValue } from './concrete-context.ts';
import type { Random } from './random.ts';

/** Keys to set together; null makes a key absent. */
export type Choice = readonly (readonly [key: string, value: KeyValue | null])[];
/** One thing that is open, with its possible outcomes. */
export type Dimension = readonly Choice[];
/** The possible values to try for a key in lower case. */
export type Pool = (key: string) => string[];

/** The whole product if it is small, else so many different combinations. */
export function combine(
  known: ReadonlyMap<string, KeyValue>,
  dimensions: readonly Dimension[],
  questions: readonly string[],
  random: Random,
  limit: number,
): ConcreteContext[] {
  const sizes = [...dimensions.map((dimension) => dimension.length), ...questions.map(() => 2)];
  const total = sizes.reduce((product, size) => product * size, 1);
  const pickNth = (n: number): number[] => {
    let rest = n;
    return sizes.map((size) => {
      const picked = rest % size;
      rest = Math.floor(rest / size);
      return picked;
    });
  };
  const combinations: number[][] = [];
  if (total <= limit) {
    for (let n = 0; n < total; n++) combinations.push(pickNth(n));
  } else {
    const seen = new Set<string>();
    for (let tries = 0; tries < limit * 3 && combinations.length < limit; tries++) {
      const combination = sizes.map((size) => (random.chance(0.35) ? 0 : random.int(size)));
      const name = combination.join();
      if (seen.has(name)) continue;
      seen.add(name);
      combinations.push(combination);
    }
  }
  return combinations.map((combination) => finish(known, dimensions, questions, combination));
}

function finish(
  known: ReadonlyMap<string, KeyValue>,
  dimensions: readonly Dimension[],
  questions: readonly string[],
  combination: readonly number[],
): ConcreteContext {
  const keys = new Map(known);
  const tagKeys: string[] = [];
  dimensions.forEach((dimension, d) => {
    for (const [key, value] of dimension[combination[d] ?? 0] ?? []) {
      if (value === null) keys.delete(key.toLowerCase());
      else keys.set(key.toLowerCase(), value);
      if (value !== null && key.startsWith('aws:requesttag/')) tagKeys.push(key.slice('aws:requesttag/'.length));
    }
  });
  if (tagKeys.length > 0) keys.set('aws:tagkeys', tagKeys);
  // Only tags that the call passes can be told to pass on along the chain.
  const transitive = [keys.get('sts:transitivetagkeys') ?? []].flat().filter((key) => tagKeys.includes(key));
  if (transitive.length > 0) keys.set('sts:transitivetagkeys', transitive);
  else keys.delete('sts:transitivetagkeys');
  const unknowns = new Map(questions.map((question, q) => [question, combination[dimensions.length + q] === 1]));
  return { keys, unknowns };
}

export function orElse<T>(values: readonly T[], otherwise: T): readonly T[] {
  return values.length > 0 ? values : [otherwise];
}
