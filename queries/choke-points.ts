/**
 * Choke points: the roles through which the most pairs of a principal and a high-value role pass. Counted along edges alone (with
 * state there may be fewer pairs, and ways round may be closed): on
 * the best chain of each pair, and over all its chains (dominators: every chain of the pair passes through the role).
 */
import type { Adjacency } from '../graph/adjacency.ts';
import type { ChokePointsAnswer } from './answers.ts';
import { type FoundChains, searchChains } from './chain-search.ts';
import { chokePointsCypher } from './cypher.ts';
import { giveWay } from './give-way.ts';
import { cutPage, type Page } from './page.ts';
import type { SnapshotView } from './snapshot-view.ts';

/** Edges looked at before the rest of the high-value roles is left out: some seconds of work. */
const searchBudget = 400_000_000;

export interface CountedPairs {
  readonly maxHops: number;
  /** High-value roles, and how many of them were counted. */
  readonly targets: number;
  readonly counted: number;
  readonly pairs: number;
  /** Roles on the best chain of some pair, by pairs, then ARN. */
  readonly roles: readonly number[];
  /** By principal number: pairs whose best chain passes through it, and pairs all of whose chains do. */
  readonly onBest: Uint32Array;
  readonly onAll: Uint32Array;
}

/** Some seconds of work in a large organization; ends with an error when it is no longer wanted. */
export async function countPairs({ adjacency, names }: SnapshotView, maxHops: number, closing?: AbortSignal): Promise<CountedPairs> {
  const targets = [...names.byRank].filter(
    (number) => adjacency.principals[number]?.highValue && adjacency.reverseOffsets[number] !== adjacency.reverseOffsets[number + 1],
  );
  const onBest = new Uint32Array(names.count);
  const onAll = new Uint32Array(names.count);
  const places = new Int32Array(names.count).fill(-1);
  let pairs = 0;
  let budget = searchBudget;
  let counted = 0;
  for (const target of targets) {
    if (budget < 0) break;
    closing?.throwIfAborted();
    counted += 1;
    const search = { links: adjacency, rank: names.rank, origin: target, direction: 'to' as const, maxHops };
    const found = searchChains({ ...search, unconditional: false, crossAccount: false, moves: null });
    pairs += found.nodes.length;
    const order = new Uint32Array(found.nodes.length + 1);
    order[0] = target;
    order.set(found.nodes, 1);
    addBelow(order, placeParents(adjacency, found, order, places), onBest);
    const { nearest, work } = findDominators(adjacency, order, places);
    addBelow(order, nearest, onAll);
    budget -= found.work + work;
    for (let place = 0; place < order.length; place += 1) places[order[place] as number] = -1;
    await giveWay();
  }
  const roles = [...onBest.keys()]
    .filter((number) => (onBest[number] ?? 0) > 0)
    .sort((left, right) => (onBest[right] ?? 0) - (onBest[left] ?? 0) || (names.rank[left] ?? 0) - (names.rank[right] ?? 0));
  return { maxHops, targets: targets.length, counted, pairs, roles, onBest, onAll };
}

export function answerChokePoints(view: SnapshotView, found: CountedPairs, page: Page): ChokePointsAnswer {
  const { names } = view;
  const { maxHops, targets, counted, pairs, roles, onBest, onAll } = found;
  const { rows, next } = cutPage(roles, page);
  return {
    ...view.envelope(chokePointsCypher(view.dialect, maxHops), next !== null || counted < targets),
    targets,
    targetsCounted: counted,
    pairs,
    next,
    rows: rows.map((number) => ({
      principal: names.describe(number),
      pairs: onBest[number] ?? 0,
      unavoidable: onAll[number] ?? 0,
    })),
  };
}

/** Fills in the nodes' places, and answers with the place of the next node on each one's best chain. */
function placeParents({ targets }: Adjacency, found: FoundChains, order: Uint32Array, places: Int32Array): Int32Array {
  const parents = new Int32Array(order.length);
  for (let place = 0; place < order.length; place += 1) places[order[place] as number] = place;
  for (let place = 1; place < order.length; place += 1)
    parents[place] = places[targets[found.edge(order[place] as number)] as number] as number;
  return parents;
}

/**
 * Adds to each node but the target how many others hang below it in the tree.
 * @param order the target, then all others, parents before children
 * @param parents places in that order
 */
function addBelow(order: Uint32Array, parents: Int32Array, totals: Uint32Array): void {
  const below = new Uint32Array(order.length);
  for (let place = order.length - 1; place > 0; place -= 1) {
    const node = order[place] as number;
    const own = below[place] as number;
    totals[node] = (totals[node] as number) + own;
    const parent = parents[place] as number;
    below[parent] = (below[parent] as number) + own + 1;
  }
}

/**
 * The nearest node, other than itself, that every chain from a node to the target passes through (K. Cooper, T. Harvey,
 * K. Kennedy, "A simple, fast dominance algorithm").
 * @param order the target, then all that reach it, by hops
 * @param places of the nodes in that order; -1 for all others
 */
function findDominators(
  { offsets, targets }: Adjacency,
  order: Uint32Array,
  places: Int32Array,
): { readonly nearest: Int32Array; readonly work: number } {
  const nearest = new Int32Array(order.length).fill(-1);
  nearest[0] = 0;
  let work = 0;
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
      const end = offsets[node + 1] as number;
      let found = -1;
      work += end - (offsets[node] as number);
      for (let edge = offsets[node] as number; edge < end; edge += 1) {
        const next = places[targets[edge] as number] as number;
        if (next < 0 || next === index || (nearest[next] as number) < 0) continue;
        found = found < 0 ? next : meet(found, next);
      }
      if (found >= 0 && nearest[index] !== found) {
        nearest[index] = found;
        changed = true;
      }
    }
  }
  return { nearest, work };
}
