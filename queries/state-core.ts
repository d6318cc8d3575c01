/** A chain core with state: each node once for every state in which a chain can be there, so that searching it follows state. */
import { groupEdges, groupOffsets } from '../graph/group-edges.ts';
import type { ChainCore } from './chain-core.ts';
import type { Moves } from './chain-state/moves.ts';

export interface StateCore extends ChainCore {
  /** Per node: the principal's number in the core it was made of, and its state. */
  readonly principalOf: Uint32Array;
  readonly stateOf: Uint32Array;
  /** True if there was more than the budget allowed to make. */
  readonly cut: boolean;
}

/**
 * @param principal number in the adjacency of the one the chains start from
 * @param hops chains are of at most so many
 * @param budget most edges to make
 */
export function addState(core: ChainCore, moves: Moves, principal: number, hops: number, budget: number): StateCore {
  const { links } = core;
  const left = measureLeft(core, hops);
  const known = new Map<number, number>();
  const nodes: { readonly node: number; readonly state: number; readonly depth: number }[] = [];
  const place = (node: number, state: number, depth: number): number => {
    // At the end of a chain state is no matter.
    const key = node === core.to ? node * 0x1000000 : node * 0x1000000 + state;
    const number = known.get(key) ?? nodes.push({ node, state: node === core.to ? 0 : state, depth }) - 1;
    known.set(key, number);
    return number;
  };
  const made: { readonly source: number; readonly target: number; readonly edge: number }[] = [];
  place(core.from, moves.start(principal), 0);
  let cut = false;
  for (let next = 0; next < nodes.length && !cut; next += 1) {
    const { node, state, depth } = nodes[next] as (typeof nodes)[number];
    if (node === core.to) continue;
    for (let edge = links.offsets[node] as number; edge < (links.offsets[node + 1] as number); edge += 1) {
      const target = links.targets[edge] as number;
      if (depth + 1 + (left[target] as number) > hops) continue;
      for (const reached of moves.step(state, core.edges[edge] as number))
        made.push({ source: next, target: place(target, reached, depth + 1), edge });
    }
    cut = made.length > budget;
  }
  return { ...number(core, nodes, made), cut };
}

/** Hops from each node to the end. */
function measureLeft({ links, to }: ChainCore, hops: number): Uint8Array {
  const left = new Uint8Array(links.offsets.length - 1).fill(255);
  left[to] = 0;
  const queue = [to];
  for (let next = 0; next < queue.length; next += 1) {
    const node = queue[next] as number;
    if ((left[node] as number) >= hops) break;
    for (let slot = links.reverseOffsets[node] as number; slot < (links.reverseOffsets[node + 1] as number); slot += 1) {
      const source = links.sources[links.reverseEdges[slot] as number] as number;
      if (left[source] !== 255) continue;
      left[source] = (left[node] as number) + 1;
      queue.push(source);
    }
  }
  return left;
}

/** Nodes in the order of their principals, so that numbers compare as ARNs do; edges by source, then target. */
function number(
  core: ChainCore,
  nodes: readonly { readonly node: number; readonly state: number }[],
  made: readonly { readonly source: number; readonly target: number; readonly edge: number }[],
): Omit<StateCore, 'cut'> {
  const order = [...nodes.keys()].sort((left, right) => compare(nodes[left], nodes[right]));
  const placeOf = new Uint32Array(nodes.length);
  for (const [place, index] of order.entries()) placeOf[index] = place;
  const renumbered = made
    .map(({ source, target, edge }) => ({ source: placeOf[source] as number, target: placeOf[target] as number, edge }))
    .sort((left, right) => left.source - right.source || left.target - right.target || left.edge - right.edge);
  const sources = Uint32Array.from(renumbered, ({ source }) => source);
  const targets = Uint32Array.from(renumbered, ({ target }) => target);
  const reverse = groupEdges(targets, nodes.length);
  const principalOf = Uint32Array.from(order, (index) => nodes[index]?.node ?? 0);
  return {
    links: {
      sources,
      targets,
      flags: Uint16Array.from(renumbered, ({ edge }) => core.links.flags[edge] as number),
      offsets: groupOffsets(sources, nodes.length),
      reverseOffsets: reverse.offsets,
      reverseEdges: reverse.edges,
    },
    rank: Uint32Array.from(order, (_, place) => place),
    from: placeOf[0] as number,
    // Without an end that was met, a number that is no node's.
    to: principalOf.indexOf(core.to),
    edges: renumbered.map(({ edge }) => core.edges[edge] as number),
    principalOf,
    stateOf: Uint32Array.from(order, (index) => nodes[index]?.state ?? 0),
  };
}

type Node = { readonly node: number; readonly state: number } | undefined;
const compare = (left: Node, right: Node): number => (left?.node ?? 0) - (right?.node ?? 0) || (left?.state ?? 0) - (right?.state ?? 0);
