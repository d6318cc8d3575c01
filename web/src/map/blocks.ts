/**
 * Rectangles of the map: a block is a unit with the accounts in it, or a group that stands alone. When an account opens, what would lie
 * beneath it is pushed aside, no farther than needed; everything else keeps its place.
 */
import type { Point } from '../picture/layers.ts';

export interface Block {
  readonly id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How strongly two blocks belong together. */
export interface Pull {
  readonly from: string;
  readonly to: string;
  readonly strength: number;
}

const gap = 26;

/**
 * Moves others, never `fixed`, outwards from it until nothing overlaps. Tells `onMove` of each move.
 * @param shape width by height that the whole is to have, more or less
 */
export function separate(
  blocks: readonly Block[],
  fixed: Block,
  shape: number,
  onMove: (block: Block, by: Point) => void = () => {},
): void {
  const distance = (block: Block): number => Math.hypot(block.x - fixed.x, block.y - fixed.y);
  const order = [...blocks].sort((a, b) => (a === fixed ? -1 : b === fixed ? 1 : distance(a) - distance(b)));
  for (let round = 0; round < 100; round += 1) {
    let still = true;
    order.forEach((inner, index) => {
      for (const outer of order.slice(index + 1)) {
        const room = { x: (inner.width + outer.width) / 2 + gap, y: (inner.height + outer.height) / 2 + gap };
        if (room.x - Math.abs(outer.x - inner.x) <= 0.01 || room.y - Math.abs(outer.y - inner.y) <= 0.01) continue;
        still = false;
        const out = { x: outer.x >= fixed.x ? 1 : -1, y: outer.y >= fixed.y ? 1 : -1 };
        const way = { x: inner.x + out.x * room.x - outer.x, y: inner.y + out.y * room.y - outer.y };
        const by: Point = Math.abs(way.x) < Math.abs(way.y) * shape ? { x: way.x, y: 0 } : { x: 0, y: way.y };
        outer.x += by.x;
        outer.y += by.y;
        onMove(outer, by);
      }
    });
    if (still) return;
  }
}

/**
 * Centres of `count` equal cells in rows, about the origin.
 * @param shape width by height that the grid is to have, more or less
 */
export function gridOf(
  count: number,
  cell: { width: number; height: number },
  space: number,
  shape: number,
): { points: readonly Point[]; width: number; height: number } {
  const columns = Math.max(1, Math.min(count, Math.round(Math.sqrt((count * shape * (cell.height + space)) / (cell.width + space)))));
  const rows = Math.max(1, Math.ceil(count / columns));
  const width = columns * (cell.width + space) - space;
  const height = rows * (cell.height + space) - space;
  const points = Array.from({ length: count }, (_, index) => ({
    x: -width / 2 + cell.width / 2 + (index % columns) * (cell.width + space),
    y: -height / 2 + cell.height / 2 + Math.floor(index / columns) * (cell.height + space),
  }));
  return { points, width, height };
}
