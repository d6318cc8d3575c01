/**
 * The best chains between two principals, one after the other (after J. Y. Yen, "Finding the K shortest loopless paths in
 * a network", and E. L. Lawler's refinement): every chain found splits what is left into parts that cannot overlap, and
 * the best chain of each part waits in a queue. Chains repeat no principal.
 */
import { isConditional } from '../graph/edge-flags.ts';
import { type ChainCore, type CoreRequest, measureChains, usableEdges } from './chain-core.ts';
import { searchChains } from './chain-search.ts';
import { countConditional } from './chain-state/count-conditional.ts';
import type { Moves, TwoWays } from './chain-state/moves.ts';
import { cutNearest } from './nearest-core.ts';
import { addState, type StateCore } from './state-core.ts';

export interface BestChainsRequest extends CoreRequest {
  /** Chain state; null: edges alone. */
  readonly ways: TwoWays | null;
  /** Stop after the chains of the fewest hops. */
  readonly shortest?: boolean;
  /** Only chains with at most so many conditional hops. */
  readonly mostConditional?: number;
  /** Most edges and nodes to look at before giving up. */
  readonly budget: number;
}

/** A chain and the part of the others that it stands for: those that share its edges before `fixed`, then none of `banned`. */
interface Candidate {
  readonly edges: readonly number[];
  readonly conditional: number;
  readonly fixed: number;
  readonly banned: readonly number[];
}

/** Shared by all searches of one request. */
interface Budget {
  left: number;
}

/**
 * Yields the numbers of each chain's edges, best first: fewest hops, then fewest conditional hops, then by ARNs, then by
 * edge numbers. Yields `'budget-spent'` last if there may be more chains than it had the means to find. With state, a chain
 * may come back to a principal in a session that can do something that its earlier ones there could not; then chains that are
 * equal in hops and conditional hops are in no promised order.
 *
 * It looks among the shortest chains first and allows one hop more each time: what chains of few hops can use is small,
 * and mostly enough of them are found there. Finding the shorter ones again costs less than searching wide from the start.
 */
export function* findBestChains(request: BestChainsRequest): Generator<number[] | 'budget-spent', void, undefined> {
  const ways =
    request.mostConditional === undefined ? request.ways : countConditional(request.ways, request.adjacency.flags, request.mostConditional);
  const moves = ways?.forward ?? null;
  const budget: Budget = { left: request.budget };
  const yielded = new Set<string>();
  function* within(core: ChainCore, hops: number): Generator<number[], void, undefined> {
    const searched = moves ? addState(core, moves, request.from, hops, Math.max(budget.left, 0)) : core;
    budget.left -= searched.edges.length;
    if (isStateCore(searched) && searched.cut) budget.left = -1;
    if (searched.to < 0) return;
    for (const chain of chainsWithin(searched, hops, budget)) {
      if (moves && isStateCore(searched) && comesBackForNothing(chain, searched, moves)) continue;
      const edges = chain.map((edge) => searched.edges[edge] ?? 0);
      const key = edges.join(' ');
      if (yielded.has(key)) continue;
      yielded.add(key);
      yield edges;
    }
  }
  const nearest = cutNearest(request, ways, usableEdges(request), budget);
  if (!nearest) {
    if (budget.left < 0) yield 'budget-spent';
    return;
  }
  yield* within(nearest.core, nearest.distance);
  const isDone = (): boolean => budget.left < 0 || (request.shortest === true && yielded.size > 0);
  const cutter = isDone() ? null : measureChains(request);
  for (let hops = nearest.distance + 1; cutter && hops <= request.maxHops && !isDone(); hops += 1) yield* within(cutter.cut(hops), hops);
  if (budget.left < 0) yield 'budget-spent';
}

const isStateCore = (core: ChainCore): core is StateCore => 'stateOf' in core;

/** Is the chain at some principal again in a session that can do no more than one before? */
function comesBackForNothing(chain: readonly number[], { links, from, to, principalOf, stateOf }: StateCore, moves: Moves): boolean {
  const passed = [from, ...chain.map((edge) => links.targets[edge] as number)].filter((node) => node !== to);
  return passed.some((node, place) =>
    passed
      .slice(0, place)
      .some((other) => principalOf[other] === principalOf[node] && moves.covers(stateOf[other] as number, stateOf[node] as number)),
  );
}

/** All chains of at most so many hops in the core, best first, or as many as the budget allows. */
function* chainsWithin(core: ChainCore, maxHops: number, budget: Budget): Generator<readonly number[], void, undefined> {
  const first = findDetour(core, { edges: [], fixed: 0, banned: [] }, maxHops, budget);
  const waiting = first ? [first] : [];
  for (let best = waiting.shift(); best; best = waiting.shift()) {
    yield best.edges;
    for (const [place, edge] of best.edges.entries()) {
      if (place < best.fixed) continue;
      if (budget.left < 0) return;
      const banned = place === best.fixed ? [...best.banned, edge] : [edge];
      const candidate = findDetour(core, { edges: best.edges, fixed: place, banned }, maxHops, budget);
      if (candidate) insertInOrder(waiting, candidate, core);
    }
  }
}

/** The best chain that begins with the first `fixed` edges and leaves them by none of the banned ones. */
function findDetour(core: ChainCore, part: Omit<Candidate, 'conditional'>, maxHops: number, budget: Budget): Candidate | null {
  const { links, rank, to } = core;
  const kept = part.edges.slice(0, part.fixed);
  const passed = new Set(kept.map((edge) => links.sources[edge] ?? 0));
  const last = kept.at(-1);
  const start = last === undefined ? core.from : (links.targets[last] ?? 0);
  const banned = new Set(part.banned);
  const found = searchChains({
    links,
    rank,
    origin: to,
    direction: 'to',
    maxHops: maxHops - kept.length,
    unconditional: false,
    crossAccount: false,
    moves: null,
    admits: (edge, node) => !passed.has(node) && !banned.has(edge),
    stopAt: start,
  });
  budget.left -= found.work + rank.length;
  if (found.hops(start) === 0) return null;
  const edges = [...kept, ...found.edges(start)];
  const conditional = edges.filter((edge) => isConditional(links.flags[edge] ?? 0)).length;
  return { ...part, edges, conditional };
}

function insertInOrder(waiting: Candidate[], candidate: Candidate, core: ChainCore): void {
  let low = 0;
  let high = waiting.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = waiting[middle];
    if (other && compareChains(other, candidate, core) < 0) low = middle + 1;
    else high = middle;
  }
  waiting.splice(low, 0, candidate);
}

function compareChains(left: Candidate, right: Candidate, { links }: ChainCore): number {
  const byCost = left.edges.length - right.edges.length || left.conditional - right.conditional;
  if (byCost !== 0) return byCost;
  const ends = (candidate: Candidate): number[] => candidate.edges.map((edge) => links.targets[edge] ?? 0);
  return compareNumbers(ends(left), ends(right)) || compareNumbers(left.edges, right.edges);
}

function compareNumbers(left: readonly number[], right: readonly number[]): number {
  const place = left.findIndex((value, index) => value !== right[index]);
  return place < 0 ? 0 : (left[place] ?? 0) - (right[place] ?? 0);
}
