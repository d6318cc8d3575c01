/** Keeps the pairs that people should see first of any number of pairs. */

/** By common numbers; see align.ts. */
export interface ReachPair {
  readonly source: number;
  readonly target: number;
  readonly hops: number;
}

export interface BestPairs {
  /** All that were offered. */
  readonly total: number;
  offer(source: number, target: number, hops: number): void;
  /** Roles that are worth guarding first, then by hops, then by the ARNs of role and principal. */
  list(): readonly ReachPair[];
}

export function createBestPairs(limit: number, highValue: Uint8Array): BestPairs {
  const kept: ReachPair[] = [];
  let total = 0;
  const grade = (target: number, hops: number): number => (highValue[target] === 1 ? 0 : 64) + hops;
  const isBefore = (left: ReachPair, right: ReachPair): boolean =>
    (grade(left.target, left.hops) - grade(right.target, right.hops) || left.target - right.target || left.source - right.source) < 0;
  return {
    get total() {
      return total;
    },
    offer(source, target, hops) {
      total += 1;
      const worst = kept.at(-1);
      const isFull = kept.length >= limit;
      if (isFull && worst !== undefined && grade(target, hops) > grade(worst.target, worst.hops)) return;
      const pair = { source, target, hops };
      if (isFull && worst !== undefined && !isBefore(pair, worst)) return;
      let low = 0;
      let high = kept.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (isBefore(kept[middle] ?? pair, pair)) low = middle + 1;
        else high = middle;
      }
      kept.splice(low, 0, pair);
      if (kept.length > limit) kept.pop();
    },
    list: () => kept,
  };
}
