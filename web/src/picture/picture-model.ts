/** What is to be drawn: principals in ranks from left to right, and assume edges between them. Made from answers, without layout. */
import type { Edge, NeighboursAnswer, PathsAnswer, PrincipalAnswerRef, ReachAnswer, ReachRow } from '../../../queries/answers.ts';
import { edgeLabel, principalFromArn } from '../names.ts';

export interface PictureNode {
  readonly id: string;
  readonly principal: PrincipalAnswerRef;
  /** Column, 0 at the left. */
  readonly rank: number;
  /** The ends that the question named. */
  readonly focus: boolean;
}

export interface PictureEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Null where only the existence of the edge is known. */
  readonly verdict: 'allowed' | 'conditional' | null;
  readonly label: string;
  readonly crossAccount: boolean;
}

export interface PictureModel {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** How many of each were left out because a picture of all would show nothing. */
  readonly cut: { readonly nodes: number; readonly edges: number } | null;
}

export const mostNodes = 500;
export const mostEdges = 1500;

export const edgeId = (from: string, to: string): string => JSON.stringify([from, to]);

/** Chains side by side; a principal stands in the last column that any chain gives it. */
export function pictureOfPaths(answer: PathsAnswer): PictureModel {
  const ranks = new Map<string, number>();
  const principals = new Map<string, PrincipalAnswerRef>();
  const edges: Edge[] = [];
  for (const path of answer.paths) {
    path.principals.forEach((principal, index) => {
      principals.set(principal.arn, principal);
      ranks.set(principal.arn, Math.max(ranks.get(principal.arn) ?? 0, index));
    });
    edges.push(...path.edges);
  }
  return limit(principals, ranks, edges.map(drawn), new Set([answer.from.arn, answer.to.arn]));
}

/**
 * Everyone reached, by hops from the left; or everyone who reaches, with the role at the right.
 * `only`: those of the answer's rows that are to be drawn.
 */
export function pictureOfReach(answer: ReachAnswer, only: readonly ReachRow[] = answer.rows): PictureModel {
  const deepest = only.reduce((most, { hops }) => Math.max(most, hops), 1);
  const principals = new Map(answer.rows.map(({ principal }) => [principal.arn, principal]));
  principals.set(answer.of.arn, answer.of);
  const ranks = new Map<string, number>([[answer.of.arn, answer.direction === 'from' ? 0 : deepest]]);
  const pairs = new Map<string, PictureEdge>();
  for (const { chain } of only) {
    chain.forEach((arn, index) => {
      if (!principals.has(arn)) principals.set(arn, principalFromArn(arn));
      if (!ranks.has(arn)) ranks.set(arn, answer.direction === 'from' ? index : deepest - (chain.length - 1 - index));
      const next = chain[index + 1];
      if (next !== undefined)
        pairs.set(edgeId(arn, next), { id: edgeId(arn, next), from: arn, to: next, verdict: null, label: '', crossAccount: false });
    });
  }
  for (const edge of answer.edges ?? []) if (pairs.has(edgeId(edge.from, edge.to))) pairs.set(edgeId(edge.from, edge.to), drawn(edge));
  return limit(principals, ranks, [...pairs.values()], new Set([answer.of.arn]));
}

/** Who can assume it at the left, whom it can assume at the right. */
export function pictureOfNeighbours(answer: NeighboursAnswer): PictureModel {
  const ranks = new Map([[answer.principal.arn, 1]]);
  for (const { from } of answer.in) if (!ranks.has(from)) ranks.set(from, 0);
  for (const { to } of answer.out) if (!ranks.has(to)) ranks.set(to, 2);
  const principals = new Map([...answer.principals, answer.principal].map((principal) => [principal.arn, principal]));
  return limit(principals, ranks, [...answer.in, ...answer.out].map(drawn), new Set([answer.principal.arn]));
}

const drawn = (edge: Pick<Edge, 'from' | 'to' | 'verdict' | 'requires' | 'crossAccount'>): PictureEdge => ({
  id: edgeId(edge.from, edge.to),
  from: edge.from,
  to: edge.to,
  verdict: edge.verdict,
  label: edgeLabel(edge),
  crossAccount: edge.crossAccount,
});

/** Keeps what is nearest to the ends that were asked for, and counts the rest. */
function limit(
  principals: ReadonlyMap<string, PrincipalAnswerRef>,
  ranks: ReadonlyMap<string, number>,
  edges: readonly PictureEdge[],
  focus: ReadonlySet<string>,
): PictureModel {
  const focusRanks = [...focus].map((arn) => ranks.get(arn) ?? 0);
  const distance = (rank: number): number => Math.min(...focusRanks.map((focusRank) => Math.abs(rank - focusRank)));
  const all = [...ranks].map(([arn, rank]) => ({
    id: arn,
    principal: principals.get(arn) ?? principalFromArn(arn),
    rank,
    focus: focus.has(arn),
  }));
  const nodes = all.length <= mostNodes ? all : all.sort((a, b) => distance(a.rank) - distance(b.rank)).slice(0, mostNodes);
  const kept = new Set(nodes.map(({ id }) => id));
  const distinct = [...new Map(edges.map((edge) => [edge.id, edge])).values()];
  const drawable = distinct.filter(({ from, to }) => kept.has(from) && kept.has(to)).slice(0, mostEdges);
  const cut = { nodes: all.length - nodes.length, edges: distinct.length - drawable.length };
  return { nodes, edges: drawable, cut: cut.nodes + cut.edges > 0 ? cut : null };
}
