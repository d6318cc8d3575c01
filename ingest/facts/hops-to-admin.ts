/** How many hops each principal is from the nearest administrator, along edges alone: breadth first from all of them, backwards. */
import type { EdgeColumns } from '../../graph/access-graph.ts';

/** -1: it reaches none. 0: it is one. */
export function hopsToAdmin({ length, from, to }: EdgeColumns, isAdmin: readonly boolean[]): Int32Array {
  const hops = Int32Array.from(isAdmin, (admin) => (admin ? 0 : -1));
  const offsets = new Uint32Array(isAdmin.length + 1);
  for (let edge = 0; edge < length; edge += 1) {
    const next = (to[edge] as number) + 1;
    offsets[next] = (offsets[next] as number) + 1;
  }
  for (let node = 0; node < isAdmin.length; node += 1) offsets[node + 1] = (offsets[node + 1] as number) + (offsets[node] as number);
  const free = offsets.slice();
  const sources = new Uint32Array(length);
  for (let edge = 0; edge < length; edge += 1) {
    const target = to[edge] as number;
    const place = free[target] as number;
    sources[place] = from[edge] as number;
    free[target] = place + 1;
  }
  const queue = [...isAdmin.keys()].filter((principal) => isAdmin[principal]);
  for (let next = 0; next < queue.length; next += 1) {
    const node = queue[next] as number;
    for (let place = offsets[node] as number; place < (offsets[node + 1] as number); place += 1) {
      const source = sources[place] as number;
      if (hops[source] !== -1) continue;
      hops[source] = (hops[node] as number) + 1;
      queue.push(source);
    }
  }
  return hops;
}
