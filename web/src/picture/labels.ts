/** Where the labels of edges stand: none lies on another, on a card or on the name of an account. One without room is left to pointing. */
import { alongCurve, type Curve } from './curves.ts';
import type { Placed } from './elements.ts';
import type { Point } from './layers.ts';
import { card, title } from './measures.ts';

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Best in the middle; where that is taken, ever nearer to an end. */
const parts = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78];
const labelHeight = 16;
const labelPadding = 3;

/** Middles of the labels that are shown, by the id of their edge. Edges from a card to itself are few, and keep theirs where Cytoscape puts it. */
export function placeLabels(
  { nodes, edges, boxes }: Pick<Placed, 'nodes' | 'edges' | 'boxes'>,
  curves: ReadonlyMap<string, Curve>,
  widthOf: (text: string) => number,
): ReadonlyMap<string, Point> {
  const taken: Rectangle[] = [
    ...nodes.map((node) => around(node.at, card.width, card.height)),
    ...boxes.map(({ left, top, width, label }) => ({ left, top, width: Math.min(width, widthOf(label) + 20), height: title })),
  ];
  const places = new Map<string, Point>();
  for (const { id, label } of edges) {
    const curve = curves.get(id);
    if (label === '' || curve === undefined) continue;
    const width = widthOf(label) + 2 * labelPadding;
    const place = parts
      .map((part) => alongCurve(curve, part))
      .find((point) => !taken.some((other) => overlaps(other, around(point, width, labelHeight))));
    if (place === undefined) continue;
    places.set(id, place);
    taken.push(around(place, width, labelHeight));
  }
  return places;
}

const around = ({ x, y }: Point, width: number, height: number): Rectangle => ({ left: x - width / 2, top: y - height / 2, width, height });

const overlaps = (a: Rectangle, b: Rectangle): boolean =>
  a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
