/**
 * Choke points: the roles through which the most pairs of a principal and a high-value role pass. Counted along edges alone: on
 * the best chain of each pair, and over all its chains (dominators: every chain of the pair passes through the role).
 */
import type { ChokePointsAnswer } from './answers.ts';
import { searchChains } from './chain-search.ts';
import { chokePointsCypher } from './cypher.ts';
import type { SnapshotView } from './snapshot-view.ts';

/** Edges looked at before the rest of the high-value roles is left out. */
const searchBudget = 150_000_000;

export function answerChokePoints(view: SnapshotView, limits: { readonly maxHops: number; readonly limit: number }): ChokePointsAnswer {
  const { adjacency, names } = view;
  const { maxHops } = limits;
  const targets = [...names.byRank].filter(
    (number) => adjacency.principals[number]?.highValue && adjacency.reverseOffsets[number] !== adjacency.reverseOffsets[number + 1],
  );
  const onBest = new Uint32Array(names.count);
  const onAll = new Uint32Array(names.count);
  let pairs = 0;
  let budget = searchBudget;
  let asked = 0;
  for (const target of targets) {
    if (budget < 0) break;
    asked += 1;
    const search = { links: adjacency, rank: names.rank, origin: target, direction: 'to' as const, maxHops };
    const found = searchChains({ ...search, unconditional: false, crossAccount: false, moves: null });
    budget -= found.work * 3;
    pairs += found.nodes.length;
    const before = new Map(found.nodes.map((node) => [node, adjacency.targets[found.edges(node)[0] ?? 0] ?? target]));
    const order = [target, ...found.nodes];
    addBelow(order, (node) => before.get(node) ?? target, target, onBest);
    const nearest = findDominators(view, order);
    addBelow(order, (node) => nearest.get(node) ?? target, target, onAll);
  }
  const rows = [...onBest.keys()]
    .filter((number) => (onBest[number] ?? 0) > 0)
    .sort((left, right) => (onBest[right] ?? 0) - (onBest[left] ?? 0) || (names.rank[left] ?? 0) - (names.rank[right] ?? 0));
  return {
    ...view.envelope(chokePointsCypher(view.dialect, maxHops), rows.length > limits.limit || asked < targets.length),
    targets: targets.length,
    targetsCounted: asked,
    pairs,
    rows: rows.slice(0, limits.limit).map((number) => ({
      principal: names.describe(number),
      pairs: onBest[number] ?? 0,
      unavoidable: onAll[number] ?? 0,
    })),
  };
}

/** Adds to each node but the target how many others hang below it in the tree. @param order parents before children */
function addBelow(order: readonly number[], parentOf: (node: number) => number, target: number, totals: Uint32Array): void {
  const below = new Map<number, number>();
  for (const node of [...order].reverse()) {
    if (node === target) continue;
    const own = below.get(node) ?? 0;
    totals[node] = (totals[node] ?? 0) + own;
    const parent = parentOf(node);
    below.set(parent, (below.get(parent) ?? 0) + own + 1);
  }
}

/**
 * The nearest node, other than itself, that every chain from a node to the target passes through (K. Cooper, T. Harvey,
 * K. Kennedy, "A simple, fast dominance algorithm"). @param order the target, then all that reach it, by hops
 */
function findDominators({ adjacency }: SnapshotView, order: readonly number[]): Map<number, number> {
  const [target = 0] = order;
  const place = new Map(order.map((node, index) => [node, index]));
  const nearest = new Int32Array(order.length).fill(-1);
  nearest[0] = 0;
  const meet = (left: number, right: number): number => {
    let [a, b] = [left, right];
    while (a !== b) {
      if (a > b) a = nearest[a] as number;
      else b = nearest[b] as number;
    }
    return a;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (let index = 1; index < order.length; index += 1) {
      const node = order[index] as number;
      let found = -1;
      for (let edge = adjacency.offsets[node] as number; edge < (adjacency.offsets[node + 1] as number); edge += 1) {
        const next = place.get(adjacency.targets[edge] as number);
        if (next === undefined || next === index || (nearest[next] as number) < 0) continue;
        found = found < 0 ? next : meet(found, next);
      }
      if (found >= 0 && nearest[index] !== found) {
        nearest[index] = found;
        changed = true;
      }
    }
  }
  return new Map(order.map((node, index) => [node, order[nearest[index] as number] ?? target]));
}
