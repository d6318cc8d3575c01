/** Edges grouped by one of their ends, as flat arrays: the one form in which millions of them are walked. */

/** For each of `groups` where it begins once edges are sorted by `keys`, and the end of the last: `groups + 1` numbers. */
export function groupOffsets(keys: ArrayLike<number>, groups: number): Uint32Array {
  const offsets = new Uint32Array(groups + 1);
  for (let edge = 0; edge < keys.length; edge++) {
    const next = (keys[edge] as number) + 1;
    offsets[next] = (offsets[next] as number) + 1;
  }
  for (let group = 1; group <= groups; group++) offsets[group] = (offsets[group] as number) + (offsets[group - 1] as number);
  return offsets;
}

/** The numbers of the edges grouped by `keys`, with the offsets of the groups. Within a group edges keep their order. */
export function groupEdges(keys: ArrayLike<number>, groups: number): { readonly offsets: Uint32Array; readonly edges: Uint32Array } {
  const offsets = groupOffsets(keys, groups);
  const next = offsets.slice();
  const edges = new Uint32Array(keys.length);
  for (let edge = 0; edge < keys.length; edge++) {
    const group = keys[edge] as number;
    const place = next[group] as number;
    edges[place] = edge;
    next[group] = place + 1;
  }
  return { offsets, edges };
}
