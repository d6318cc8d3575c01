/** Every edge of a snapshot, one at a time: millions pass with flat memory. */
import type { Edge } from './answers.ts';
import { sortedEdgesOut } from './edge-lists.ts';
import type { SnapshotView } from './snapshot-view.ts';

/** Sorted by the ARN of the source, then of the role, then by action. */
export function* listEdges(view: SnapshotView): Generator<Edge, void, undefined> {
  for (const source of view.names.byRank) {
    for (const number of sortedEdgesOut(view, source)) yield view.edge(number);
  }
}
