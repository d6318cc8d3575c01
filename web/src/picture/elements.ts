/** Places a picture: the question's own principals in layers, what was added later beside them. Nothing that stands is ever moved. */
import type { NeighboursAnswer } from '../../../queries/answers.ts';
import { groupBy } from '../group-by.ts';
import { accountLabel, principalFromArn } from '../names.ts';
import type { Edits } from '../view.ts';
import { visibleText } from '../visible-text.ts';
import { countNode, foldPlaces, outside, placeOf } from './fold.ts';
import { layOut, type Point } from './layers.ts';

import { card, padding, title } from './measures.ts';
import { distinct, drawnEdge, type PictureEdge, type PictureModel, type PictureNode } from './picture-model.ts';

export type Direction = 'right' | 'down';

export interface PlacedBox {
  readonly id: string;
  /** Account id, or `outside`. */
  readonly place: string;
  readonly label: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** True for a box within another. */
  readonly inner?: boolean;
}

export interface PlacedEdge extends PictureEdge {
  /** Columns from source to target; 0 or less: it runs back. */
  readonly span: number;
}

/** Everything with its place, ready for the canvas, the SVG file and the list. */
export interface Placed {
  readonly nodes: readonly (PictureNode & { readonly at: Point })[];
  readonly edges: readonly PlacedEdge[];
  readonly boxes: readonly PlacedBox[];
  readonly direction: Direction;
  /** Extent of the picture as the question asked for it; what is added later does not change it. */
  readonly width: number;
  readonly height: number;
}

/** In picture units. Lines that stand for several edges are as much thicker, unless they are so many that they would cover everything. */
export function lineWidth({ count, crossAccount }: PlacedEdge, lines: number): number {
  if (count <= 1) return crossAccount ? 2.6 : 1.6;
  return Math.max(1.2, Math.min(5, 1.4 + Math.log2(count) * 0.45) * Math.min(1, Math.sqrt(100 / lines)));
}

/** Wide pictures read best: columns move apart until the picture has about this shape. */
const wantedShape = 1.7;
const widestGap = 300;
const slotGap = 13;
/** Drawn downwards, for a phone: as many cards beside each other as can be read there. */
const mostAcross = 2;
const expansionGap = 130;
/** More new principals of one account than this become a count. */
const mostAdded = 12;

export function placePicture(
  base: PictureModel,
  edits: Edits,
  expansions: ReadonlyMap<string, NeighboursAnswer>,
  direction: Direction,
  widthOf: (text: string) => number,
): Placed {
  const laid = layBase(base, direction, widthOf);
  const grown = growPicture(base, laid.positions, edits.expanded, expansions, direction);
  const hidden = new Set(edits.hidden);
  const visible: PictureModel = {
    ...base,
    nodes: grown.nodes.filter(({ id }) => !hidden.has(id)),
    edges: grown.edges.filter(({ id, from, to }) => !hidden.has(id) && !hidden.has(from) && !hidden.has(to)),
  };
  const folded = foldPlaces(visible, edits.folded);
  const positions = grown.positions;
  for (const node of folded.nodes)
    if (!positions.has(node.id)) positions.set(node.id, middle((node.members ?? []).flatMap(({ arn }) => positions.get(arn) ?? [])));
  const along = (point: Point): number => (direction === 'right' ? point.x : point.y);
  const step = (direction === 'right' ? card.width : card.height) + 20;
  const at = (id: string): Point => positions.get(id) ?? { x: 0, y: 0 };
  return {
    nodes: folded.nodes.map((node) => ({ ...node, at: at(node.id) })),
    edges: folded.edges.map((edge) => ({ ...edge, span: spanOf(along(at(edge.to)) - along(at(edge.from)), step) })),
    boxes: makeBoxes(folded.nodes, positions, grown.blockOf),
    direction,
    width: laid.width,
    height: laid.height,
  };
}

const spanOf = (distance: number, step: number): number => (distance < step * 0.5 ? 0 : Math.max(1, Math.round(distance / (2 * step))));

function middle(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return points.length === 0 ? sum : { x: sum.x / points.length, y: sum.y / points.length };
}

