/**
 * Breadth-first search for the best chain from one principal to all others, or from all others to one. Best means: fewest
 * hops, then fewest conditional hops, then the smallest sequence of ARNs from source to role, then the smallest edge
 * numbers. The same order holds both ways, so forward and reverse answers show the same chain for a pair.
 *
 * With chain state, a principal may be met again in a later level in a state that could do more than those before; only the
 * first level in which it is met counts for itself.
 */
import type { Adjacency } from '../graph/adjacency.ts';
import { isConditional, isCrossAccount } from '../graph/edge-flags.ts';
import type { Moves } from './chain-state/moves.ts';

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
  /** Chain state; null: edges alone. */
  readonly moves: Moves | null;
  /** Edges that may be used, besides what the options say. `node` is the end that the edge would reach. */
  readonly admits?: ((edge: number, node: number) => boolean) | undefined;
  /** Stop once this node is reached. */
  readonly stopAt?: number;
  /** Most edges to look at; past it the search is cut. */
  readonly budget?: number;
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
  /** True if the budget was spent before everything was looked at. */
  readonly cut: boolean;
}

/**
 * What was met: a node, whether the chain so far crossed accounts, a state, and the way there. Entries of one node are a list
 * (`next`); each level is walked in the order of its chains: the first to offer an entry is the best among equals.
 */
class Entries {
  #size = 0;
  node = new Uint32Array(1024);
  state = new Uint32Array(1024);
  via = new Uint32Array(1024);
  before = new Int32Array(1024);
  next = new Int32Array(1024);
  place = new Uint32Array(1024);
  hop = new Uint8Array(1024);
  conditional = new Uint8Array(1024);
  crossed = new Uint8Array(1024);

  get size(): number {
    return this.#size;
  }

  add(node: number, state: number, crossed: number, hop: number, next: number): number {
    if (this.#size === this.node.length) this.#grow();
    const entry = this.#size++;
    this.node[entry] = node;
    this.state[entry] = state;
    this.crossed[entry] = crossed;
    this.hop[entry] = hop;
    this.next[entry] = next;
    this.before[entry] = -1;
    return entry;
  }

  #grow(): void {
    const size = this.node.length * 2;
    const wide = (array: Uint32Array): Uint32Array<ArrayBuffer> => {
      const grown = new Uint32Array(size);
      grown.set(array);
      return grown;
    };
    const signed = (array: Int32Array): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(size);
      grown.set(array);
      return grown;
    };
    const narrow = (array: Uint8Array): Uint8Array<ArrayBuffer> => {
      const grown = new Uint8Array(size);
      grown.set(array);
      return grown;
    };
    [this.node, this.state, this.via, this.place] = [wide(this.node), wide(this.state), wide(this.via), wide(this.place)];
    [this.before, this.next] = [signed(this.before), signed(this.next)];
    [this.hop, this.conditional, this.crossed] = [narrow(this.hop), narrow(this.conditional), narrow(this.crossed)];
  }
}

const single: readonly number[] = [0];

