/**
 * Breadth-first search for the best chain from one principal to all others, or from all others to one. Best means: fewest
 * hops, then fewest conditional hops, then the smallest sequence of ARNs from source to role, then the smallest edge
 * numbers. The same order holds both ways, so forward and reverse answers show the same chain for a pair.
 */
import type { Adjacency } from '../graph/adjacency.ts';
import { isConditional, isCrossAccount } from '../graph/edge-flags.ts';

/** The part of an adjacency that a search walks. */
export type Links = Pick<Adjacency, 'offsets' | 'targets' | 'sources' | 'flags' | 'reverseOffsets' | 'reverseEdges'>;

export interface ChainSearch {
  readonly links: Links;
  /** Place of each node in ARN order. */
  readonly rank: Uint32Array;
  readonly origin: number;
  /** `from`: chains that start at the origin. `to`: chains that end there. */
  readonly direction: 'from' | 'to';
  readonly maxHops: number;
  readonly unconditional: boolean;
  /** Look, among the shortest chains to each node, at those that cross accounts only. */
  readonly crossAccount: boolean;
  /** Edges that may be used, besides what the options say. `node` is the end that the edge would reach. */
  readonly admits?: (edge: number, node: number) => boolean;
  /** Stop once this node is reached. */
  readonly stopAt?: number;
}

export interface FoundChains {
  /** Nodes with a chain, without the origin; by hops. */
  readonly nodes: readonly number[];
  hops(node: number): number;
  conditionalHops(node: number): number;
  /** Numbers of the edges of the best chain, from source to role. */
  edges(node: number): number[];
  /** Edges looked at. */
  readonly work: number;
}

const none = 0xffffffff;

/**
 * A state is a node and whether the chain so far crossed accounts (`node * 2 + crossed`; without `crossAccount` the bit
 * stays 0). Each level is walked in the order of its chains: the first to offer a state is the best among equals.
 */
export function searchChains(search: ChainSearch): FoundChains {
  const { links, origin, direction, maxHops, unconditional, crossAccount, admits, stopAt } = search;
  const { flags } = links;
  const forward = direction === 'from';
  const offsets = forward ? links.offsets : links.reverseOffsets;
  const ends = forward ? links.targets : links.sources;
  const count = offsets.length - 1;
  const hops = new Uint8Array(count);
  const conditional = new Uint8Array(count * 2);
  const via = new Uint32Array(count * 2).fill(none);
  const before = new Uint32Array(count * 2);
  const place = new Uint32Array(count * 2);
  const nodes: number[] = [];
  let work = 0;

  let level = [origin * 2];
  for (let hop = 1; hop <= maxHops && level.length > 0 && !(stopAt !== undefined && hops[stopAt]); hop += 1) {
    const next: number[] = [];
    for (const state of level) {
      const node = state >>> 1;
      const end = offsets[node + 1] ?? 0;
      for (let slot = offsets[node] ?? 0; slot < end; slot += 1) {
        work += 1;
        const edge = forward ? slot : (links.reverseEdges[slot] ?? 0);
        const reached = ends[edge] ?? 0;
        const flag = flags[edge] ?? 0;
        const seen = hops[reached];
        if ((seen !== 0 && seen !== hop) || reached === origin) continue;
        if (unconditional && isConditional(flag)) continue;
        if (admits && !admits(edge, reached)) continue;
        const crossed = crossAccount && (state & 1 || isCrossAccount(flag)) ? 1 : 0;
        const target = reached * 2 + crossed;
        const cost = (conditional[state] ?? 0) + (isConditional(flag) ? 1 : 0);
        if (via[target] !== none && cost >= (conditional[target] ?? 0)) continue;
        if (via[target] === none) next.push(target);
        hops[reached] = hop;
        via[target] = edge;
        before[target] = state;
        conditional[target] = cost;
      }
    }
    orderLevel(next, search, before, place);
    for (const state of next) if (!crossAccount || state & 1) nodes.push(state >>> 1);
    level = next;
  }

  const stateOf = (node: number): number => node * 2 + (crossAccount ? 1 : 0);
  return {
    nodes,
    work,
    hops: (node) => hops[node] ?? 0,
    conditionalHops: (node) => conditional[stateOf(node)] ?? 0,
    edges(node) {
      const edges: number[] = [];
      for (let state = stateOf(node); via[state] !== none; state = before[state] ?? 0) edges.push(via[state] ?? 0);
      return forward ? edges.reverse() : edges;
    },
  };
}

/** Sorts a level by its chains, compared from the source on: forward the older part comes first, in reverse the newest node. */
function orderLevel(level: number[], { rank, direction }: ChainSearch, before: Uint32Array, place: Uint32Array): void {
  const older = (state: number): number => place[before[state] ?? 0] ?? 0;
  const newest = (state: number): number => rank[state >>> 1] ?? 0;
  const [major, minor] = direction === 'from' ? [older, newest] : [newest, older];
  level.sort((left, right) => major(left) - major(right) || minor(left) - minor(right) || left - right);
  for (const [index, state] of level.entries()) place[state] = index;
}