function layBase(
  model: PictureModel,
  direction: Direction,
  widthOf: (text: string) => number,
): { positions: Map<string, Point>; width: number; height: number } {
  const nodes = model.nodes.map((node) => ({ id: node.id, rank: node.rank, lane: placeOf(node) }));
  const mostInColumn = direction === 'right' ? Math.max(24, Math.ceil(Math.sqrt(nodes.length) * 1.8)) : mostAcross;
  const place = (rankGap: number): Map<string, Point> =>
    layOut(nodes, model.edges, {
      direction,
      card,
      rankGap,
      slotGap,
      padding,
      title,
      mostInColumn,
      ...(direction === 'down' ? { mostAcross } : {}),
    });
  let positions = place(direction === 'right' ? gapFor(model.edges, widthOf) : 88);
  if (direction === 'right')
    positions = place(stretchedGap(extentOf(positions), gapFor(model.edges, widthOf), new Set(nodes.map(({ rank }) => rank)).size));
  return { positions, ...(direction === 'right' ? extentOf(positions) : boundsOf(positions)) };
}

/** Size of everything that is drawn around these places. */
function extentOf(positions: ReadonlyMap<string, Point>): { width: number; height: number } {
  const range = (values: readonly number[]): number =>
    values.reduce((a, b) => Math.max(a, b), 0) - values.reduce((a, b) => Math.min(a, b), 0);
  const points = [...positions.values()];
  return {
    width: range(points.map(({ x }) => x)) + card.width + 2 * padding,
    height: range(points.map(({ y }) => y)) + card.height + 2 * padding + title,
  };
}

/** The same to the pixel: a phone is too narrow to leave any of it empty. */
function boundsOf(positions: ReadonlyMap<string, Point>): { width: number; height: number } {
  const { x = 0, y = 0 } = positions.values().next().value ?? {};
  const shifted = new Map([...positions].map(([id, point]) => [id, { x: point.x - x, y: point.y - y }]));
  return extentOf(shifted);
}

function stretchedGap({ width, height }: { width: number; height: number }, gap: number, ranks: number): number {
  if (ranks < 2) return gap;
  return Math.max(gap, Math.min(widestGap, gap + (height * wantedShape - width) / (ranks - 1)));
}

/** Wide enough for the longest label between two cards, with its arrow. */
function gapFor(edges: readonly PictureEdge[], widthOf: (text: string) => number): number {
  const widest = edges.reduce((most, { label }) => Math.max(most, label === '' ? 0 : widthOf(label)), 0);
  return Math.min(200, Math.max(92, widest + 2 * padding + 44));
}

interface Grown {
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  readonly positions: Map<string, Point>;
  /** Nodes that were added stand in boxes of their own, beside what they were expanded from. */
  readonly blockOf: ReadonlyMap<string, string>;
}

function growPicture(
  base: PictureModel,
  basePositions: ReadonlyMap<string, Point>,
  expanded: readonly string[],
  expansions: ReadonlyMap<string, NeighboursAnswer>,
  direction: Direction,
): Grown {
  const nodes = new Map(base.nodes.map((node) => [node.id, node]));
  const edges = [...base.edges];
  const positions = new Map(basePositions);
  const blockOf = new Map<string, string>();
  const standIn = new Map(base.nodes.flatMap(({ id, members }) => (members ?? []).map(({ arn }) => [arn, id] as const)));
  for (const arn of expanded) {
    const answer = expansions.get(arn);
    const start = positions.get(arn);
    if (answer === undefined || start === undefined) continue;
    const principals = new Map(answer.principals.map((principal) => [principal.arn, principal]));
    for (const side of ['in', 'out'] as const) {
      const ends = [...new Set(answer[side].map((edge) => (side === 'in' ? edge.from : edge.to)))];
      const added = ends.filter((end) => !nodes.has(end) && !standIn.has(end));
      const rank = (nodes.get(arn)?.rank ?? 0) + (side === 'in' ? -1 : 1);
      const fresh = added.map((end) => ({
        id: end,
        principal: principals.get(end) ?? principalFromArn(end),
        rank,
        focus: false,
      }));
      const blocks = [...groupBy(fresh, placeOf)].map(([place, members]) => {
        if (members.length <= mostAdded) return { place, members: members as readonly PictureNode[] };
        const count = countNode(`count:${JSON.stringify([arn, side, place])}`, members, rank);
        for (const { id } of members) standIn.set(id, count.id);
        return { place, members: [count] };
      });
      const taken = makeBoxes([...nodes.values()], positions, blockOf);
      for (const { place, members } of blocks)
        for (const node of members) {
          nodes.set(node.id, node);
          blockOf.set(node.id, JSON.stringify([arn, side, place]));
        }
      for (const [id, at] of placeBeside(start, blocks, side, direction, [...taken, ...looseCards([...nodes.values()], positions)]))
        positions.set(id, at);
      edges.push(...answer[side].map(drawnEdge));
    }
  }
  return { nodes: [...nodes.values()], edges: distinct(redirect(edges, standIn)), positions, blockOf };
}

