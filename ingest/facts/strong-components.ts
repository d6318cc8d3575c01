/** Strong components of the assume edges: principals of one component reach each other, so they reach the same and are reached by the same. */

export interface Graph {
  /** The edges of node `n` are `offsets[n] … offsets[n + 1] - 1` of `targets`. */
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
}

/**
 * Component of each node; an edge never leads to a component of a greater number (R. Tarjan, "Depth-first search and linear
 * graph algorithms", without recursion).
 */
export function findComponents({ offsets, targets }: Graph): { readonly count: number; readonly of: Uint32Array } {
  const nodes = offsets.length - 1;
  const component = new Uint32Array(nodes);
  const low = new Uint32Array(nodes);
  /** When a node was met, from 1; 0: not yet. */
  const met = new Uint32Array(nodes);
  const open = new Uint8Array(nodes);
  const nextEdge = offsets.slice(0, nodes);
  const stack: number[] = [];
  const path: number[] = [];
  let clock = 0;
  let count = 0;
  const enter = (node: number): void => {
    clock += 1;
    met[node] = clock;
    low[node] = clock;
    open[node] = 1;
    stack.push(node);
    path.push(node);
  };
  for (let root = 0; root < nodes; root += 1) {
    if (met[root] !== 0) continue;
    enter(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const edge = nextEdge[node] as number;
      if (edge < (offsets[node + 1] as number)) {
        nextEdge[node] = edge + 1;
        const target = targets[edge] as number;
        if (met[target] === 0) enter(target);
        else if (open[target] === 1) low[node] = Math.min(low[node] as number, met[target] as number);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) low[above] = Math.min(low[above] as number, low[node] as number);
      if (low[node] !== met[node]) continue;
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        component[member] = count;
        open[member] = 0;
        if (member === node) break;
      }
      count += 1;
    }
  }
  return { count, of: component };
}
