/** How to cut the edge from one principal to another, and what is lost: with the edge itself, and with each way to cut it. */
import type { GraphReader } from '../graph/store.ts';
import type { EdgeCutAnswer } from './answers.ts';
import { searchChains } from './chain-search.ts';
import { type CutGate, cutGates, type Deciding, describeStatements, readDeciding } from './cut-statements.ts';
import { type CutLimits, reachers } from './cuts.ts';
import { explainCypher } from './cypher.ts';
import { QueryError } from './questions.ts';
import type { SnapshotView } from './snapshot-view.ts';

/** Edges of other holders of a policy that are looked at, to say what else closes without it. */
const mostEdges = 50_000;

/**
 * Every way is a gate and the statements that must all go for it to close.
 * @throws QueryError `invalid-argument` if there is no such edge; StoreError
 */
export async function answerEdgeCut(
  view: SnapshotView,
  store: GraphReader,
  from: number,
  to: number,
  limits: CutLimits,
): Promise<EdgeCutAnswer> {
  const { names } = view;
  const { own, lost, lostWithout } = loseEdge(view, from, to, limits);
  const list = (numbers: readonly number[]) =>
    [...numbers]
      .sort((left, right) => (names.rank[left] ?? 0) - (names.rank[right] ?? 0))
      .slice(0, limits.limit)
      .map(names.describe);
  const deciding = await readDeciding(store, [...new Set(own.map((edge) => reasonId(view, edge)))]);
  const ways: EdgeCutAnswer['ways'] = [];
  let cut = false;
  for (const gate of cutGates) {
    const statements = statementsOf(own, (edge) => deciding.get(reasonId(view, edge)) ?? [], gate);
    if (statements === null) continue;
    const closed = gate === 'trust' ? await closedInto(view, store, to, statements) : await closedFor(view, store, from, statements);
    cut ||= closed.cut;
    for (const edge of own) closed.edges.add(edge);
    const also = lostWithout(closed.edges);
    ways.push({
      gate,
      statements: await describeStatements(
        view,
        store,
        [...statements].map((statement) => ({ gate, statement, edges: closed.edges })),
      ),
      edges: closed.edges.size,
      truncated: closed.cut,
      lostRoles: also.roles.length,
      lostPrincipals: also.principals.length,
    });
  }
  return {
    ...view.envelope(
      explainCypher(view.dialect, names.arn(from), names.arn(to)),
      cut || Math.max(lost.roles.length, lost.principals.length) > limits.limit,
    ),
    from: names.describe(from),
    to: names.describe(to),
    lostRoles: lost.roles.length,
    roles: list(lost.roles),
    lostPrincipals: lost.principals.length,
    principals: list(lost.principals),
    ways,
  };
}

interface Lost {
  /** Numbers of roles that the first no longer reaches, and of principals that no longer reach the second. */
  readonly roles: readonly number[];
  readonly principals: readonly number[];
}

/**
 * The edges between the two, what is lost with them, and how to find what is lost with others.
 * @throws QueryError as answerEdgeCut
 */
export function loseEdge(
  view: SnapshotView,
  from: number,
  to: number,
  limits: CutLimits,
): { readonly own: readonly number[]; readonly lost: Lost; readonly lostWithout: (edges: ReadonlySet<number>) => Lost } {
  const { adjacency, names } = view;
  const own: number[] = [];
  for (let edge = adjacency.offsets[from] ?? 0; edge < (adjacency.offsets[from + 1] ?? 0); edge += 1)
    if (adjacency.targets[edge] === to) own.push(edge);
  if (own.length === 0)
    throw new QueryError('invalid-argument', `${names.arn(from)} cannot assume ${names.arn(to)} directly: there is no such edge to cut.`);
  const before = { roles: rolesOf(view, from, limits), principals: reachers(view, to, limits, () => true).nodes };
  const lostWithout = (edges: ReadonlySet<number>): Lost => {
    const keeps = (edge: number): boolean => !edges.has(edge);
    const rolesAfter = new Set(rolesOf(view, from, limits, keeps));
    const principalsAfter = new Set(reachers(view, to, limits, keeps).nodes);
    return {
      roles: before.roles.filter((role) => !rolesAfter.has(role)),
      principals: before.principals.filter((principal) => !principalsAfter.has(principal)),
    };
  };
  return { own, lost: lostWithout(new Set(own)), lostWithout };
}

