/** What changed between two snapshots, and what that means for who can reach what. From the adjacencies alone. */
import { isConditional } from '../../graph/edge-flags.ts';
import type { Envelope } from '../answers.ts';
import type { DiffAnswer } from '../diff-answer.ts';
import { readChainOptions } from '../options.ts';
import type { SnapshotView } from '../snapshot-view.ts';
import { type Alignment, alignPrincipals } from './align.ts';
import { describePairs } from './describe-pairs.ts';
import { diffCypher } from './diff-cypher.ts';
import { compareEdges, type EdgeChanges } from './edge-changes.ts';
import { listDifferences, type ReasonedEdge } from './edge-content.ts';
import { type Effort, findReachChanges, type ReachChanges, type ReachSide } from './reach-changes.ts';

export interface DiffOptions {
  /** Longest chains that count; 8 unless given. */
  readonly maxHops?: number;
  /** Most entries of each list; 200 unless given. */
  readonly limit?: number;
  /** Most edges to look at in search of reach; 300,000,000 unless given, which takes some seconds. */
  readonly effort?: number;
  readonly signal?: AbortSignal;
}

const defaultLimit = 200;
const defaultEffort = 3e8;
/** To show chains there are always means, or nothing of what was found could be shown. */
const leastForChains = 5e7;

/**
 * Compares two snapshots, the earlier one first by convention. Lists are cut at the limit and say so; totals are of all.
 * Reach follows edges alone, without state carried along a chain.
 * @throws QueryError `invalid-argument`, `cancelled`
 */
export async function diffSnapshots(before: SnapshotView, after: SnapshotView, options: DiffOptions = {}): Promise<DiffAnswer> {
  const { maxHops, limit } = readChainOptions(
    {
      ...(options.maxHops === undefined ? {} : { maxHops: options.maxHops }),
      ...(options.limit === undefined ? {} : { limit: options.limit }),
    },
    defaultLimit,
    [],
  );
  const effort: Effort = { left: options.effort ?? defaultEffort, signal: options.signal };
  const alignment = alignPrincipals(before, after);
  const changes = compareEdges(before.adjacency, after.adjacency, alignment);
  const { added, gone } = listPrincipals(before, after, alignment);
  const reach = await compareReach(before, after, alignment, changes, { maxHops, limit, effort });
  const edges = {
    opened: worthFirst(changes.opened, (edge) => isWorth(alignment, 'after', after, edge))
      .slice(0, limit)
      .map(after.edge),
    closed: worthFirst(changes.closed, (edge) => isWorth(alignment, 'before', before, edge))
      .slice(0, limit)
      .map(before.edge),
    changed: worthFirst(changes.changed, ([, edge]) => isWorth(alignment, 'after', after, edge))
      .slice(0, limit)
      .map(([old, young]) => describeChange(before, after, old, young)),
  };
  const lists = [added.length, gone.length, changes.opened.length, changes.closed.length, changes.changed.length, ...reach.totals];
  return {
    ...envelope(before, after, !reach.answer.complete || reach.isCut || lists.some((length) => length > limit)),
    before: describeSide(before),
    after: describeSide(after),
    maxHops,
    totals: {
      principalsAdded: added.length,
      principalsGone: gone.length,
      rolesAdded: added.filter((number) => after.names.kind(number) === 'role').length,
      rolesGone: gone.filter((number) => before.names.kind(number) === 'role').length,
      edgesOpened: changes.opened.length,
      edgesClosed: changes.closed.length,
      edgesChanged: changes.changed.length,
    },
    principals: {
      added: added.slice(0, limit).map(after.names.describe),
      gone: gone.slice(0, limit).map(before.names.describe),
    },
    edges,
    reach: reach.answer,
  };
}

const envelope = (before: SnapshotView, after: SnapshotView, truncated: boolean): Envelope => ({
  ...after.envelope(diffCypher(before.manifest.id, after.manifest.id), truncated),
  incomplete: before.manifest.incomplete || after.manifest.incomplete,
});

