/**
 * What to cut: the statements whose removal keeps the most principals from a role. Every number is found by searching again without
 * the edges in question, with state as everywhere.
 */
import type { GraphReader } from '../graph/store.ts';
import type { CutAnswer, CutStatement } from './answers.ts';
import { searchChains } from './chain-search.ts';
import { type CutGate, describeStatements, readDeciding } from './cut-statements.ts';
import { cutCypher } from './cypher.ts';
import type { SnapshotView } from './snapshot-view.ts';

export interface CutLimits {
  readonly maxHops: number;
  readonly limit: number;
  readonly stateless: boolean;
}

/** Statements that are tried, by how many edges towards the role they alone let through. */
const triedStatements = 60;
/** Edges whose reasons are looked at. */
const mostEdges = 200_000;

/** Removing an Allow of a trust policy closes edges into its role; one of an identity policy, edges of whoever has the policy. */
interface Candidate {
  readonly key: string;
  readonly statement: string;
  readonly gate: CutGate;
  readonly edges: Set<number>;
}

/**
 * @param from only chains of this principal count; null: everyone's
 * @throws StoreError
 */
export async function answerCut(
  view: SnapshotView,
  store: GraphReader,
  from: number | null,
  to: number,
  limits: CutLimits,
): Promise<CutAnswer> {
  const { names } = view;
  const before = reachers(view, to, limits, () => true);
  const wanted = from === null ? before.nodes : before.nodes.filter((node) => node === from);
  const { edges, cut } = edgesTowards(view, to, limits);
  const everyones = await listCandidates(view, store, edges);
  const candidates = [...(from === null ? everyones : candidatesOf(view, from, everyones, limits)).values()].sort(
    (left, right) => right.edges.size - left.edges.size,
  );
  const lostWithout = (closed: ReadonlySet<number>): number[] => {
    const after = new Set(reachers(view, to, limits, (edge) => !closed.has(edge)).nodes);
    return before.nodes.filter((node) => !after.has(node));
  };
  const tried = candidates.slice(0, triedStatements).map((candidate) => {
    const lostByAll = lostWithout(candidate.edges);
    return { candidate, lostByAll, lost: from === null ? lostByAll : lostByAll.filter((node) => node === from) };
  });
  const best = tried
    .filter(({ lost }) => lost.length > 0)
    .sort(
      (left, right) =>
        right.lost.length - left.lost.length ||
        (from === null ? 0 : left.lostByAll.length - right.lostByAll.length) ||
        left.candidate.edges.size - right.candidate.edges.size,
    )
    .slice(0, limits.limit);
  const statements = await describeStatements(
    view,
    store,
    best.map(({ candidate }) => candidate),
  );
  const cuts = best.map(({ candidate, lost, lostByAll }, index) => {
    const statement = statements[index] as CutStatement;
    const shared = everyones.get(candidate.key)?.edges ?? candidate.edges;
    // An inline policy is one principal's own, unless it is a group's; what is taken out of another policy, all lose who have it.
    const isOwn = candidate.gate === 'identity' && statement.policies.every(({ id }) => id.includes('#inline/') && !id.includes(':group/'));
    const price = isOwn || shared.size === candidate.edges.size ? lostByAll : lostWithout(shared);
    return {
      gate: candidate.gate,
      ...statement,
      edges: candidate.edges.size,
      stops: lost.length,
      stopped: lost.slice(0, 20).map(names.describe),
      stopsInAll: price.length,
    };
  });
  return {
    ...view.envelope(cutCypher(view.dialect, names.arn(to)), cut || candidates.length > triedStatements || before.cut),
    to: names.describe(to),
    from: from === null ? null : names.describe(from),
    reachedBy: wanted.length,
    // For one principal, what others lose is the price: the least of it first.
    cuts: from === null ? cuts : cuts.toSorted((left, right) => left.stopsInAll - right.stopsInAll || left.edges - right.edges),
  };
}

/** The candidates as far as chains of this principal can use them: an inline policy of others may hold the same statement. */
function candidatesOf(
  { adjacency, names }: SnapshotView,
  from: number,
  candidates: ReadonlyMap<string, Candidate>,
  { maxHops }: CutLimits,
): ReadonlyMap<string, Candidate> {
  const search = { links: adjacency, rank: names.rank, origin: from, direction: 'from' as const, maxHops };
  const near = new Set([from, ...searchChains({ ...search, unconditional: false, crossAccount: false, moves: null }).nodes]);
  return new Map(
    [...candidates].flatMap(([key, candidate]) => {
      const edges = [...candidate.edges].filter((edge) => near.has(adjacency.sources[edge] ?? -1));
      return edges.length === 0 ? [] : [[key, { ...candidate, edges: new Set(edges) }] as const];
    }),
  );
}

/** Who reaches the role over edges that are kept. */
export function reachers(
  { adjacency, names, state }: SnapshotView,
  to: number,
  { maxHops, stateless }: CutLimits,
  keeps: (edge: number) => boolean,
) {
  return searchChains({
    links: adjacency,
    rank: names.rank,
    origin: to,
    direction: 'to',
    maxHops,
    unconditional: false,
    crossAccount: false,
    moves: stateless ? null : (state?.backward ?? null),
    admits: keeps,
  });
}

/** Every edge that some chain to the role can use, along edges alone. */
function edgesTowards({ adjacency }: SnapshotView, to: number, { maxHops }: CutLimits): { edges: number[]; cut: boolean } {
  const hops = new Map([[to, 0]]);
  const queue = [to];
  const edges: number[] = [];
  for (let next = 0; next < queue.length; next += 1) {
    const node = queue[next] ?? 0;
    const hop = (hops.get(node) ?? 0) + 1;
    if (hop > maxHops) break;
    for (let slot = adjacency.reverseOffsets[node] ?? 0; slot < (adjacency.reverseOffsets[node + 1] ?? 0); slot += 1) {
      const edge = adjacency.reverseEdges[slot] ?? 0;
      const source = adjacency.sources[edge] ?? 0;
      if (source === node) continue;
      if (edges.length === mostEdges) return { edges, cut: true };
      edges.push(edge);
      if (hops.has(source)) continue;
      hops.set(source, hop);
      queue.push(source);
    }
  }
  return { edges, cut: false };
}

async function listCandidates(view: SnapshotView, store: GraphReader, edges: readonly number[]): Promise<ReadonlyMap<string, Candidate>> {
  const { adjacency } = view;
  const idOf = (edge: number): string => adjacency.reason(adjacency.reasonOf[edge] ?? 0).id;
  const deciding = await readDeciding(store, [...new Set(edges.map(idOf))]);
  const candidates = new Map<string, Candidate>();
  for (const edge of edges) {
    const statements = deciding.get(idOf(edge)) ?? [];
    for (const gate of ['trust', 'identity'] as const) {
      const allowing = statements.filter((each) => each.gate === gate);
      const [only, ...others] = allowing;
      // Where several statements let it through, removing one closes nothing.
      if (!only || others.length > 0) continue;
      const key = gate === 'trust' ? `${only.statement} ${adjacency.targets[edge]}` : only.statement;
      const candidate = candidates.get(key) ?? { key, statement: only.statement, gate, edges: new Set<number>() };
      candidate.edges.add(edge);
      candidates.set(key, candidate);
    }
  }
  return candidates;
}
