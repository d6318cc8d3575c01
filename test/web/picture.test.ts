/** What is drawn and where: models made from answers, and places that never overlap. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LayerOptions, layOut } from '../../web/src/picture/layers.ts';
import {
  edgeId,
  mostNodes,
  type PictureModel,
  pictureOfNeighbours,
  pictureOfPaths,
  pictureOfReach,
} from '../../web/src/picture/picture-model.ts';
import { arns, createFakeQuestions } from '../support/fake-questions.ts';

const questions = createFakeQuestions();
const rankOf = (model: PictureModel, arn: string): number | undefined => model.nodes.find(({ id }) => id === arn)?.rank;

describe('pictures of answers', () => {
  it('puts chains in columns, each edge once', async () => {
    const model = pictureOfPaths(await questions.paths(arns.alice, arns.admin));
    expect(rankOf(model, arns.alice)).toBe(0);
    expect(rankOf(model, arns.pipeline)).toBe(1);
    expect(rankOf(model, arns.deploy)).toBe(2);
    expect(rankOf(model, arns.admin)).toBe(3);
    expect(model.edges.map(({ id }) => id).sort()).toEqual([...new Set(model.edges.map(({ id }) => id))].sort());
    expect(
      model.nodes
        .filter(({ focus }) => focus)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([arns.alice, arns.admin].sort());
    expect(model.cut).toBeNull();
  });

  it('puts the role that is reached at the right', async () => {
    const model = pictureOfReach(await questions.reachTo(arns.admin));
    expect(rankOf(model, arns.admin)).toBe(3);
    expect(rankOf(model, arns.deploy)).toBe(2);
    expect(rankOf(model, arns.alice)).toBe(0);
  });

  it('draws chains whose edges the answer does not describe, without a verdict', async () => {
    const { edges: _, ...answer } = await questions.reachFrom(arns.alice);
    const model = pictureOfReach(answer);
    expect(model.edges.find(({ id }) => id === edgeId(arns.alice, arns.pipeline))).toMatchObject({ verdict: null, label: '' });
  });

  it('draws principals that only chains name', async () => {
    const answer = await questions.reachFrom(arns.alice);
    const model = pictureOfReach({ ...answer, rows: answer.rows.filter(({ hops }) => hops === 3) });
    expect(rankOf(model, arns.pipeline)).toBe(1);
  });

  it('puts neighbours on both sides', async () => {
    const model = pictureOfNeighbours(await questions.neighbours(arns.deploy));
    expect([arns.pipeline, arns.deploy, arns.admin].map((arn) => rankOf(model, arn))).toEqual([0, 1, 2]);
  });

  it('leaves out the farthest when there is too much, and counts them', async () => {
    const answer = await questions.reachTo(arns.admin);
    const [row] = answer.rows;
    if (row === undefined) throw new Error('The fake answer has no row');
    const rows = Array.from({ length: mostNodes + 99 }, (_, index) => ({
      ...row,
      principal: { ...row.principal, arn: `p${index}` },
      chain: [`p${index}`, answer.of.arn],
    }));
    const model = pictureOfReach({ ...answer, rows });
    expect(model.nodes).toHaveLength(mostNodes);
    expect(model.nodes.some(({ id }) => id === answer.of.arn)).toBe(true);
    expect(model.cut).toEqual({ nodes: 100, edges: 100 });
  });
});

describe('layOut', () => {
  const options: LayerOptions = {
    direction: 'right',
    card: { width: 100, height: 40 },
    rankGap: 80,
    slotGap: 10,
    padding: 8,
    title: 20,
    mostInColumn: 4,
  };

  it('draws a chain through three accounts as one straight line', () => {
    const places = layOut(
      ['a', 'b', 'c'].map((id, rank) => ({ id, rank, lane: id })),
      [],
      options,
    );
    expect(new Set([...places.values()].map(({ y }) => y)).size).toBe(1);
    expect([...places.values()].map(({ x }) => x)).toEqual([50, 230, 410]);
  });

  it('turns the same picture downwards', () => {
    const nodes = ['a', 'b'].map((id, rank) => ({ id, rank, lane: 'x' }));
    const places = layOut(nodes, [], { ...options, direction: 'down' });
    expect(places.get('a')?.x).toBe(places.get('b')?.x);
    expect((places.get('b')?.y ?? 0) - (places.get('a')?.y ?? 0)).toBe(120);
  });

  const nodes = fc
    .array(fc.record({ rank: fc.nat(5), lane: fc.constantFrom('x', 'y', 'z', 'w') }), { minLength: 1, maxLength: 60 })
    .map((all) => all.map((node, index) => ({ ...node, id: `n${index}` })));

  it.each(['right', 'down'] as const)('overlaps neither cards nor boxes, and keeps ranks in order (%s)', (direction) => {
    fc.assert(
      fc.property(nodes, (all) => {
        const { card, padding, title } = options;
        const places = layOut(all, [], { ...options, direction });
        const at = (id: string) => places.get(id) ?? { x: Number.NaN, y: Number.NaN };
        const overlap = (a: Box, b: Box): boolean => a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;
        const cards = all.map(({ id, lane }) => ({ lane, ...around([at(id)], card.width / 2, card.height / 2, 0) }));
        const lanes = [...new Set(all.map(({ lane }) => lane))];
        const boxes = lanes.map((lane) => ({
          lane,
          ...around(
            all.filter((node) => node.lane === lane).map(({ id }) => at(id)),
            card.width / 2 + padding,
            card.height / 2 + padding,
            title,
          ),
        }));
        for (const [index, one] of cards.entries()) for (const other of cards.slice(index + 1)) expect(overlap(one, other)).toBe(false);
        for (const [index, one] of boxes.entries()) for (const other of boxes.slice(index + 1)) expect(overlap(one, other)).toBe(false);
        const along = direction === 'right' ? 'x' : 'y';
        for (const a of all) for (const b of all) if (a.rank < b.rank) expect(at(a.id)[along]).toBeLessThan(at(b.id)[along]);
      }),
      { numRuns: 200 },
    );
  });
});

interface Box {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}

function around(points: readonly { x: number; y: number }[], width: number, height: number, head: number): Box {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return { x1: Math.min(...xs) - width, x2: Math.max(...xs) + width, y1: Math.min(...ys) - height - head, y2: Math.max(...ys) + height };
}
