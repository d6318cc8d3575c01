/** Who can reach a role, and what a principal can reach: one best chain for each. */
import { isConditional, isCrossAccount } from '../graph/edge-flags.ts';
import type { ReachAnswer, ReachRow } from './answers.ts';
import { spread } from './chain-core.ts';
import { edgeFilter, rowFilter } from './chain-filters.ts';
import { type FoundChains, searchChains } from './chain-search.ts';
import { reachCypher } from './cypher.ts';
import type { ChainLimits } from './options.ts';
import { cutPage } from './page.ts';
import type { SnapshotView } from './snapshot-view.ts';
import { sortStably } from './sort-stably.ts';

/** Edges looked at before a search with state gives up. */
const searchBudget = 100_000_000;

/**
 * @param of number of the source (`from`) or the role (`to`)
 * The principal itself is no row, even where a chain leads back to it.
 */
export function answerReach(view: SnapshotView, of: number, direction: 'from' | 'to', limits: ChainLimits): ReachAnswer {
  const { adjacency, names } = view;
  const { maxHops, unconditional, crossAccount, stateless } = limits;
  const moves = stateless ? null : (view.state?.[direction === 'from' ? 'forward' : 'backward'] ?? null);
  const search = { links: adjacency, rank: names.rank, origin: of, direction, maxHops, unconditional, crossAccount };
  const admits = edgeFilter(adjacency, limits);
  const found = searchChains({ ...search, moves, admits, budget: searchBudget });
  const isRow = rowFilter(adjacency, limits);
  const order = (node: number): number => found.hops(node) * 2 + (found.conditionalHops(node) > 0 ? 1 : 0);
  const byName = sortStably(found.nodes.filter(isRow), (node) => names.rank[node] ?? 0, names.count);
  const nodes = sortStably(byName, order, (maxHops + 1) * 2);
  const { rows: shown, next } = cutPage(nodes, limits);
  const compareStateless = (kept: readonly number[]): Pick<ReachAnswer, 'closed' | 'longer'> => {
    const usable =
      unconditional || admits
        ? (edge: number): boolean => !(unconditional && isConditional(adjacency.flags[edge] ?? 0)) && (!admits || admits(edge))
        : () => true;
    const alone = crossAccount ? searchChains({ ...search, moves: null, admits }) : spread(adjacency, of, direction, maxHops, usable);
    return {
      closed: alone.nodes.filter((node) => node !== of && !found.has(node) && isRow(node)).length,
      longer: kept.filter((node) => found.hops(node) > alone.hops(node)).length,
    };
  };
  return {
    ...view.envelope(reachCypher(view.dialect, names.arn(of), direction, limits), next !== null || found.cut),
    direction,
    of: names.describe(of),
    maxHops: limits.maxHops,
    total: nodes.length,
    next,
    rows: shown.map((node) => readRow(view, found, of, node, direction)),
    // Of a search that was cut nobody can tell what state closed.
    ...(moves && !found.cut ? compareStateless(nodes) : {}),
    edges: [...new Set(shown.flatMap((node) => found.edges(node)))].map((edge) => readEdge(view, edge)),
  };
}

function readEdge(view: SnapshotView, number: number): NonNullable<ReachAnswer['edges']>[number] {
  const { from, to, action, verdict, requires, crossAccount } = view.edge(number);
  return { from, to, action, verdict, requires, crossAccount };
}

function readRow(view: SnapshotView, found: FoundChains, of: number, node: number, direction: 'from' | 'to'): ReachRow {
  const { adjacency, names } = view;
  const edges = found.edges(node);
  const source = direction === 'from' ? of : node;
  return {
    principal: names.describe(node),
    hops: edges.length,
    verdict: found.conditionalHops(node) > 0 ? 'conditional' : 'allowed',
    requires: combineRequirements(view, edges),
    crossAccount: edges.some((edge) => isCrossAccount(adjacency.flags[edge] ?? 0)),
    chain: [source, ...edges.map((edge) => adjacency.targets[edge] ?? 0)].map(names.arn),
    firstHop: names.arn(adjacency.targets[edges[0] ?? 0] ?? 0),
  };
}

/** What the edges of a chain ask for, together, in the order it first comes up. */
export const combineRequirements = (view: SnapshotView, edges: readonly number[]): string[] => [
  ...new Set(edges.flatMap((edge) => view.requires(edge))),
];
