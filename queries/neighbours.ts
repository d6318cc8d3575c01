/** One principal and the edges at it. */
import type { NeighboursAnswer } from './answers.ts';
import { neighboursCypher } from './cypher.ts';
import { sortedEdgesInto, sortedEdgesOut } from './edge-lists.ts';
import { cutPage, type Page } from './page.ts';
import type { SnapshotView } from './snapshot-view.ts';

/** @param page of the edges each way */
export function answerNeighbours(view: SnapshotView, principal: number, page: Page): NeighboursAnswer {
  const { adjacency, names } = view;
  const out = cutPage(sortedEdgesOut(view, principal), page);
  const into = cutPage(sortedEdgesInto(view, principal), page);
  const next = out.next ?? into.next;
  const others = [...out.rows.map((edge) => adjacency.targets[edge] ?? 0), ...into.rows.map((edge) => adjacency.sources[edge] ?? 0)];
  return {
    ...view.envelope(neighboursCypher(view.dialect, names.arn(principal)), next !== null),
    principal: names.describe(principal),
    principals: [...new Set([principal, ...others])].map(names.describe),
    next,
    out: out.rows.map(view.edge),
    in: into.rows.map(view.edge),
  };
}