export function searchChains(search: ChainSearch): FoundChains {
  const { links, origin, direction, maxHops, unconditional, crossAccount, moves, admits, stopAt } = search;
  const { budget = Number.POSITIVE_INFINITY } = search;
  const { flags, reverseEdges } = links;
  const forward = direction === 'from';
  const offsets = forward ? links.offsets : links.reverseOffsets;
  const ends = forward ? links.targets : links.sources;
  const first = new Int32Array(offsets.length - 1).fill(-1);
  const entries = new Entries();
  /** Levels in which a node was first met by a chain that counts. */
  const hops = new Uint8Array(offsets.length - 1);
  const nodes: number[] = [];
  /** The best of the entries that count for the node; with `crossAccount` only those that cross. */
  const best = new Int32Array(offsets.length - 1).fill(-1);
  let work = 0;
  let cut = false;

  const start = entries.add(origin, moves ? moves.start(origin) : 0, 0, 0, -1);
  first[origin] = start;
  let level = [start];
  for (let hop = 1; hop <= maxHops && level.length > 0 && !(stopAt !== undefined && hops[stopAt]); hop += 1) {
    if (work > budget) {
      cut = true;
      break;
    }
    const next: number[] = [];
    for (const entry of level) {
      const node = entries.node[entry] as number;
      const end = offsets[node + 1] as number;
      for (let slot = offsets[node] as number; slot < end; slot += 1) {
        work += 1;
        const edge = forward ? slot : (reverseEdges[slot] as number);
        const reached = ends[edge] as number;
        const flag = flags[edge] as number;
        if (!moves && (reached === origin || (hops[reached] !== 0 && hops[reached] !== hop))) continue;
        if (unconditional && isConditional(flag)) continue;
        if (admits && !admits(edge, reached)) continue;
        const states = moves ? moves.step(entries.state[entry] as number, edge) : single;
        for (const state of states) offer(entry, edge, reached, state, flag, hop, next);
      }
    }
    orderLevel(next, search, entries);
    for (const entry of next) if (counts(entry)) note(entry, hop);
    level = next;
  }

  /** Takes the entry in unless one that is there already is as good. */
  function offer(entry: number, edge: number, reached: number, state: number, flag: number, hop: number, next: number[]): void {
    const crossed = crossAccount && (entries.crossed[entry] === 1 || isCrossAccount(flag)) ? 1 : 0;
    const cost = (entries.conditional[entry] as number) + (isConditional(flag) ? 1 : 0);
    const head = first[reached] as number;
    for (let other = head; other >= 0; other = entries.next[other] as number) {
      const earlier = entries.hop[other] !== hop;
      if (!earlier && entries.crossed[other] !== crossed) continue;
      const same = entries.state[other] === state;
      if (!earlier && same) {
        if (cost >= (entries.conditional[other] as number)) return;
        take(other, entry, edge, cost);
        return;
      }
      if (!earlier && cost < (entries.conditional[other] as number)) continue;
      if (same || moves?.covers(entries.state[other] as number, state)) return;
    }
    const made = entries.add(reached, state, crossed, hop, head);
    first[reached] = made;
    next.push(made);
    take(made, entry, edge, cost);
    if (!moves) hops[reached] = hop;
  }

  function take(entry: number, before: number, edge: number, cost: number): void {
    entries.via[entry] = edge;
    entries.before[entry] = before;
    entries.conditional[entry] = cost;
  }

  /** Is the entry an answer for its node, and not only a way on? */
  function counts(entry: number): boolean {
    const node = entries.node[entry] as number;
    if (node === origin || (hops[node] !== 0 && hops[node] !== entries.hop[entry])) return false;
    return !moves || moves.accepts(entries.state[entry] as number, node);
  }

  function note(entry: number, hop: number): void {
    const node = entries.node[entry] as number;
    hops[node] = hop;
    if (crossAccount && entries.crossed[entry] === 0) return;
    const known = best[node] as number;
    if (known < 0) nodes.push(node);
    if (known < 0 || (entries.conditional[entry] as number) < (entries.conditional[known] as number)) best[node] = entry;
  }

  return {
    nodes,
    work,
    cut,
    hops: (node) => hops[node] ?? 0,
    conditionalHops: (node) => entries.conditional[best[node] as number] ?? 0,
    edges(node) {
      const edges: number[] = [];
      for (let entry = best[node] ?? -1; entry >= 0 && (entries.before[entry] as number) >= 0; entry = entries.before[entry] as number)
        edges.push(entries.via[entry] as number);
      return forward ? edges.reverse() : edges;
    },
  };
}

/** Sorts a level by its chains, compared from the source on: forward the older part comes first, in reverse the newest node. */
function orderLevel(level: number[], { rank, direction }: ChainSearch, entries: Entries): void {
  const older = (entry: number): number => entries.place[entries.before[entry] as number] as number;
  const newest = (entry: number): number => rank[entries.node[entry] as number] as number;
  const [major, minor] = direction === 'from' ? [older, newest] : [newest, older];
  level.sort((left, right) => major(left) - major(right) || minor(left) - minor(right) || left - right);
  for (const [index, entry] of level.entries()) entries.place[entry] = index;
}
