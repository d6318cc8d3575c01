/** Pictures of answers: who stands in which column, and the edges between them. */
import type { Edge, NeighboursAnswer, PathsAnswer, PrincipalAnswerRef, ReachAnswer, ReachRow } from '../../../queries/answers.ts';
import { groupBy } from '../group-by.ts';
import { principalFromArn } from '../names.ts';
import { foldToFit } from './fold.ts';
import { distinct, drawnEdge, edgeId, type PictureEdge, type PictureModel, type PictureNode } from './picture-model.ts';

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

/** Edges from anywhere (a query's result, say): each principal stands one column right of those that can assume it, as far as there is an order. */
export function pictureOfEdges(
  principals: ReadonlyMap<string, PrincipalAnswerRef>,
  edges: readonly PictureEdge[],
  focus: ReadonlySet<string> = new Set(),
): PictureModel {
  const ranks = new Map<string, number>();
  const out = groupBy(edges, ({ from }) => from);
  const entered = new Set(edges.filter(({ from, to }) => from !== to).map(({ to }) => to));
  const visit = (start: string): void => {
    let layer = ranks.has(start) ? [] : [start];
    for (let rank = 0; layer.length > 0; rank += 1) {
      for (const arn of layer) ranks.set(arn, rank);
      layer = [...new Set(layer.flatMap((arn) => (out.get(arn) ?? []).map(({ to }) => to)))].filter((arn) => !ranks.has(arn));
    }
  };
  for (const arn of principals.keys()) if (!entered.has(arn) && out.has(arn)) visit(arn);
  for (const arn of principals.keys()) visit(arn);
  return foldToFit(makeNodes(principals, ranks, focus), distinct(edges));
}

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
