/** Turns a picture model into Cytoscape elements with places: cards, account boxes behind them, and curved edges. */
import type { ElementDefinition } from 'cytoscape';
import { accountLabel, isAbsent, kindIcon } from '../names.ts';
import { visibleText } from '../visible-text.ts';
import { fitLabel } from './fit-label.ts';
import { layOut, type Point } from './layers.ts';
import type { PictureEdge, PictureModel, PictureNode } from './picture-model.ts';
import { card, labelFont, textStart } from './style.ts';

export type Direction = 'right' | 'down';

export interface Placed {
  readonly elements: ElementDefinition[];
  /** Extent of everything, in picture units. */
  readonly width: number;
  readonly height: number;
}

const padding = 11;
const title = 22;
/** Principals without an account stand in lanes of their own, without a box. */
const outside = 'outside';

/** Wide pictures read best: columns move apart until the picture has about this shape. */
const wantedShape = 1.7;
const widestGap = 300;

export function placeElements(model: PictureModel, direction: Direction): Placed {
  const laneOf = ({ principal }: PictureNode): string => principal.accountId ?? outside;
  const nodes = model.nodes.map((node) => ({ id: node.id, rank: node.rank, lane: laneOf(node) }));
  const mostInColumn = direction === 'right' ? Math.max(24, Math.ceil(Math.sqrt(nodes.length) * 1.8)) : 3;
  const place = (rankGap: number): Map<string, Point> =>
    layOut(nodes, model.edges, { direction, card, rankGap, slotGap: 13, padding, title, mostInColumn });
  let positions = place(direction === 'right' ? gapFor(model.edges) : 88);
  if (direction === 'right')
    positions = place(stretchedGap(extentOf(positions), gapFor(model.edges), new Set(nodes.map(({ rank }) => rank)).size));
  const boxes = makeBoxes(model, laneOf, positions);
  const cards = model.nodes.map((node) => makeCard(node, positions.get(node.id) ?? { x: 0, y: 0 }));
  const rankOf = new Map(model.nodes.map((node) => [node.id, node.rank]));
  const edges = model.edges.map((edge) => makeEdge(edge, positions, (rankOf.get(edge.to) ?? 0) - (rankOf.get(edge.from) ?? 0), direction));
  return { elements: [...boxes, ...cards, ...edges], ...extentOf(positions) };
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

function stretchedGap({ width, height }: { width: number; height: number }, gap: number, ranks: number): number {
  if (ranks < 2) return gap;
  return Math.max(gap, Math.min(widestGap, gap + (height * wantedShape - width) / (ranks - 1)));
}

let measure: CanvasRenderingContext2D | null = null;
function textWidth(text: string): number {
  measure ??= document.createElement('canvas').getContext('2d');
  if (measure === null) return text.length * 7;
  measure.font = labelFont;
  return measure.measureText(text).width;
}

/** Wide enough for the longest label between two cards, with its arrow. */
function gapFor(edges: readonly PictureEdge[]): number {
  const widest = edges.reduce((most, { label }) => Math.max(most, label === '' ? 0 : textWidth(label)), 0);
  return Math.min(200, Math.max(92, widest + 2 * padding + 44));
}

function makeCard({ id, principal, focus }: PictureNode, position: Point): ElementDefinition {
  const classes = ['principal', principal.kind, ...(focus ? ['focus'] : []), ...(isAbsent(principal) ? ['absent'] : [])];
  const label = fitLabel(visibleText(principal.name), card.width - textStart - 9, textWidth);
  return {
    group: 'nodes',
    data: { id: `n:${id}`, label, icon: kindIcon(principal.kind), arn: id },
    position: { ...position },
    classes: classes.join(' '),
  };
}

function makeBoxes(model: PictureModel, laneOf: (node: PictureNode) => string, positions: ReadonlyMap<string, Point>): ElementDefinition[] {
  const lanes = new Map<string, PictureNode[]>();
  for (const node of model.nodes) lanes.set(laneOf(node), [...(lanes.get(laneOf(node)) ?? []), node]);
  lanes.delete(outside);
  return [...lanes].map(([lane, nodes]) => {
    const places = nodes.flatMap(({ id }) => positions.get(id) ?? []);
    const left = Math.min(...places.map(({ x }) => x)) - card.width / 2 - padding;
    const right = Math.max(...places.map(({ x }) => x)) + card.width / 2 + padding;
    const top = Math.min(...places.map(({ y }) => y)) - card.height / 2 - padding - title;
    const bottom = Math.max(...places.map(({ y }) => y)) + card.height / 2 + padding;
    const label = visibleText(nodes.map(({ principal }) => accountLabel(principal)).find((name) => name !== null) ?? lane);
    return {
      group: 'nodes',
      data: { id: `b:${lane}`, label, width: right - left, height: bottom - top, labelWidth: `${right - left - 28}px` },
      position: { x: (left + right) / 2, y: (top + bottom) / 2 },
      classes: 'box',
    };
  });
}

function makeEdge(edge: PictureEdge, positions: ReadonlyMap<string, Point>, span: number, direction: Direction): ElementDefinition {
  const from = positions.get(edge.from) ?? { x: 0, y: 0 };
  const to = positions.get(edge.to) ?? { x: 0, y: 0 };
  const classes = [
    ...(edge.verdict === 'conditional' ? ['conditional'] : []),
    ...(edge.crossAccount ? ['cross'] : []),
    ...(span > 0 ? ['forward'] : []),
  ];
  return {
    group: 'edges',
    data: {
      id: `e:${edge.id}`,
      source: `n:${edge.from}`,
      target: `n:${edge.to}`,
      label: edge.label,
      pair: edge.id,
      ...(span > 0 ? bend(from, to, span, direction) : {}),
    },
    classes: classes.join(' '),
  };
}

/** An S from card to card; an arc where the edge would otherwise run through the cards of a column between. */
function bend(from: Point, to: Point, span: number, direction: Direction): { weights: number[]; distances: number[] } {
  const dx = to.x - from.x - (direction === 'right' ? card.width : 0);
  const dy = to.y - from.y - (direction === 'right' ? 0 : card.height);
  const squared = dx * dx + dy * dy || 1;
  const length = Math.sqrt(squared);
  if (span > 1 && Math.abs(direction === 'right' ? dy : dx) < 30) {
    const away = (direction === 'right' ? -1 : 1) * (card.height * 1.3 + 26 * (span - 1)) * (direction === 'right' ? 1 : 2.4);
    return { weights: [0.25, 0.75], distances: [away, away] };
  }
  // The first control point lies a part of the way along the ranks, level with the source; the second mirrors it.
  const part = 0.42;
  const weight = ((direction === 'right' ? dx * dx : dy * dy) * part) / squared;
  const distance = ((direction === 'right' ? -1 : 1) * dx * dy * part) / length;
  return { weights: [weight, 1 - weight], distances: [distance, -distance] };
}
