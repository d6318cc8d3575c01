/** Cuts out of the adjacency the part that chains between two principals can lie in: small enough to search again and again. */
import type { Adjacency } from '../graph/adjacency.ts';
import { isConditional } from '../graph/edge-flags.ts';
import type { Links } from './chain-search.ts';

/** Nodes are renumbered in ARN order and edges in the adjacency's order, so that numbers compare as ARNs do. */
export interface ChainCore {
  readonly links: Links;
  /** Each node's own place: nodes are in ARN order already. */
  readonly rank: Uint32Array;
  readonly from: number;
  readonly to: number;
  /** Numbers of the edges in the adjacency. */
  readonly edges: readonly number[];
}

/**
 * Null if no chain of at most `maxHops` hops leads from `from` to `to`. Edges into `from` and out of `to` are left out: no
 * chain without repetition uses them.
 */
export function extractCore(
  adjacency: Adjacency,
  rank: Uint32Array,
  from: number,
  to: number,
  maxHops: number,
  unconditional: boolean,
): ChainCore | null {
  const usable = (edge: number): boolean =>
    adjacency.targets[edge] !== from && adjacency.sources[edge] !== to && !(unconditional && isConditional(adjacency.flags[edge] ?? 0));
  const away = measureHops(adjacency, from, maxHops, true, usable);
  if (!away.has(to)) return null;
  const left = measureHops(adjacency, to, maxHops, false, (edge) => usable(edge) && away.has(adjacency.sources[edge] ?? 0));
  const near = (edge: number): boolean => {
    const start = away.get(adjacency.sources[edge] ?? 0);
    const rest = left.get(adjacency.targets[edge] ?? 0);
    return start !== undefined && rest !== undefined && start + 1 + rest <= maxHops && usable(edge);
  };
  const nodes = [...left.keys()].sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0));
  const edges: number[] = [];
  for (const node of nodes) {
    const end = adjacency.offsets[node + 1] ?? 0;
    for (let edge = adjacency.offsets[node] ?? 0; edge < end; edge += 1) if (near(edge)) edges.push(edge);
  }
  const numberOf = new Map(nodes.map((node, number) => [node, number]));
  const renumber = (node: number | undefined): number => numberOf.get(node ?? 0) ?? 0;
  const sources = Uint32Array.from(edges, (edge) => renumber(adjacency.sources[edge]));
  const targets = Uint32Array.from(edges, (edge) => renumber(adjacency.targets[edge]));
  const reverse = groupBy(targets, nodes.length);
  return {
    links: {
      sources,
      targets,
      flags: Uint16Array.from(edges, (edge) => adjacency.flags[edge] ?? 0),
      offsets: groupBy(sources, nodes.length).offsets,
      reverseOffsets: reverse.offsets,
      reverseEdges: reverse.members,
    },
    rank: Uint32Array.from(nodes, (_, number) => number),
    from: renumber(from),
    to: renumber(to),
    edges,
  };
}

/** Hops from the origin (`forward`) or to it, of every node within `maxHops`. */
function measureHops(adjacency: Adjacency, origin: number, maxHops: number, forward: boolean, usable: (edge: number) => boolean): Map<number, number> {
  const hops = new Map([[origin, 0]]);
  const offsets = forward ? adjacency.offsets : adjacency.reverseOffsets;
  const ends = forward ? adjacency.targets : adjacency.sources;
  let level = [origin];
  for (let hop = 1; hop <= maxHops && level.length > 0; hop += 1) {
    const next: number[] = [];
    for (const node of level) {
      const end = offsets[node + 1] ?? 0;
      for (let slot = offsets[node] ?? 0; slot < end; slot += 1) {
        const edge = forward ? slot : (adjacency.reverseEdges[slot] ?? 0);
        const reached = ends[edge] ?? 0;
        if (hops.has(reached) || !usable(edge)) continue;
        hops.set(reached, hop);
        next.push(reached);
      }
    }
    level = next;
  }
  return hops;
}

/** Members 0 … keys.length - 1 grouped by their key, in order: those of `k` are `members[offsets[k]] … members[offsets[k + 1] - 1]`. */
function groupBy(keys: Uint32Array, count: number): { offsets: Uint32Array; members: Uint32Array } {
  const offsets = new Uint32Array(count + 1);
  for (const key of keys) offsets[key + 1] = (offsets[key + 1] ?? 0) + 1;
  for (let key = 0; key < count; key += 1) offsets[key + 1] = (offsets[key + 1] ?? 0) + (offsets[key] ?? 0);
  const next = offsets.slice();
  const members = new Uint32Array(keys.length);
  for (const [member, key] of keys.entries()) {
    members[next[key] ?? 0] = member;
    next[key] = (next[key] ?? 0) + 1;
  }
  return { offsets, members };
}
