/**
 * From where to look for new reach. Every new chain runs over an opened edge: it starts at one who reaches the edge's source and
 * ends at a role that is reached from its target. For each edge it is enough to look from one of these two groups; the smaller
 * one is taken, so that neither a role that all can assume nor a user that reaches everything makes many searches.
 */
import type { Links } from '../chain-search.ts';

export interface EdgeEnds {
  readonly source: number;
  readonly target: number;
}

export interface Origins {
  /** Look forwards from these. */
  readonly sources: readonly number[];
  /** Look backwards from these. */
  readonly targets: readonly number[];
}

/** A group of at most so many is small; tried in turn, as it costs time to see that a group is not. */
const sizes = [32, 1024] as const;

/** @param opened edges of these links that can be new ways @param usable whether an edge may be walked at all */
export function chooseOrigins(links: Links, opened: readonly EdgeEnds[], maxHops: number, usable: (edge: number) => boolean): Origins {
  const sources = new Set<number>();
  const targets = new Set<number>();
  const gather = (start: readonly number[], forward: boolean, most: number): number[] | null =>
    gatherWithin(links, start, forward, maxHops - 1, most, usable);
  let open = [...opened];
  for (const most of sizes) {
    const groups = rememberGroups((node, forward) => gather([node], forward, most));
    open = open.filter(({ source, target }) => {
      const [before, after] = [groups(source, false), groups(target, true)];
      if (after !== null && (before === null || after.length <= before.length)) for (const node of after) targets.add(node);
      else if (before !== null) for (const node of before) sources.add(node);
      return before === null && after === null;
    });
  }
  if (open.length > 0) {
    const before = gather([...new Set(open.map(({ source }) => source))], false, Number.POSITIVE_INFINITY) ?? [];
    const after = gather([...new Set(open.map(({ target }) => target))], true, Number.POSITIVE_INFINITY) ?? [];
    if (after.length <= before.length) for (const node of after) targets.add(node);
    else for (const node of before) sources.add(node);
  }
  const inOrder = (nodes: ReadonlySet<number>): number[] => [...nodes].sort((left, right) => left - right);
  return { sources: inOrder(sources), targets: inOrder(targets) };
}

/** Each group is asked for once. */
function rememberGroups(find: (node: number, forward: boolean) => number[] | null): (node: number, forward: boolean) => number[] | null {
  const known = [new Map<number, number[] | null>(), new Map<number, number[] | null>()] as const;
  return (node, forward) => {
    const map = known[forward ? 1 : 0];
    const group = map.get(node);
    if (group !== undefined) return group;
    const found = find(node, forward);
    map.set(node, found);
    return found;
  };
}

/** The start and all that is connected with it within so many hops; null if that is more than `most`. */
function gatherWithin(
  links: Links,
  start: readonly number[],
  forward: boolean,
  maxHops: number,
  most: number,
  usable: (edge: number) => boolean,
): number[] | null {
  const met = new Set(start);
  let level: readonly number[] = start;
  for (let hops = 1; hops <= maxHops && level.length > 0; hops += 1) {
    const next: number[] = [];
    for (const node of level) {
      const offsets = forward ? links.offsets : links.reverseOffsets;
      const end = offsets[node + 1] ?? 0;
      for (let slot = offsets[node] ?? 0; slot < end; slot += 1) {
        const edge = forward ? slot : (links.reverseEdges[slot] ?? 0);
        const other = (forward ? links.targets[edge] : links.sources[edge]) ?? 0;
        if (met.has(other) || !usable(edge)) continue;
        if (met.size >= most) return null;
        met.add(other);
        next.push(other);
      }
    }
    level = next;
  }
  return met.size > most ? null : [...met];
}
