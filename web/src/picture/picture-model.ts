/** What is to be drawn: principals in ranks from left to right, and assume edges between them. Made from answers, without layout. */
import type { Edge, NeighboursAnswer, PathsAnswer, PrincipalAnswerRef, ReachAnswer, ReachRow } from '../../../queries/answers.ts';
import { edgeLabel, principalFromArn } from '../names.ts';
import { foldToFit } from './fold.ts';

export interface PictureNode {
  /** The ARN; of a count that stands for several principals, an id of its own. */
  readonly id: string;
  readonly principal: PrincipalAnswerRef;
  /** Column, 0 at the left. */
  readonly rank: number;
  /** The ends that the question named. */
  readonly focus: boolean;
  /** Whom a count stands for; absent for a principal. */
  readonly members?: readonly PrincipalAnswerRef[];
}

export interface PictureEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Null where only the existence of the edge is known. */
  readonly verdict: 'allowed' | 'conditional' | null;
  readonly label: string;
  readonly crossAccount: boolean;
  /** How many assume edges the line stands for: one, unless an end is a count. */
  readonly count: number;
}

export interface PictureModel {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** Principals that are drawn as counts because a picture of all would show nothing. */
  readonly gathered: number;
  /** How many of each were left out altogether. */
  readonly cut: { readonly nodes: number; readonly edges: number } | null;
}

export const mostNodes = 500;
export const mostEdges = 1500;

export const edgeId = (from: string, to: string): string => JSON.stringify([from, to]);

/** Chains side by side; a principal stands in the last column that any chain gives it. */
export function pictureOfPaths(answer: Pick<PathsAnswer, 'paths' | 'from' | 'to'>): PictureModel {
  const ranks = new Map<string, number>();
  const principals = new Map<string, PrincipalAnswerRef>([
    [answer.from.arn, answer.from],
    [answer.to.arn, answer.to],
  ]);
  const edges: Edge[] = [];
  for (const path of answer.paths) {
    path.principals.forEach((principal, index) => {
      principals.set(principal.arn, principal);
      ranks.set(principal.arn, Math.max(ranks.get(principal.arn) ?? 0, index));
    });
    edges.push(...path.edges);
  }
  return foldToFit(makeNodes(principals, ranks, new Set([answer.from.arn, answer.to.arn])), distinct(edges.map(drawnEdge)));
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
        pairs.set(edgeId(arn, next), {
          id: edgeId(arn, next),
          from: arn,
          to: next,
          verdict: null,
          label: '',
          crossAccount: false,
          count: 1,
        });
    });
  }
  for (const edge of answer.edges ?? []) if (pairs.has(edgeId(edge.from, edge.to))) pairs.set(edgeId(edge.from, edge.to), drawnEdge(edge));
  return foldToFit(makeNodes(principals, ranks, new Set([answer.of.arn])), [...pairs.values()]);
}

/** Who can assume it at the left, whom it can assume at the right. */
export function pictureOfNeighbours(answer: NeighboursAnswer): PictureModel {
  const ranks = new Map([[answer.principal.arn, 1]]);
  for (const { from } of answer.in) if (!ranks.has(from)) ranks.set(from, 0);
  for (const { to } of answer.out) if (!ranks.has(to)) ranks.set(to, 2);
  const principals = new Map([...answer.principals, answer.principal].map((principal) => [principal.arn, principal]));
  return foldToFit(makeNodes(principals, ranks, new Set([answer.principal.arn])), distinct([...answer.in, ...answer.out].map(drawnEdge)));
}

export const drawnEdge = (edge: Pick<Edge, 'from' | 'to' | 'verdict' | 'requires' | 'crossAccount'>): PictureEdge => ({
  id: edgeId(edge.from, edge.to),
  from: edge.from,
  to: edge.to,
  verdict: edge.verdict,
  label: edgeLabel(edge),
  crossAccount: edge.crossAccount,
  count: 1,
});

export const distinct = (edges: readonly PictureEdge[]): readonly PictureEdge[] => [
  ...new Map(edges.map((edge) => [edge.id, edge])).values(),
];

function makeNodes(
  principals: ReadonlyMap<string, PrincipalAnswerRef>,
  ranks: ReadonlyMap<string, number>,
  focus: ReadonlySet<string>,
): readonly PictureNode[] {
  return [...ranks].map(([arn, rank]) => ({
    id: arn,
    principal: principals.get(arn) ?? principalFromArn(arn),
    rank,
    focus: focus.has(arn),
  }));
}
