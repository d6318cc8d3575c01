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
import { sortStably } from './sort-stably.ts';

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
  /** Is it one of `nodes`? */
  has(node: number): boolean;
  conditionalHops(node: number): number;
  /** Numbers of the edges of the best chain, from source to role. */
  edges(node: number): number[];
  /** The one of them that touches the node. The node has a chain. */
  edge(node: number): number;
  /** Edges looked at. */
  readonly work: number;
  /** True if the budget was spent before everything was looked at. */
  readonly cut: boolean;
}

/** Most searches are of small parts of the graph. */
const firstSize = 64;

/**
 * What was met: a node, whether the chain so far crossed accounts, a state, and the way there. Entries of one node are a list
 * (`next`); each level is walked in the order of its chains: the first to offer an entry is the best among equals.
 */
class Entries {
  #size = 0;
  /** What is looked at for every edge lies side by side, four numbers for each entry; see the methods. */
  #links = new Int32Array(firstSize * 4);
  node = new Uint32Array(firstSize);
  via = new Uint32Array(firstSize);
  before = new Int32Array(firstSize);
  place = new Uint32Array(firstSize);

  add(node: number, state: number, crossed: number, hop: number, next: number): number {
    if (this.#size === this.node.length) this.#grow();
    const entry = this.#size++;
    this.node[entry] = node;
    this.before[entry] = -1;
    this.#links[entry * 4] = next;
    this.#links[entry * 4 + 1] = state;
    this.#links[entry * 4 + 2] = hop * 2 + crossed;
    return entry;
  }

  /** The next entry of the same node. */
  next(entry: number): number {
    return this.#links[entry * 4] as number;
  }

  state(entry: number): number {
    return this.#links[entry * 4 + 1] as number;
  }

  hop(entry: number): number {
    return (this.#links[entry * 4 + 2] as number) >> 1;
  }

  crossed(entry: number): number {
    return (this.#links[entry * 4 + 2] as number) & 1;
  }

  conditional(entry: number): number {
    return this.#links[entry * 4 + 3] as number;
  }

  /** The way there, and its conditional hops. */
  lead(entry: number, before: number, edge: number, conditional: number): void {
    this.via[entry] = edge;
    this.before[entry] = before;
    this.#links[entry * 4 + 3] = conditional;
  }

  #grow(): void {
    const size = this.node.length * 2;
    const wide = (array: Uint32Array): Uint32Array<ArrayBuffer> => {
      const grown = new Uint32Array(size);
      grown.set(array);
      return grown;
    };
    const signed = (array: Int32Array, length: number): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(length);
      grown.set(array);
      return grown;
    };
    [this.node, this.via, this.place] = [wide(this.node), wide(this.via), wide(this.place)];
    [this.before, this.#links] = [signed(this.before, size), signed(this.#links, size * 4)];
  }
}

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
      const state = entries.state(entry);
      const crossed = entries.crossed(entry);
      const conditional = entries.conditional(entry);
      const end = offsets[node + 1] as number;
      work += end - (offsets[node] as number);
      for (let slot = offsets[node] as number; slot < end; slot += 1) {
        const edge = forward ? slot : (reverseEdges[slot] as number);
        const reached = ends[edge] as number;
        const known = hops[reached] as number;
        // Met for good before, and nothing new to find there: without state, or where no chain goes on.
        if (known !== 0 && known !== hop && (!moves || offsets[reached] === offsets[reached + 1])) continue;
        if (!moves && reached === origin) continue;
        const flag = flags[edge] as number;
        if (unconditional && isConditional(flag)) continue;
        if (admits && !admits(edge, reached)) continue;
        const crosses = crossAccount && (crossed === 1 || isCrossAccount(flag)) ? 1 : 0;
        const cost = conditional + (isConditional(flag) ? 1 : 0);
        if (!moves) offer(entry, edge, reached, 0, crosses, cost, hop, next);
        else {
          const only = moves.only(state, edge);
          if (only >= 0) offer(entry, edge, reached, only, crosses, cost, hop, next);
          else if (only === -1) for (const each of moves.step(state, edge)) offer(entry, edge, reached, each, crosses, cost, hop, next);
        }
      }
    }
    level = orderLevel(next, level.length, search, entries);
    for (const entry of level) if (counts(entry)) note(entry, hop);
  }

  /** Takes the entry in unless one that is there already is as good. */
  function offer(
    before: number,
    edge: number,
    reached: number,
    state: number,
    crossed: number,
    cost: number,
    hop: number,
    next: number[],
  ): void {
    const head = first[reached] as number;
    for (let other = head; other >= 0; other = entries.next(other)) {
      const earlier = entries.hop(other) !== hop;
      if (!earlier && entries.crossed(other) !== crossed) continue;
      const same = entries.state(other) === state;
      if (!earlier && same) {
        if (cost < entries.conditional(other)) entries.lead(other, before, edge, cost);
        return;
      }
      if (!earlier && cost < entries.conditional(other)) continue;
      if (same || moves?.covers(entries.state(other), state)) return;
    }
    const made = entries.add(reached, state, crossed, hop, head);
    entries.lead(made, before, edge, cost);
    first[reached] = made;
    next.push(made);
    if (!moves) hops[reached] = hop;
  }

  /** Is the entry an answer for its node, and not only a way on? */
  function counts(entry: number): boolean {
    const node = entries.node[entry] as number;
    if (node === origin || (hops[node] !== 0 && hops[node] !== entries.hop(entry))) return false;
    return !moves || moves.accepts(entries.state(entry), node);
  }

  function note(entry: number, hop: number): void {
    const node = entries.node[entry] as number;
    hops[node] = hop;
    if (crossAccount && entries.crossed(entry) === 0) return;
    const known = best[node] as number;
    if (known < 0) nodes.push(node);
    if (known < 0 || entries.conditional(entry) < entries.conditional(known)) best[node] = entry;
  }

  return {
    nodes,
    work,
    cut,
    hops: (node) => hops[node] ?? 0,
    has: (node) => (best[node] as number) >= 0,
    conditionalHops: (node) => ((best[node] ?? -1) < 0 ? 0 : entries.conditional(best[node] as number)),
    edge: (node) => entries.via[best[node] as number] as number,
    edges(node) {
      const edges: number[] = [];
      for (let entry = best[node] ?? -1; entry >= 0 && (entries.before[entry] as number) >= 0; entry = entries.before[entry] as number)
        edges.push(entries.via[entry] as number);
      return forward ? edges.reverse() : edges;
    },
  };
}

/** Sorts a level by its chains, compared from the source on: forward the older part comes first, in reverse the newest node. */
function orderLevel(level: number[], before: number, { rank, direction }: ChainSearch, entries: Entries): number[] {
  const older = (entry: number): number => entries.place[entries.before[entry] as number] as number;
  const newest = (entry: number): number => rank[entries.node[entry] as number] as number;
  const keys = [
    { key: older, bound: before },
    { key: newest, bound: rank.length },
  ] as const;
  const [major, minor] = direction === 'from' ? keys : [keys[1], keys[0]];
  // Entries have been added in order, so that equal ones stay in it.
  const ordered =
    level.length < 1000
      ? level.sort((left, right) => major.key(left) - major.key(right) || minor.key(left) - minor.key(right) || left - right)
      : sortStably(sortStably(level, minor.key, minor.bound), major.key, major.bound);
  for (let index = 0; index < ordered.length; index += 1) entries.place[ordered[index] as number] = index;
  return ordered;
}
