/** Numbers of the edges at one principal, in the ARN order of their other ends; between the same two, as the adjacency has them. */
import type { SnapshotView } from './snapshot-view.ts';

type Part = Pick<SnapshotView, 'adjacency' | 'names'>;

/** The edges by which the principal assumes others. */
export function sortedEdgesOut({ adjacency, names }: Part, principal: number): number[] {
  const start = adjacency.offsets[principal] ?? 0;
  const edges = Array.from({ length: (adjacency.offsets[principal + 1] ?? 0) - start }, (_, place) => start + place);
  return sortByEnd(edges, adjacency.targets, names.rank);
}

/** The edges by which others assume the principal. */
export function sortedEdgesInto({ adjacency, names }: Part, principal: number): number[] {
  const edges = [...adjacency.reverseEdges.subarray(adjacency.reverseOffsets[principal], adjacency.reverseOffsets[principal + 1])];
  return sortByEnd(edges, adjacency.sources, names.rank);
}

function sortByEnd(edges: number[], ends: Uint32Array, rank: Uint32Array): number[] {
  const place = (edge: number): number => rank[ends[edge] ?? 0] ?? 0;
  return edges.sort((left, right) => place(left) - place(right) || left - right);
}
