/** Which edges were opened, closed or changed between two snapshots: one walk over both, principal by principal. */
import type { Adjacency } from '../../graph/adjacency.ts';
import type { Alignment, SideNumbers } from './align.ts';
import { actionOf, type ContentNumbers, createContentNumbers } from './edge-content.ts';

/** Numbers of edges, in the order of the ARNs of their ends, then of their actions. */
export interface EdgeChanges {
  /** In the later snapshot. */
  readonly opened: readonly number[];
  /** In the earlier snapshot. */
  readonly closed: readonly number[];
  readonly changed: readonly (readonly [before: number, after: number])[];
}

/** The edges of one side, in comparable terms. */
interface Side {
  readonly adjacency: Adjacency;
  readonly numbers: SideNumbers;
  readonly content: (reason: number) => number;
  /** True if own numbers are in ARN order, so that edges come sorted. */
  readonly isSorted: boolean;
}

export function compareEdges(before: Adjacency, after: Adjacency, alignment: Alignment): EdgeChanges {
  const contents = createContentNumbers();
  const [left, right] = [toSide(before, alignment.before, contents), toSide(after, alignment.after, contents)];
  const opened: number[] = [];
  const closed: number[] = [];
  const changed: (readonly [number, number])[] = [];
  for (let source = 0; source < alignment.count; source += 1) {
    const [old, young] = [edgesOf(left, source), edgesOf(right, source)];
    for (let i = 0, j = 0; i < old.length || j < young.length; ) {
      const [a, b] = [old[i], young[j]];
      const [keyA, keyB] = [a === undefined ? Infinity : keyOf(left, a), b === undefined ? Infinity : keyOf(right, b)];
      const key = Math.min(keyA, keyB);
      const [startA, startB] = [i, j];
      while (i < old.length && keyOf(left, old[i] ?? 0) === key) i += 1;
      while (j < young.length && keyOf(right, young[j] ?? 0) === key) j += 1;
      if (i - startA === 1 && j - startB === 1 && a !== undefined && b !== undefined) {
        if (!isSame(left, a, right, b)) changed.push([a, b]);
      } else {
        matchSeveral(old.slice(startA, i), young.slice(startB, j));
      }
    }
  }
  return { opened, closed, changed };

  /** Usually all on one side. Of several between the same two, equal ones go together first, and of the rest those that come first. */
  function matchSeveral(some: readonly number[], others: readonly number[]): void {
    const texts = (side: Side, edges: readonly number[]) =>
      edges
        .map((edge) => ({ edge, text: signatureText(side, edge, contents) }))
        .sort((x, y) => (x.text < y.text ? -1 : x.text > y.text ? 1 : 0));
    const restB = texts(right, others);
    const restA = texts(left, some).filter(({ text }) => {
      const place = restB.findIndex((other) => other.text === text);
      if (place >= 0) restB.splice(place, 1);
      return place < 0;
    });
    const pairs = Math.min(restA.length, restB.length);
    for (let place = 0; place < pairs; place += 1) changed.push([restA[place]?.edge ?? 0, restB[place]?.edge ?? 0]);
    for (const { edge } of restA.slice(pairs)) closed.push(edge);
    for (const { edge } of restB.slice(pairs)) opened.push(edge);
  }
}

function toSide(adjacency: Adjacency, numbers: SideNumbers, contents: ContentNumbers): Side {
  const isSorted = numbers.common.every((common, own) => own === 0 || common > (numbers.common[own - 1] ?? 0));
  return { adjacency, numbers, content: contents.of(adjacency), isSorted };
}

/** The edges out of the principal with this common number, by target and action. */
function edgesOf(side: Side, source: number): ArrayLike<number> & { slice(start: number, end: number): readonly number[] } {
  const own = side.numbers.own[source] ?? -1;
  if (own < 0) return [];
  const { offsets } = side.adjacency;
  const [start = 0, end = 0] = [offsets[own], offsets[own + 1]];
  const edges = Array.from({ length: end - start }, (_, place) => start + place);
  // Also between the same two, edges are sorted by action; that is cheap to make sure of.
  for (let place = 1; place < edges.length; place += 1)
    if (!side.isSorted || keyOf(side, edges[place - 1] ?? 0) > keyOf(side, edges[place] ?? 0))
      return edges.sort((x, y) => keyOf(side, x) - keyOf(side, y) || x - y);
  return edges;
}

const keyOf = ({ adjacency, numbers }: Side, edge: number): number =>
  (numbers.common[adjacency.targets[edge] ?? 0] ?? 0) * 8 + actionOf(adjacency.flags[edge] ?? 0);

const isSame = (left: Side, a: number, right: Side, b: number): boolean =>
  left.adjacency.flags[a] === right.adjacency.flags[b] &&
  left.content(left.adjacency.reasonOf[a] ?? 0) === right.content(right.adjacency.reasonOf[b] ?? 0);

const signatureText = ({ adjacency, content }: Side, edge: number, contents: ContentNumbers): string =>
  `${adjacency.flags[edge]} ${contents.text(content(adjacency.reasonOf[edge] ?? 0))}`;
