/**
 * The part of the adjacency that the shortest chains between two principals lie in, searched from both ends at once: it looks at
 * a small part of what a search from one end would.
 */
import type { ChainCore, CoreRequest } from './chain-core.ts';
import { buildCore } from './chain-core.ts';

/** Null if there is no chain of at most `maxHops` hops along edges alone. */
export function cutShortest(
  request: CoreRequest,
  usable: (edge: number) => boolean,
): { readonly distance: number; readonly core: ChainCore } | null {
  const { adjacency, from, to, maxHops } = request;
  const sides = [createSide(adjacency.offsets, from), createSide(adjacency.reverseOffsets, to)] as const;
  const [ahead, back] = sides;
  const edgeAt = [(slot: number) => slot, (slot: number) => adjacency.reverseEdges[slot] as number] as const;
  const ends = [adjacency.targets, adjacency.sources] as const;
  let met = from === to;
  while (!met && ahead.depth + back.depth < maxHops) {
    const turn = weigh(ahead) <= weigh(back) ? 0 : 1;
    const side = sides[turn];
    const other = sides[1 - turn] as Side;
    if (side.level.length === 0) return null;
    const next: number[] = [];
    for (const node of side.level) {
      for (let slot = side.offsets[node] as number; slot < (side.offsets[node + 1] as number); slot += 1) {
        const edge = edgeAt[turn](slot);
        const reached = ends[turn][edge] as number;
        if (side.hops.has(reached) || !usable(edge)) continue;
        side.hops.set(reached, side.depth + 1);
        next.push(reached);
        if (other.hops.has(reached)) met = true;
      }
    }
    side.depth += 1;
    side.level = next;
  }
  if (!met) return null;
  const distance = ahead.depth + back.depth;
  return { distance, core: buildCore(request, ...keepShortest(request, ahead, back, usable)) };
}

interface Side {
  readonly offsets: Uint32Array;
  readonly hops: Map<number, number>;
  level: number[];
  depth: number;
}

const createSide = (offsets: Uint32Array, origin: number): Side => ({ offsets, hops: new Map([[origin, 0]]), level: [origin], depth: 0 });

/** Edges that the side's next level would look at. */
const weigh = ({ level, offsets }: Side): number =>
  level.reduce((sum, node) => sum + (offsets[node + 1] as number) - (offsets[node] as number), 0);

/** The nodes on shortest chains, and which edges lie on them: walked from the middle, where both sides met, to either end. */
function keepShortest(
  { adjacency }: CoreRequest,
  ahead: Side,
  back: Side,
  usable: (edge: number) => boolean,
): [nodes: number[], fits: (edge: number) => boolean] {
  const depthOf = new Map<number, number>();
  const distance = ahead.depth + back.depth;
  const middle = [...ahead.hops].flatMap(([node, depth]) => (depth === ahead.depth && back.hops.get(node) === back.depth ? [node] : []));
  for (const node of middle) depthOf.set(node, ahead.depth);
  let level = middle;
  for (let depth = ahead.depth - 1; depth >= 0; depth -= 1) {
    level = stepTo(
      level,
      adjacency.reverseOffsets,
      (slot) => adjacency.reverseEdges[slot] as number,
      adjacency.sources,
      (node) => ahead.hops.get(node) === depth,
    );
    for (const node of level) depthOf.set(node, depth);
  }
  level = middle;
  for (let left = back.depth - 1; left >= 0; left -= 1) {
    level = stepTo(
      level,
      adjacency.offsets,
      (slot) => slot,
      adjacency.targets,
      (node) => back.hops.get(node) === left,
    );
    for (const node of level) depthOf.set(node, distance - left);
  }
  const fits = (edge: number): boolean => {
    const [source, target] = [depthOf.get(adjacency.sources[edge] as number), depthOf.get(adjacency.targets[edge] as number)];
    return source !== undefined && target === source + 1 && usable(edge);
  };
  return [[...depthOf.keys()], fits];

  function stepTo(
    nodes: readonly number[],
    offsets: Uint32Array,
    edgeAt: (slot: number) => number,
    ends: Uint32Array,
    belongs: (node: number) => boolean,
  ): number[] {
    const found = new Set<number>();
    for (const node of nodes) {
      for (let slot = offsets[node] as number; slot < (offsets[node + 1] as number); slot += 1) {
        const edge = edgeAt(slot);
        const end = ends[edge] as number;
        if (!found.has(end) && belongs(end) && usable(edge)) found.add(end);
      }
    }
    return [...found];
  }
}
