/**
 * How edges run from card to card: forward as an S, or a way around where that would run through cards that are none of theirs; otherwise
 * straight, or in a bow beside the edge that comes back. Cytoscape's own bows lose edges between cards that stand close together.
 */
import type { Direction, Placed } from './elements.ts';
import type { Point } from './layers.ts';
import { card, padding, title } from './measures.ts';
import { edgeId } from './picture-model.ts';

/** Quadratic curves that meet halfway between their control points, as Cytoscape draws them. */
export interface Curve {
  readonly start: Point;
  readonly controls: readonly Point[];
  readonly end: Point;
}

/** A curve as Cytoscape takes it: control points along the line between the ends (0 to 1), and away from it. */
export interface Bend {
  readonly weights: readonly number[];
  readonly distances: readonly number[];
}

/**
 * How far from the middle of a card edges leave and enter, as a part of its width. Drawn downwards they keep to the right of it: above the
 * left half stands the name of its account.
 */
const aside: Readonly<Record<Direction, number>> = { right: 0, down: 0.26 };

/** Of larger pictures, which are hardly drawn downwards, a way around every card is not worth its time. */
const mostRouted = 150;

/** The curves of all edges but those from a card to itself, by the id of the edge. */
export function curvesOf({
  nodes,
  edges,
  boxes,
  direction,
}: Pick<Placed, 'nodes' | 'edges' | 'boxes' | 'direction'>): ReadonlyMap<string, Curve> {
  const at = new Map(nodes.map((node) => [node.id, node.at]));
  const curves = new Map<string, Curve>();
  const drawn = new Set(edges.map(({ id }) => id));
  for (const edge of edges) {
    const [from, to] = [at.get(edge.from), at.get(edge.to)];
    if (edge.from === edge.to || from === undefined || to === undefined) continue;
    if (edge.span <= 0) {
      curves.set(edge.id, bow(from, to, edge.span < 0 || drawn.has(edgeId(edge.to, edge.from))));
      continue;
    }
    if (direction === 'right' || nodes.length > mostRouted) {
      curves.set(edge.id, straightCurve(from, to, edge.span, direction));
      continue;
    }
    const others = nodes.filter(({ id }) => id !== edge.from && id !== edge.to);
    const cost = (curve: Curve): number => {
      const points = Array.from({ length: 31 }, (_, index) => alongCurve(curve, (index + 1) / 32));
      const within = points.filter((point) => others.some((node) => isWithin(point, node.at)));
      const named = points.filter((point) => boxes.some((box) => isOnName(point, box)));
      return within.length * 10 + named.length;
    };
    curves.set(edge.id, cheapest([straightCurve(from, to, edge.span, direction), ...waysAround(from, to)], cost));
  }
  return curves;
}

function cheapest(curves: readonly [Curve, ...Curve[]], cost: (curve: Curve) => number): Curve {
  let [best] = curves;
  let least = cost(best);
  for (const curve of curves) {
    if (least === 0) break;
    const found = cost(curve);
    if (found < least) [best, least] = [curve, found];
  }
  return best;
}

const isWithin = ({ x, y }: Point, at: Point): boolean =>
  Math.abs(x - at.x) < card.width / 2 + 3 && Math.abs(y - at.y) < card.height / 2 + 3;

const isOnName = ({ x, y }: Point, box: { left: number; top: number }): boolean =>
  x > box.left && x < box.left + card.width * 0.6 && y > box.top && y < box.top + title;

function endsOf(from: Point, to: Point, direction: Direction): { start: Point; end: Point } {
  const side = aside[direction] * card.width;
  const half = direction === 'right' ? { x: card.width / 2, y: 0 } : { x: 0, y: card.height / 2 };
  return direction === 'right'
    ? { start: { x: from.x + half.x, y: from.y + side }, end: { x: to.x - half.x, y: to.y + side } }
    : { start: { x: from.x + side, y: from.y + half.y }, end: { x: to.x + side, y: to.y - half.y } };
}

