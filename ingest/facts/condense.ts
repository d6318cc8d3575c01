/**
 * The assume edges made smaller without changing who reaches what: strong components become one node, and components that
 * nobody can assume and that assume the same become one class.
 */
import { findComponents, type Graph } from './strong-components.ts';

export interface Condensed extends Graph {
  /** Node of each principal. An edge never leads to a node of a greater or equal number. */
  readonly nodeOf: Uint32Array;
  /** How many principals each node stands for. */
  readonly sizes: Uint32Array;
  readonly count: number;
}

export function condense(graph: Graph): Condensed {
  const components = findComponents(graph);
  const successors = listSuccessors(graph, components.of, components.count);
  const assumed = new Uint8Array(components.count);
  for (const target of graph.targets) assumed[components.of[target] as number] = 1;
  const node = new Uint32Array(components.count);
  const classes = new Map<string, number>();
  const lists: (readonly number[])[] = [];
  for (let component = 0; component < components.count; component += 1) {
    const ends = successors[component] ?? [];
    // Only what nobody assumes can be merged: others must be told apart as targets.
    const key = assumed[component] === 1 ? null : ends.join(' ');
    const known = key === null ? undefined : classes.get(key);
    node[component] = known ?? lists.length;
    if (known !== undefined) continue;
    if (key !== null) classes.set(key, lists.length);
    lists.push(ends.map((end) => node[end] as number));
  }
  const sizes = new Uint32Array(lists.length);
  const nodeOf = Uint32Array.from(components.of, (component) => node[component] as number);
  for (const each of nodeOf) sizes[each] = (sizes[each] as number) + 1;
  const offsets = new Uint32Array(lists.length + 1);
  for (const [index, list] of lists.entries()) offsets[index + 1] = (offsets[index] as number) + list.length;
  const targets = new Uint32Array(offsets.at(-1) ?? 0);
  for (const [index, list] of lists.entries()) targets.set(list, offsets[index]);
  return { nodeOf, sizes, offsets, targets, count: lists.length };
}

/** Per component the other components that its edges lead to, each once, in order. */
function listSuccessors({ offsets, targets }: Graph, componentOf: Uint32Array, count: number): number[][] {
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (let source = 0; source + 1 < offsets.length; source += 1) {
    const component = componentOf[source] as number;
    const list = lists[component] as number[];
    const end = offsets[source + 1] as number;
    for (let edge = offsets[source] as number; edge < end; edge += 1) {
      const other = componentOf[targets[edge] as number] as number;
      if (other !== component) list.push(other);
    }
  }
  return lists.map((list) => {
    const sorted = Uint32Array.from(list).sort();
    return [...sorted.filter((value, index) => value !== sorted[index - 1])];
  });
}
