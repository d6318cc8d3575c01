/**
 * The part of the adjacency that the shortest chains between two principals lie in, searched from both ends at once, with chain state
 * if there is any: it looks at a small part of what a search from one end would. Where no session can take any chain, that
 * is found out here too, as soon as one of the two sides has nothing left to try.
 */
import type { ChainCore, CoreRequest } from './chain-core.ts';
import { buildCore } from './chain-core.ts';
import type { Moves, TwoWays } from './chain-state/moves.ts';

interface NearestCore {
  /** Hops of the shortest chains. */
  readonly distance: number;
  readonly core: ChainCore;
}

/**
 * @param ways chain state; null: edges alone
 * @param budget edges that may be looked at; what was is taken off
 * @returns null if there is no chain of at most `maxHops` hops, or if the budget was spent before one was found
 */
export function cutNearest(
  request: CoreRequest,
  ways: TwoWays | null,
  usable: (edge: number) => boolean,
  budget: { left: number },
): NearestCore | null {
  const { adjacency, from, to } = request;
  const [aheadFirst, backFirst] = scratchOf(adjacency.offsets);
  const ahead = new Side(adjacency.offsets, from, ways?.forward ?? null, aheadFirst);
  const back = new Side(adjacency.reverseOffsets, to, ways?.backward ?? null, backFirst);
  try {
    return searchBoth(request, ways, usable, budget, ahead, back);
  } finally {
    ahead.clear();
    back.clear();
  }
}

/** Two arrays of one number for each principal, -1 unless in use: most searches touch few of them. Kept as long as the snapshot. */
const scratches = new WeakMap<Uint32Array, readonly [Int32Array, Int32Array]>();

function scratchOf(offsets: Uint32Array): readonly [Int32Array, Int32Array] {
  const known = scratches.get(offsets) ?? [new Int32Array(offsets.length).fill(-1), new Int32Array(offsets.length).fill(-1)];
  scratches.set(offsets, known);
  return known;
}

function searchBoth(
  request: CoreRequest,
  ways: TwoWays | null,
  usable: (edge: number) => boolean,
  budget: { left: number },
  ahead: Side,
  back: Side,
): NearestCore | null {
  const { adjacency, maxHops } = request;
  const meets = (entry: number, other: number): boolean => !ways || ways.meets(ahead.state[entry] as number, back.state[other] as number);
  let met = false;
  while (!met && ahead.depth + back.depth < maxHops && budget.left >= 0) {
    if (ahead.level.length === 0 || back.level.length === 0) return null;
    met =
      ahead.weigh() <= back.weigh()
        ? ahead.advance(
            (slot) => slot,
            adjacency.targets,
            usable,
            budget,
            (made, node) => back.some(node, (other) => meets(made, other)),
          )
        : back.advance(
            (slot) => adjacency.reverseEdges[slot] as number,
            adjacency.sources,
            usable,
            budget,
            (made, node) => ahead.some(node, (other) => meets(other, made)),
          );
  }
  if (!met) return null;
  const middle = new Set<number>();
  for (const entry of ahead.level) {
    const node = ahead.node[entry] as number;
    if (!middle.has(node) && back.some(node, (other) => back.hop[other] === back.depth && meets(entry, other))) middle.add(node);
  }
  return { distance: ahead.depth + back.depth, core: collectBetween(request, ahead, back, middle, usable) };
}

/** What was met from one end, level by level: principals with the states in which they can be there. */
class Side {
  readonly node: number[] = [];
  readonly state: number[] = [];
  readonly hop: number[] = [];
  /** The next entry of the same principal. */
  readonly #next: number[] = [];
  readonly #first: Int32Array;
  /** Entries by hops. */
  readonly levels: number[][] = [[0]];

  readonly offsets: Uint32Array;
  readonly moves: Moves | null;

  /** @param first a number for each principal, all of them -1 */
  constructor(offsets: Uint32Array, origin: number, moves: Moves | null, first: Int32Array) {
    this.offsets = offsets;
    this.moves = moves;
    this.#first = first;
    this.#add(origin, moves ? moves.start(origin) : 0, 0);
  }

  /** Gives the array back as it was. */
  clear(): void {
    for (const node of this.node) this.#first[node] = -1;
  }

