/** How an edge runs from card to card: an S, or an arc where it would otherwise run through the cards of a column between. */
import type { Direction } from './elements.ts';
import type { Point } from './layers.ts';
import { card } from './measures.ts';

/** Control points as Cytoscape takes them: along the line between the ends (0 to 1), and away from it. */
export interface Bend {
  readonly weights: readonly [number, number];
  readonly distances: readonly [number, number];
}

export function bendOf(from: Point, to: Point, span: number, direction: Direction): Bend {
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
