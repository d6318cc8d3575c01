/** Shows changes of reach: for each pair a best chain, in the snapshot that has one, and a sentence. */
import { searchChains } from '../chain-search.ts';
import type { ReachChange } from '../diff-answer.ts';
import { combineRequirements } from '../reach.ts';
import { namePrincipal } from '../sentences.ts';
import type { SnapshotView } from '../snapshot-view.ts';
import type { SideNumbers } from './align.ts';
import type { ReachPair } from './best-pairs.ts';

interface Showing {
  readonly change: 'gained' | 'lost' | 'eased' | 'tightened';
  readonly maxHops: number;
  /** Edges that may still be looked at; shared by all lists of a comparison. */
  readonly budget: { left: number };
}

/** In the order of the pairs; fewer rows than pairs if the budget was spent. Pairs of one role, or else of one source, are searched together. */
export function describePairs(
  view: SnapshotView,
  numbers: SideNumbers,
  highValue: Uint8Array,
  pairs: readonly ReachPair[],
  showing: Showing,
): ReachChange[] {
  const bySource = new Set(pairs.map(({ source }) => source)).size < new Set(pairs.map(({ target }) => target)).size;
  const searches = new Map<number, ReturnType<typeof searchChains>>();
  const rows: ReachChange[] = [];
  for (const { source, target } of pairs) {
    const [from, to] = [numbers.own[source] ?? 0, numbers.own[target] ?? 0];
    const [origin, end] = bySource ? [from, to] : [to, from];
    let found = searches.get(origin);
    if (!found) {
      if (showing.budget.left < 0) break;
      found = search(view, origin, bySource ? 'from' : 'to', showing);
      showing.budget.left -= found.work;
      searches.set(origin, found);
    }
    const edges = found.edges(end);
    rows.push(describeRow(view, from, to, edges, found.conditionalHops(end) > 0, highValue[target] === 1, showing.change));
  }
  return rows;
}

/** Chains that came or went without conditions are shown without. */
const search = ({ adjacency, names }: SnapshotView, origin: number, direction: 'from' | 'to', { change, maxHops }: Showing) =>
  searchChains({
    links: adjacency,
    rank: names.rank,
    origin,
    direction,
    maxHops,
    unconditional: change === 'eased' || change === 'tightened',
    crossAccount: false,
    moves: null,
  });

function describeRow(
  view: SnapshotView,
  from: number,
  to: number,
  edges: readonly number[],
  isConditional: boolean,
  highValue: boolean,
  change: Showing['change'],
): ReachChange {
  const { adjacency, names } = view;
  const [source, role] = [names.describe(from), names.describe(to)];
  const hops = `in ${edges.length} ${edges.length === 1 ? 'hop' : 'hops'}`;
  const requires = combineRequirements(view, edges);
  const condition = isConditional ? `, under conditions${requires.length === 0 ? '' : ` (${requires.join(', ')})`}` : '';
  const can: Readonly<Record<Showing['change'], string>> = {
    gained: `can now reach ${namePrincipal(role)} ${hops}${condition}`,
    lost: `can no longer reach ${namePrincipal(role)}`,
    eased: `can now reach ${namePrincipal(role)} without conditions, ${hops}`,
    tightened: `can now reach ${namePrincipal(role)} only under conditions`,
  };
  return {
    from: source,
    to: role,
    highValue,
    hops: edges.length,
    verdict: isConditional ? 'conditional' : 'allowed',
    requires,
    chain: [from, ...edges.map((edge) => adjacency.targets[edge] ?? 0)].map(names.arn),
    sentence: `${namePrincipal(source)} ${can[change]}.`,
  };
}