/** Edges to those whom a count stands for lead to the count. */
function redirect(edges: readonly PictureEdge[], standIn: ReadonlyMap<string, string>): readonly PictureEdge[] {
  if (standIn.size === 0) return edges;
  const sums = new Map<string, PictureEdge>();
  for (const edge of edges) {
    const from = standIn.get(edge.from) ?? edge.from;
    const to = standIn.get(edge.to) ?? edge.to;
    const id = JSON.stringify([from, to]);
    const known = sums.get(id);
    if (known === undefined) sums.set(id, { ...edge, id, from, to });
    else if (id !== edge.id)
      sums.set(id, {
        ...known,
        count: known.count + edge.count,
        label: `${known.count + edge.count} edges`,
        verdict: known.verdict === 'allowed' ? known.verdict : edge.verdict,
      });
  }
  return [...sums.values()];
}

type Rectangle = Pick<PlacedBox, 'left' | 'top' | 'width' | 'height'>;

const looseCards = (nodes: readonly PictureNode[], positions: ReadonlyMap<string, Point>): readonly Rectangle[] =>
  nodes.flatMap((node) => {
    const at = positions.get(node.id);
    if (at === undefined || placeOf(node) !== outside) return [];
    return [{ left: at.x - card.width / 2, top: at.y - card.height / 2, width: card.width, height: card.height }];
  });

/** The free places nearest to the level of `start`, one column on; blocks of one account stay together. */
function placeBeside(
  start: Point,
  blocks: readonly { readonly place: string; readonly members: readonly PictureNode[] }[],
  side: 'in' | 'out',
  direction: Direction,
  taken: readonly Rectangle[],
): Map<string, Point> {
  const across = direction === 'right' ? card.height : card.width;
  const head = direction === 'right' ? title + padding : padding;
  let length = 0;
  const offsets: { readonly id: string; readonly offset: number }[] = [];
  for (const { members } of blocks) {
    length += head;
    for (const { id } of members) {
      offsets.push({ id, offset: length + across / 2 });
      length += across + slotGap;
    }
    length += padding;
  }
  const column = (direction === 'right' ? card.width : card.height + title) + expansionGap * (direction === 'right' ? 1 : 0.55);
  const shiftAlong = side === 'in' ? -column : column;
  const pointAt = (offset: number): Point =>
    direction === 'right' ? { x: start.x + shiftAlong, y: start.y + offset } : { x: start.x + offset, y: start.y + shiftAlong };
  const frame = (shift: number): Rectangle => {
    const first = pointAt(shift - length / 2);
    return direction === 'right'
      ? { left: first.x - card.width / 2 - padding, top: first.y, width: card.width + 2 * padding, height: length }
      : { left: first.x, top: first.y - card.height / 2 - padding - title, width: length, height: card.height + 2 * padding + title };
  };
  const shifts = Array.from({ length: 240 }, (_, index) => (index % 2 === 0 ? 1 : -1) * Math.ceil(index / 2) * 28);
  const shift = shifts.find((candidate) => !taken.some((rectangle) => overlaps(rectangle, frame(candidate)))) ?? 0;
  return new Map(offsets.map(({ id, offset }) => [id, pointAt(shift - length / 2 + offset)]));
}

const overlaps = (a: Rectangle, b: Rectangle): boolean =>
  a.left < b.left + b.width + 10 && b.left < a.left + a.width + 10 && a.top < b.top + b.height + 10 && b.top < a.top + a.height + 10;

function makeBoxes(
  nodes: readonly PictureNode[],
  positions: ReadonlyMap<string, Point>,
  blockOf: ReadonlyMap<string, string>,
): readonly PlacedBox[] {
  const lanes = groupBy(nodes, (node) => `${blockOf.get(node.id) ?? ''}\n${placeOf(node)}`);
  return [...lanes].flatMap(([lane, members]) => {
    const [first] = members;
    const place = first === undefined ? outside : placeOf(first);
    if (place === outside) return [];
    const points = members.flatMap(({ id }) => positions.get(id) ?? []);
    if (points.length === 0) return [];
    const left = Math.min(...points.map(({ x }) => x)) - card.width / 2 - padding;
    const right = Math.max(...points.map(({ x }) => x)) + card.width / 2 + padding;
    const top = Math.min(...points.map(({ y }) => y)) - card.height / 2 - padding - title;
    const bottom = Math.max(...points.map(({ y }) => y)) + card.height / 2 + padding;
    const label = visibleText(members.map(({ principal }) => accountLabel(principal)).find((name) => name !== null) ?? place);
    return [{ id: `b:${lane}`, place, label, left, top, width: right - left, height: bottom - top }];
  });
}
