/** How many hops each principal is from the nearest administrator, along edges alone: breadth first from all of them, backwards. */
import type { EdgeColumns } from '../../graph/access-graph.ts';
import { groupEdges } from '../../graph/group-edges.ts';

/** -1: it reaches none. 0: it is one. */
export function hopsToAdmin({ length, from, to }: EdgeColumns, isAdmin: readonly boolean[]): Int32Array {
  const hops = Int32Array.from(isAdmin, (admin) => (admin ? 0 : -1));
  const { offsets, edges } = groupEdges(to.subarray(0, length), isAdmin.length);
  const queue = [...isAdmin.keys()].filter((principal) => isAdmin[principal]);
  for (let next = 0; next < queue.length; next += 1) {
    const node = queue[next] as number;
    for (let place = offsets[node] as number; place < (offsets[node + 1] as number); place += 1) {
      const source = from[edges[place] as number] as number;
      if (hops[source] !== -1) continue;
      hops[source] = (hops[node] as number) + 1;
      queue.push(source);
    }
  }
  return hops;
}
