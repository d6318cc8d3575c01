/** Cuts out of the adjacency the part that chains between two principals can lie in: small enough to search again and again. */
import type { Adjacency } from '../graph/adjacency.ts';
import { isConditional } from '../graph/edge-flags.ts';
import { groupEdges, groupOffsets } from '../graph/group-edges.ts';
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

export interface CoreRequest {
  readonly adjacency: Adjacency;
  /** Place of each principal in ARN order. */
  readonly rank: Uint32Array;
  readonly from: number;
  /** Another principal than `from`. */
  readonly to: number;
  readonly maxHops: number;
  readonly unconditional: boolean;
  /** Edges that may be used, besides what the options say. */
  readonly admits?: ((edge: number) => boolean) | undefined;
}

export interface CoreCutter {
  /** Hops of the shortest chain. */
  readonly distance: number;
  /** What chains of at most so many hops, not more than `maxHops`, can use. */
  cut(hops: number): ChainCore;
}

/**
 * Null if no chain of at most `maxHops` hops leads from `from` to `to`. Edges into `from` and out of `to` are left out: no
 * chain that repeats no principal uses them.
 */
export function measureChains(request: CoreRequest): CoreCutter | null {
  const { adjacency, from, to, maxHops } = request;
  const { sources, targets } = adjacency;
  const usable = usableEdges(request);
  const away = spread(adjacency, from, 'from', maxHops, usable);
  const distance = away.hops(to);
  if (distance === unreached) return null;
  const left = spread(adjacency, to, 'to', maxHops, (edge) => usable(edge) && away.hops(sources[edge] ?? 0) !== unreached);
  const through = (node: number): number => away.hops(node) + left.hops(node);
  return {
    distance,
    cut(hops) {
      const nodes = left.nodes.filter((node) => through(node) <= hops);
      const fits = (edge: number): boolean => away.hops(sources[edge] ?? 0) + 1 + left.hops(targets[edge] ?? 0) <= hops;
      const edges: number[] = [];
      for (const node of nodes) {
        const end = adjacency.offsets[node + 1] ?? 0;
        for (let edge = adjacency.offsets[node] ?? 0; edge < end; edge += 1) if (fits(edge) && usable(edge)) edges.push(edge);
      }
      return buildCore(request, edges);
    },
  };
}

/** Which edges a chain that repeats no principal can use, by the options. */
export function usableEdges({ adjacency, from, to, unconditional, admits }: CoreRequest): (edge: number) => boolean {
  const { sources, targets, flags } = adjacency;
  return (edge) =>
    targets[edge] !== from && sources[edge] !== to && !(unconditional && isConditional(flags[edge] ?? 0)) && (!admits || admits(edge));
}

/** More than any number of hops, and small enough to add up. */
const unreached = 255;

interface Spread {
  /** `unreached` for those that were not met. */
  hops(node: number): number;
  /** By hops, the origin first. */
  readonly nodes: readonly number[];
}

/** Hops of every node within `maxHops` from the origin (`from`) or to it, along edges alone. */
export function spread(
  adjacency: Adjacency,
  origin: number,
  direction: 'from' | 'to',
  maxHops: number,
  usable: (edge: number) => boolean,
): Spread {
  const forward = direction === 'from';
  const { reverseEdges } = adjacency;
  const [offsets, ends] = forward ? [adjacency.offsets, adjacency.targets] : [adjacency.reverseOffsets, adjacency.sources];
  const hops = new Uint8Array(adjacency.principals.length).fill(unreached);
  const nodes = [origin];
  hops[origin] = 0;
  for (let next = 0; next < nodes.length; next += 1) {
    const node = nodes[next] as number;
    const hop = (hops[node] as number) + 1;
    if (hop > maxHops) break;
    const end = offsets[node + 1] as number;
    for (let slot = offsets[node] as number; slot < end; slot += 1) {
      const edge = forward ? slot : (reverseEdges[slot] as number);
      const reached = ends[edge] as number;
      if (hops[reached] !== unreached || !usable(edge)) continue;
      hops[reached] = hop;
      nodes.push(reached);
    }
  }
  return { hops: (node) => hops[node] as number, nodes };
}

/** @param members numbers of the edges that it is made of, each once */
export function buildCore({ adjacency, rank, from, to }: CoreRequest, members: Iterable<number>): ChainCore {
  const byRank = (left: number, right: number): number => (rank[left] ?? 0) - (rank[right] ?? 0);
  const sourceOf = (edge: number): number => adjacency.sources[edge] ?? 0;
  const edges = [...members].sort((left, right) => byRank(sourceOf(left), sourceOf(right)) || left - right);
  const nodes = [...new Set([from, to, ...edges.flatMap((edge) => [sourceOf(edge), adjacency.targets[edge] ?? 0])])].sort(byRank);
  const numberOf = new Map(nodes.map((node, number) => [node, number]));
  const renumber = (node: number | undefined): number => numberOf.get(node ?? 0) ?? 0;
  const sources = Uint32Array.from(edges, (edge) => renumber(adjacency.sources[edge]));
  const targets = Uint32Array.from(edges, (edge) => renumber(adjacency.targets[edge]));
  const reverse = groupEdges(targets, nodes.length);
  return {
    links: {
      sources,
      targets,
      flags: Uint16Array.from(edges, (edge) => adjacency.flags[edge] ?? 0),
      offsets: groupOffsets(sources, nodes.length),
      reverseOffsets: reverse.offsets,
      reverseEdges: reverse.edges,
    },
    rank: Uint32Array.from(nodes, (_, number) => number),
    from: renumber(from),
    to: renumber(to),
    edges,
  };
}
