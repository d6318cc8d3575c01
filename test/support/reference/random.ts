/** A small seeded generator of random numbers, so that a run can be repeated from its seed. */

export interface Random {
  /** A whole number from 0 to `below` - 1. */
  int(below: number): number;
  chance(probability: number): boolean;
  /** One of the items; throws if there are none. */
  pick<T>(items: readonly T[]): T;
  /** Between `min` and `max` of the items, each at most once, in their order. */
  some<T>(items: readonly T[], min: number, max: number): T[];
}

/** Mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (below: number): number => Math.floor(next() * below);
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new Error('Cannot pick from nothing.');
    return items[int(items.length)] as T;
  };
  const some = <T>(items: readonly T[], min: number, max: number): T[] => {
    const count = Math.min(items.length, min + int(max - min + 1));
    const left = items.map((_, i) => i);
    const chosen: number[] = [];
    while (chosen.length < count) chosen.push(...left.splice(int(left.length), 1));
    return chosen.sort((a, b) => a - b).map((i) => items[i] as T);
  };
  return { int, pick, some, chance: (probability) => next() < probability };
}