const reasonId = ({ adjacency }: SnapshotView, edge: number): string => adjacency.reason(adjacency.reasonOf[edge] ?? 0).id;

const rolesOf = (
  { adjacency, names, state }: SnapshotView,
  from: number,
  { maxHops, stateless }: CutLimits,
  admits?: (edge: number) => boolean,
): number[] => [
  ...searchChains({
    links: adjacency,
    rank: names.rank,
    origin: from,
    direction: 'from',
    maxHops,
    unconditional: false,
    crossAccount: false,
    moves: stateless ? null : (state?.forward ?? null),
    admits,
  }).nodes,
];

/** The statements that let all these edges through one gate; null if some edge needs none there, so that taking them out closes nothing. */
function statementsOf(
  edges: readonly number[],
  decidingOf: (edge: number) => readonly Deciding[],
  gate: CutGate,
): ReadonlySet<string> | null {
  const statements = new Set<string>();
  for (const edge of edges) {
    const own = decidingOf(edge).filter((each) => each.gate === gate);
    if (own.length === 0) return null;
    for (const { statement } of own) statements.add(statement);
  }
  return statements;
}

interface Closed {
  readonly edges: Set<number>;
  /** True: there were too many edges to look at all of them. */
  readonly cut: boolean;
}

/** Edges into the role that its trust policy lets through by these statements alone. */
async function closedInto(view: SnapshotView, store: GraphReader, role: number, statements: ReadonlySet<string>): Promise<Closed> {
  const { reverseOffsets, reverseEdges } = view.adjacency;
  const edges = [...reverseEdges.subarray(reverseOffsets[role], reverseOffsets[role + 1])];
  return await closedAmong(view, store, edges, 'trust', statements);
}

/** Edges of the principal, and of all others that hold the same policies, that these statements alone let through. */
async function closedFor(view: SnapshotView, store: GraphReader, from: number, statements: ReadonlySet<string>): Promise<Closed> {
  const { adjacency, names } = view;
  const ids = { ids: [...statements] };
  const holders = new Set([from]);
  for (const way of ['(holder:Principal)', '(holder:Principal)-[:MEMBER_OF]->(:Principal)']) {
    const rows = await store.run(
      `MATCH ${way}-[:HAS_POLICY]->(:Policy)-[:HAS_STATEMENT]->(statement:Statement) WHERE statement.id IN $ids RETURN DISTINCT holder.arn AS arn`,
      ids,
    );
    for (const { arn } of rows) {
      const holder = names.find(String(arn));
      if (holder !== null) holders.add(holder);
    }
  }
  const edges: number[] = [];
  for (const holder of holders) {
    if (edges.length > mostEdges) break;
    for (let edge = adjacency.offsets[holder] ?? 0; edge < (adjacency.offsets[holder + 1] ?? 0); edge += 1) edges.push(edge);
  }
  return await closedAmong(view, store, edges, 'identity', statements);
}

async function closedAmong(
  view: SnapshotView,
  store: GraphReader,
  edges: readonly number[],
  gate: CutGate,
  statements: ReadonlySet<string>,
): Promise<Closed> {
  const looked = edges.slice(0, mostEdges);
  const deciding = await readDeciding(store, [...new Set(looked.map((edge) => reasonId(view, edge)))]);
  const closed = looked.filter((edge) => {
    const own = (deciding.get(reasonId(view, edge)) ?? []).filter((each) => each.gate === gate);
    return own.length > 0 && own.every(({ statement }) => statements.has(statement));
  });
  return { edges: new Set(closed), cut: looked.length < edges.length };
}