  get depth(): number {
    return this.levels.length - 1;
  }

  get level(): readonly number[] {
    return this.levels[this.depth] as number[];
  }

  /** Edges that the next level would look at. */
  weigh(): number {
    let sum = 0;
    for (const entry of this.level) {
      const node = this.node[entry] as number;
      sum += (this.offsets[node + 1] as number) - (this.offsets[node] as number);
    }
    return sum;
  }

  /** Does one of the principal's entries pass? */
  some(node: number, test: (entry: number) => boolean): boolean {
    for (let entry = this.#first[node] as number; entry >= 0; entry = this.#next[entry] as number) if (test(entry)) return true;
    return false;
  }

  /** One hop on, all of the level. Answers whether an entry was made that `isMeeting` takes. */
  advance(
    edgeAt: (slot: number) => number,
    ends: Uint32Array,
    usable: (edge: number) => boolean,
    budget: { left: number },
    isMeeting: (entry: number, node: number) => boolean,
  ): boolean {
    const { offsets, moves } = this;
    const hop = this.levels.length;
    const next: number[] = [];
    let met = false;
    const take = (reached: number, state: number): void => {
      if (this.#isCovered(reached, state)) return;
      const made = this.#add(reached, state, hop);
      next.push(made);
      met ||= isMeeting(made, reached);
    };
    for (const entry of this.level) {
      const node = this.node[entry] as number;
      const end = offsets[node + 1] as number;
      budget.left -= end - (offsets[node] as number);
      for (let slot = offsets[node] as number; slot < end; slot += 1) {
        const edge = edgeAt(slot);
        const reached = ends[edge] as number;
        if ((!moves && (this.#first[reached] as number) >= 0) || !usable(edge)) continue;
        const only = moves ? moves.only(this.state[entry] as number, edge) : 0;
        if (only >= 0) take(reached, only);
        else if (only === -1) for (const state of moves?.step(this.state[entry] as number, edge) ?? []) take(reached, state);
      }
    }
    this.levels.push(next);
    return met;
  }

  #isCovered(node: number, state: number): boolean {
    for (let entry = this.#first[node] as number; entry >= 0; entry = this.#next[entry] as number) {
      const other = this.state[entry] as number;
      if (other === state || this.moves?.covers(other, state)) return true;
    }
    return false;
  }

  #add(node: number, state: number, hop: number): number {
    const entry = this.node.push(node) - 1;
    this.state.push(state);
    this.hop.push(hop);
    this.#next.push(this.#first[node] as number);
    this.#first[node] = entry;
    return entry;
  }
}

/**
 * The edges on walks from one end to the other of as many hops as both sides went, found from the middle outwards. A principal that
 * a shortest chain passes after so many hops was met in that level: were it met earlier in a state as good, there would be
 * a shorter chain.
 */
function collectBetween(
  request: CoreRequest,
  ahead: Side,
  back: Side,
  middle: ReadonlySet<number>,
  usable: (edge: number) => boolean,
): ChainCore {
  const { offsets, targets, sources, reverseOffsets, reverseEdges } = request.adjacency;
  const edges = new Set<number>();
  /** Which level a principal was last seen in, plus one. */
  const mark = new Uint8Array(offsets.length - 1);
  const collect = (side: Side, inward: Uint32Array, edgeAt: (slot: number) => number, ends: Uint32Array): void => {
    let layer: ReadonlySet<number> = middle;
    mark.fill(0);
    for (let depth = side.depth - 1; depth >= 0; depth -= 1) {
      for (const entry of side.levels[depth] as number[]) mark[side.node[entry] as number] = depth + 1;
      const outer = new Set<number>();
      for (const node of layer) {
        for (let slot = inward[node] as number; slot < (inward[node + 1] as number); slot += 1) {
          const edge = edgeAt(slot);
          const end = ends[edge] as number;
          if (mark[end] !== depth + 1 || !usable(edge)) continue;
          edges.add(edge);
          outer.add(end);
        }
      }
      layer = outer;
    }
  };
  collect(ahead, reverseOffsets, (slot) => reverseEdges[slot] as number, sources);
  collect(back, offsets, (slot) => slot, targets);
  return buildCore(request, edges);
}
