/**
 * What to cut: the statements whose removal keeps the most principals from a role, and what is lost with one edge. Every number
 * is found by searching again without the edges in question, with state as everywhere.
 */
import type { GraphReader } from '../graph/store.ts';
import type { CutAnswer, EdgeCutAnswer } from './answers.ts';
import { searchChains } from './chain-search.ts';
import { cutCypher, explainCypher } from './cypher.ts';
import { QueryError } from './questions.ts';
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

interface Deciding {
  readonly gate: string;
  readonly statement: string;
}

/** Removing an Allow of a trust policy closes edges into its role; one of an identity policy, edges of whoever has the policy. */
interface Candidate {
  readonly statement: string;
  readonly gate: 'trust' | 'identity';
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
  const candidates = [...(await listCandidates(view, store, edges))].sort((left, right) => right.edges.size - left.edges.size);
  const tried = candidates.slice(0, triedStatements).map((candidate) => {
    const after = new Set(reachers(view, to, limits, (edge) => !candidate.edges.has(edge)).nodes);
    return { candidate, lost: wanted.filter((node) => !after.has(node)) };
  });
  const best = tried
    .filter(({ lost }) => lost.length > 0)
    .sort((left, right) => right.lost.length - left.lost.length || left.candidate.edges.size - right.candidate.edges.size)
    .slice(0, limits.limit);
  const policies = await readPolicies(store, [...new Set(best.map(({ candidate }) => candidate.statement))]);
  return {
    ...view.envelope(cutCypher(names.arn(to)), cut || candidates.length > triedStatements || before.cut),
    to: names.describe(to),
    from: from === null ? null : names.describe(from),
    reachedBy: wanted.length,
    cuts: best.map(({ candidate, lost }) => ({
      gate: candidate.gate,
      statement: candidate.statement,
      policies: policiesOf(view, candidate, policies.get(candidate.statement) ?? []),
      edges: candidate.edges.size,
      stops: lost.length,
      stopped: lost.slice(0, 20).map(names.describe),
    })),
  };
}

/** Who reaches the role over edges that are kept. */
function reachers(
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

async function listCandidates(view: SnapshotView, store: GraphReader, edges: readonly number[]): Promise<Iterable<Candidate>> {
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
      const candidate = candidates.get(key) ?? { statement: only.statement, gate, edges: new Set<number>() };
      candidate.edges.add(edge);
      candidates.set(key, candidate);
    }
  }
  return candidates.values();
}

const chunk = 500;

/** The Allows that decided, by reason. */
async function readDeciding(store: GraphReader, ids: readonly string[]): Promise<Map<string, Deciding[]>> {
  const deciding = new Map<string, Deciding[]>();
  for (let first = 0; first < ids.length; first += chunk) {
    const rows = await store.run(
      "MATCH (reason:Reason)-[decided:DECIDED_BY]->(statement:Statement) WHERE reason.id IN $ids AND statement.effect = 'Allow' RETURN reason.id AS reason, decided.gate AS gate, statement.id AS statement",
      { ids: ids.slice(first, first + chunk) },
    );
    for (const { reason, gate, statement } of rows) {
      const list = deciding.get(String(reason)) ?? [];
      list.push({ gate: String(gate), statement: String(statement) });
      deciding.set(String(reason), list);
    }
  }
  return deciding;
}

interface HeldPolicy {
  readonly id: string;
  readonly name: string;
}

async function readPolicies(store: GraphReader, statements: readonly string[]): Promise<Map<string, HeldPolicy[]>> {
  const policies = new Map<string, HeldPolicy[]>();
  if (statements.length === 0) return policies;
  const rows = await store.run(
    'MATCH (policy:Policy)-[:HAS_STATEMENT]->(statement:Statement) WHERE statement.id IN $ids RETURN statement.id AS statement, policy.id AS id, policy.name AS name',
    { ids: statements },
  );
  for (const { statement, id, name } of rows) {
    const list = policies.get(String(statement)) ?? [];
    list.push({ id: String(id), name: String(name) });
    policies.set(String(statement), list);
  }
  return policies;
}

/** Policies with the same document share its statements: of trust policies only the role's own is meant. */
function policiesOf({ adjacency, names }: SnapshotView, { gate, edges }: Candidate, held: readonly HeldPolicy[]): HeldPolicy[] {
  const roles = new Set([...edges].map((edge) => names.arn(adjacency.targets[edge] ?? 0)));
  const callers = new Set([...edges].map((edge) => names.arn(adjacency.sources[edge] ?? 0)));
  return held
    .filter(({ id }) => {
      const owner = id.split('#')[0] ?? id;
      if (gate === 'trust') return id.includes('#trust') && roles.has(owner);
      return !id.includes('#trust') && (!id.includes('#inline') || callers.has(owner) || owner.includes(':group/'));
    })
    .sort((left, right) => (left.id < right.id ? -1 : 1))
    .slice(0, 20);
}

/**
 * What is lost with the edge from one principal to another.
 * @throws QueryError `invalid-argument` if there is no such edge
 */
export function answerEdgeCut(view: SnapshotView, from: number, to: number, limits: CutLimits): EdgeCutAnswer {
  const { adjacency, names, state } = view;
  const cut = new Set<number>();
  for (let edge = adjacency.offsets[from] ?? 0; edge < (adjacency.offsets[from + 1] ?? 0); edge += 1)
    if (adjacency.targets[edge] === to) cut.add(edge);
  if (cut.size === 0)
    throw new QueryError('invalid-argument', `${names.arn(from)} cannot assume ${names.arn(to)} directly: there is no such edge to cut.`);
  const keeps = (edge: number): boolean => !cut.has(edge);
  const reach = (admits?: (edge: number) => boolean) =>
    searchChains({
      links: adjacency,
      rank: names.rank,
      origin: from,
      direction: 'from',
      maxHops: limits.maxHops,
      unconditional: false,
      crossAccount: false,
      moves: limits.stateless ? null : (state?.forward ?? null),
      admits,
    }).nodes;
  const rolesAfter = new Set(reach(keeps));
  const roles = reach().filter((role) => !rolesAfter.has(role));
  const principalsAfter = new Set(reachers(view, to, limits, keeps).nodes);
  const principals = reachers(view, to, limits, () => true).nodes.filter((principal) => !principalsAfter.has(principal));
  const list = (numbers: readonly number[]) =>
    [...numbers]
      .sort((left, right) => (names.rank[left] ?? 0) - (names.rank[right] ?? 0))
      .slice(0, limits.limit)
      .map(names.describe);
  return {
    ...view.envelope(explainCypher(names.arn(from), names.arn(to)), Math.max(roles.length, principals.length) > limits.limit),
    from: names.describe(from),
    to: names.describe(to),
    lostRoles: roles.length,
    roles: list(roles),
    lostPrincipals: principals.length,
    principals: list(principals),
  };
}
