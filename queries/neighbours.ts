/** One principal and the edges at it. */
import type { NeighboursAnswer } from './answers.ts';
import { neighboursCypher } from './cypher.ts';
import { sortedEdgesInto, sortedEdgesOut } from './edge-lists.ts';
import type { SnapshotView } from './snapshot-view.ts';

/** @param limit most edges each way */
export function answerNeighbours(view: SnapshotView, principal: number, limit: number): NeighboursAnswer {
  const { adjacency, names } = view;
  const out = sortedEdgesOut(view, principal);
  const into = sortedEdgesInto(view, principal);
  const shown = { out: out.slice(0, limit), into: into.slice(0, limit) };
  const others = [...shown.out.map((edge) => adjacency.targets[edge] ?? 0), ...shown.into.map((edge) => adjacency.sources[edge] ?? 0)];
  return {
    ...view.envelope(neighboursCypher(view.dialect, names.arn(principal)), out.length > limit || into.length > limit),
    principal: names.describe(principal),
    principals: [...new Set([principal, ...others])].map(names.describe),
    out: shown.out.map(view.edge),
    in: shown.into.map(view.edge),
  };
}