function straightCurve(from: Point, to: Point, span: number, direction: Direction): Curve {
  const { start, end } = endsOf(from, to, direction);
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  // Drawn to the right, an edge over several columns that would run level through them takes an arc above them.
  if (direction === 'right' && span > 1 && Math.abs(dy) < 30) {
    const away = -(card.height * 1.3 + 26 * (span - 1));
    const length = Math.hypot(dx, dy) || 1;
    const control = (weight: number): Point => ({
      x: start.x + dx * weight - (dy / length) * away,
      y: start.y + dy * weight + (dx / length) * away,
    });
    return { start, controls: [control(0.25), control(0.75)], end };
  }
  // The first control point lies a part of the way along the ranks, level with the source; the second mirrors it. Nearer to each other they
  // would make an elbow of the middle.
  const part = direction === 'right' ? 0.3 : 0.42;
  const controls =
    direction === 'right'
      ? [
          { x: start.x + dx * part, y: start.y },
          { x: end.x - dx * part, y: end.y },
        ]
      : [
          { x: start.x, y: start.y + dy * part },
          { x: end.x, y: end.y - dy * part },
        ];
  return { start, controls, end };
}

const mostBent = 32;
const leastBent = 9;

function bow(from: Point, to: Point, bent: boolean): Curve {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  // Of close cards the bow keeps to the space between them.
  const roomX = ((Math.abs(dx) - card.width) / 2) * (length / (Math.abs(dy) || 1e-6));
  const roomY = ((Math.abs(dy) - card.height) / 2) * (length / (Math.abs(dx) || 1e-6));
  const away = bent ? Math.min(mostBent, length * 0.3, Math.max(roomX, roomY, leastBent)) : 0;
  const control = { x: (from.x + to.x) / 2 - (dy / length) * away, y: (from.y + to.y) / 2 + (dx / length) * away };
  return { start: borderOf(from, control), controls: [control], end: borderOf(to, control) };
}

/** Where the line from the middle of a card to a point leaves the card; short of its corners, which some kinds of cards lack. */
function borderOf(middle: Point, { x, y }: Point): Point {
  const [dx, dy] = [x - middle.x, y - middle.y];
  const [width, height] = [card.width / 2, card.height / 2];
  const part = Math.min(width / (Math.abs(dx) || 1e-6), height / (Math.abs(dy) || 1e-6));
  const within = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value));
  return Math.abs(dx) * part >= width
    ? { x: middle.x + Math.sign(dx) * width, y: middle.y + within(dy * part, height - corner) }
    : { x: middle.x + within(dx * part, width - corner), y: middle.y + Math.sign(dy) * height };
}
const corner = 10;

/** Down beside the column of either end: between two accounts, or between two cards of one. */
function waysAround(from: Point, to: Point): readonly Curve[] {
  const { start, end } = endsOf(from, to, 'down');
  const lanes = [to, from].flatMap(({ x }) =>
    [padding + 6, padding / 2 + 1].flatMap((gap) => [x + card.width / 2 + gap, x - card.width / 2 - gap]),
  );
  return lanes.map((x) => ({
    start,
    controls: [
      { x: start.x, y: start.y + 14 },
      { x, y: start.y + 16 },
      { x, y: start.y + 34 },
      { x, y: end.y - 34 },
      { x, y: end.y - 16 },
      { x: end.x, y: end.y - 20 },
    ],
    end,
  }));
}

export function bendOf({ start, controls, end }: Curve): Bend {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const squared = dx * dx + dy * dy || 1;
  const length = Math.sqrt(squared);
  return {
    weights: controls.map(({ x, y }) => ((x - start.x) * dx + (y - start.y) * dy) / squared),
    distances: controls.map(({ x, y }) => ((y - start.y) * dx - (x - start.x) * dy) / length),
  };
}

/** The pieces of a curve: each from one point over a control point to another. */
export function piecesOf({ start, controls, end }: Curve): readonly { from: Point; control: Point; to: Point }[] {
  const joints = controls.slice(1).map((control, index) => between(controls[index] ?? control, control, 0.5));
  const stops = [start, ...joints, end];
  return controls.map((control, index) => ({ from: stops[index] ?? start, control, to: stops[index + 1] ?? end }));
}

/** The point a part of the way along, from 0 at the start to 1 at the end; pieces count alike. */
export function alongCurve(curve: Curve, part: number): Point {
  const pieces = piecesOf(curve);
  const index = Math.min(pieces.length - 1, Math.floor(part * pieces.length));
  const piece = pieces[index];
  if (piece === undefined) return between(curve.start, curve.end, part);
  const within = part * pieces.length - index;
  return between(between(piece.from, piece.control, within), between(piece.control, piece.to, within), within);
}

/** Where Cytoscape puts a label unless told otherwise. */
export const middleOf = (curve: Curve): Point => alongCurve(curve, 0.5);

const between = (from: Point, to: Point, part: number): Point => ({
  x: from.x + (to.x - from.x) * part,
  y: from.y + (to.y - from.y) * part,
});
