/** The map's rectangles: opening a group moves only what must move, and nothing ever overlaps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, gridOf, separate } from '../../web/src/map/blocks.ts';
import { acrossScreen, closedBlocks, placeMap, standUpright } from '../../web/src/map/place-map.ts';
import { createFakeQuestions } from '../support/fake-questions.ts';

const questions = createFakeQuestions();
const overlaps = (a: Block, b: Block): boolean =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 - 0.01 && Math.abs(a.y - b.y) < (a.height + b.height) / 2 - 0.01;

describe('the map', () => {
  it('separates blocks around one that stays', () => {
    const side = fc.integer({ min: 40, max: 300 });
    const block = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }), width: side, height: side });
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 14 }), fc.constantFrom(0.6, 1, 1.8), (all, shape) => {
        const blocks = all.map((item, index) => ({ id: String(index), ...item }));
        const [fixed] = blocks;
        if (fixed === undefined) return;
        const before = { ...fixed };
        separate(blocks, fixed, shape);
        expect(fixed).toEqual(before);
        for (const [index, a] of blocks.entries()) for (const b of blocks.slice(index + 1)) expect(overlaps(a, b)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves alone what is clear of an opened group', () => {
    const far = { id: 'far', x: 900, y: 0, width: 50, height: 50 };
    separate([{ id: 'open', x: 0, y: 0, width: 300, height: 300 }, far], { id: 'x', x: 0, y: 0, width: 1, height: 1 }, 1.8);
    expect(far.x).toBe(900);
  });

  it('grows in the direction of the frame: sideways on a screen, downwards on a phone', async () => {
    const closed = await questions.overview({ grouping: 'account', open: [] });
    const { blocks } = closedBlocks(closed);
    const open = closed.groups.flatMap(({ id, kind }) => (kind === 'account' ? [id] : []));
    const opened = await questions.overview({ grouping: 'account', open });
    const middle = new Map(blocks.map(({ id }, index) => [id, { x: index, y: index }]));
    const [screen, phone] = [acrossScreen, standUpright].map((place) => placeMap(opened, place(middle), new Set()));
    expect((screen?.width ?? 0) / (screen?.height ?? 1)).toBeGreaterThan((phone?.width ?? 0) / (phone?.height ?? 1));
  });

  it('lays out grids about their middle', () => {
    const { points, width } = gridOf(7, { width: 100, height: 40 }, 10, 1.5);
    expect(Math.min(...points.map(({ x }) => x)) - 50).toBe(-width / 2);
    expect(new Set(points.map(({ x, y }) => `${x} ${y}`)).size).toBe(7);
  });

  it('keeps grids on a phone within three columns where a screen has more', () => {
    const columns = (shape: number) => new Set(gridOf(23, { width: 174, height: 44 }, 32, shape).points.map(({ x }) => x)).size;
    expect(columns(1.5)).toBe(4);
    expect(columns(0.7)).toBeLessThanOrEqual(3);
  });

  it('shows a closed group as a card and an opened one as a box of its principals', async () => {
    const closed = await questions.overview({ grouping: 'account', open: [] });
    const { blocks } = closedBlocks(closed);
    const base = acrossScreen(new Map(blocks.map(({ id }, index) => [id, { x: index * 500, y: 0 }])));
    const id = '300000000003';
    const before = placeMap(closed, base, new Set());
    expect(before.nodes.find((node) => node.id === id)?.note).toMatch(/principals$/);
    const after = placeMap(await questions.overview({ grouping: 'account', open: [id] }), base, new Set());
    expect(after.nodes.some((node) => node.id === id)).toBe(false);
    expect(after.boxes.some(({ place }) => place === id)).toBe(true);
    expect(after.nodes.filter(({ principal }) => principal.accountId === id).length).toBeGreaterThan(1);
  });
});