const describeSide = ({ manifest: { id, createdAt, source, incomplete } }: SnapshotView): DiffAnswer['before'] => ({
  id,
  createdAt,
  source,
  incomplete,
});

function listPrincipals(before: SnapshotView, after: SnapshotView, alignment: Alignment): { added: number[]; gone: number[] } {
  const missing = (here: SnapshotView, own: Int32Array, common: Uint32Array): number[] =>
    [...here.names.byRank].filter((number) => own[common[number] ?? 0] === -1);
  return {
    added: missing(after, alignment.before.own, alignment.after.common),
    gone: missing(before, alignment.after.own, alignment.before.common),
  };
}

function isWorth(alignment: Alignment, side: 'before' | 'after', { adjacency }: SnapshotView, edge: number): boolean {
  return alignment.highValue[alignment[side].common[adjacency.targets[edge] ?? 0] ?? 0] === 1;
}

const worthFirst = <T>(list: readonly T[], isFirst: (one: T) => boolean): T[] => [
  ...list.filter(isFirst),
  ...list.filter((one) => !isFirst(one)),
];

function describeChange(before: SnapshotView, after: SnapshotView, old: number, young: number): DiffAnswer['edges']['changed'][number] {
  const [left, right] = [withReason(before, old), withReason(after, young)];
  return { differences: listDifferences(left, right), before: left.edge, after: right.edge };
}

const withReason = ({ adjacency, edge }: SnapshotView, number: number): ReasonedEdge => ({
  edge: edge(number),
  reason: adjacency.reason(adjacency.reasonOf[number] ?? 0),
});

async function compareReach(
  before: SnapshotView,
  after: SnapshotView,
  alignment: Alignment,
  { opened, closed, changed }: EdgeChanges,
  limits: { readonly maxHops: number; readonly limit: number; readonly effort: Effort },
): Promise<{ answer: DiffAnswer['reach']; totals: readonly number[]; isCut: boolean }> {
  const [old, young]: [ReachSide, ReachSide] = [
    { adjacency: before.adjacency, numbers: alignment.before },
    { adjacency: after.adjacency, numbers: alignment.after },
  ];
  const find = (having: ReachSide, lacking: ReachSide, edges: readonly number[], unconditional: boolean): Promise<ReachChanges> =>
    findReachChanges({ having, lacking, edges, unconditional, highValue: alignment.highValue, ...limits });
  const isConditionalIn = ({ adjacency }: ReachSide, edge: number): boolean => isConditional(adjacency.flags[edge] ?? 0);
  const freed = changed.filter(([a, b]) => isConditionalIn(old, a) && !isConditionalIn(young, b)).map(([, b]) => b);
  const bound = changed.filter(([a, b]) => !isConditionalIn(old, a) && isConditionalIn(young, b)).map(([a]) => a);

  const gained = await find(young, old, opened, false);
  const lost = await find(old, young, closed, false);
  const eased = await find(young, old, [...opened, ...freed], true);
  const tightened = await find(old, young, [...closed, ...bound], true);
  const budget = { left: Math.max(limits.effort.left, leastForChains) };
  let isCut = false;
  const describe = (view: SnapshotView, side: ReachSide, { pairs }: ReachChanges, change: keyof Omit<DiffAnswer['reach'], 'complete'>) => {
    const rows = describePairs(view, side.numbers, alignment.highValue, pairs.list(), { change, maxHops: limits.maxHops, budget });
    if (rows.length < Math.min(pairs.total, limits.limit)) isCut = true;
    return { total: pairs.total, rows };
  };
  const answer = {
    complete: [gained, lost, eased, tightened].every(({ complete }) => complete),
    gained: describe(after, young, gained, 'gained'),
    lost: describe(before, old, lost, 'lost'),
    eased: describe(after, young, eased, 'eased'),
    tightened: describe(before, old, tightened, 'tightened'),
  };
  return { answer, totals: [gained, lost, eased, tightened].map(({ pairs }) => pairs.total), isCut };
}
