/** What is drawn and where: models made from answers, and places that never overlap. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alongCurve, bendOf, type Curve, curvesOf } from '../../web/src/picture/curves.ts';
import { type Placed, placePicture } from '../../web/src/picture/elements.ts';
import { placeLabels } from '../../web/src/picture/labels.ts';
import { type LayerOptions, layOut } from '../../web/src/picture/layers.ts';
import { card, titleInset } from '../../web/src/picture/measures.ts';
import { edgeId, mostNodes, type PictureModel } from '../../web/src/picture/picture-model.ts';
import { pictureOfEdges, pictureOfNeighbours, pictureOfPaths, pictureOfReach } from '../../web/src/picture/pictures.ts';
import { type SvgInk, svgOf } from '../../web/src/picture/svg.ts';
import type { Edits } from '../../web/src/view.ts';
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

  const crowd = async (accountOf: (index: number) => string) => {
    const answer = await questions.reachTo(arns.admin);
    const [row] = answer.rows;
    if (row === undefined) throw new Error('The fake answer has no row');
    const rows = Array.from({ length: mostNodes + 99 }, (_, index) => ({
      ...row,
      principal: { ...row.principal, arn: `p${index}`, accountId: accountOf(index) },
      chain: [`p${index}`, answer.of.arn],
    }));
    return pictureOfReach({ ...answer, rows });
  };

  it('draws the crowded accounts as counts when there is too much', async () => {
    const model = await crowd((index) => (index < 200 ? 'crowded' : String(index)));
    const count = model.nodes.find(({ members }) => members !== undefined);
    expect(count?.members).toHaveLength(200);
    expect(model.gathered).toBe(200);
    expect(model.nodes).toHaveLength(401);
    expect(model.edges.find(({ from }) => from === count?.id)).toMatchObject({ count: 200, to: arns.admin });
    expect(model.cut).toBeNull();
  });

  it('counts what is unconditional between two crowded accounts', () => {
    const principal = (account: string, index: number) => {
      const arn = `arn:aws:iam::${account}:role/r${index}`;
      return { arn, kind: 'role', name: `r${index}`, accountId: account, accountName: null, collected: true };
    };
    const sources = Array.from({ length: 600 }, (_, index) => principal('111111111111', index));
    const targets = Array.from({ length: 300 }, (_, index) => principal('222222222222', index));
    const edges = sources.map(({ arn }, index) => ({
      id: edgeId(arn, targets[index >> 1]?.arn ?? ''),
      from: arn,
      to: targets[index >> 1]?.arn ?? '',
      verdict: index % 2 === 0 ? ('allowed' as const) : ('conditional' as const),
      label: '',
      crossAccount: true,
      count: 1,
    }));
    const model = pictureOfEdges(new Map([...sources, ...targets].map((each) => [each.arn, each])), edges);
    // One of the two is enough; the other stays as it is.
    expect(model.nodes).toHaveLength(301);
    expect(model.edges.map(({ label }) => label)).toEqual(targets.map(() => '2 edges, 1 always'));
    const more = targets.map(({ arn }) => ({ ...principal('333333333333', 0), arn: `${arn}x` }));
    const fuller = pictureOfEdges(new Map([...sources, ...targets, ...more].map((each) => [each.arn, each])), [
      ...edges,
      ...more.map(({ arn }) => ({ ...(edges[0] as (typeof edges)[number]), id: edgeId(arn, arn), from: arn, to: targets[0]?.arn ?? '' })),
    ]);
    expect(fuller.edges.map(({ label }) => label).filter((label) => label.startsWith('600'))).toEqual(['600 edges, 300 always']);
  });

  it('leaves out the farthest when counts do not help, and says how many', async () => {
    const model = await crowd(String);
    expect(model.nodes).toHaveLength(mostNodes);
    expect(model.nodes.some(({ id }) => id === arns.admin)).toBe(true);
    expect(model.cut).toEqual({ nodes: 100, edges: 100 });
  });
});

describe('edits of a picture', () => {
  const widthOf = (text: string): number => text.length * 7;
  const none = { expanded: [], hidden: [], folded: [] };
  const placed = async (edits: Partial<Edits>, direction: 'right' | 'down' = 'right') => {
    const base = pictureOfPaths(await questions.paths(arns.alice, arns.audit));
    const expansions = new Map([
      [arns.audit, await questions.neighbours(arns.audit)],
      [arns.deploy, await questions.neighbours(arns.deploy)],
    ]);
    return placePicture(base, { ...none, ...edits }, expansions, direction, widthOf);
  };
  const placesOf = ({ nodes }: Placed) => new Map(nodes.map(({ id, at }) => [id, at]));

  it.each(['right', 'down'] as const)('expands without moving or covering what stands (%s)', async (direction) => {
    const before = placesOf(await placed({}, direction));
    const after = await placed({ expanded: [arns.audit, arns.deploy] }, direction);
    const places = placesOf(after);
    expect(places.size).toBeGreaterThan(before.size);
    for (const [id, at] of before) expect(places.get(id)).toEqual(at);
    const boxes = after.boxes.map(({ left, top, width, height }) => ({ x1: left, y1: top, x2: left + width, y2: top + height }));
    for (const [index, a] of boxes.entries())
      for (const b of boxes.slice(index + 1)) expect(a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2).toBe(false);
    expect(after.edges.some(({ from, to }) => from === arns.audit && to === arns.deploy)).toBe(true);
  });

  it('hides principals with their edges, and single edges', async () => {
    const { nodes, edges } = await placed({ expanded: [arns.audit], hidden: [arns.alice] });
    expect(nodes.map(({ id }) => id)).not.toContain(arns.alice);
    expect(edges.filter(({ from }) => from === arns.alice)).toEqual([]);
    const cut = await placed({ hidden: [edgeId(arns.alice, arns.audit)] });
    expect(cut.nodes).toHaveLength(2);
    expect(cut.edges).toEqual([]);
  });

  it('folds an account to a count and adds up its edges', async () => {
    const before = await placed({ expanded: [arns.audit, arns.deploy] });
    const account = '300000000003';
    const inside = before.nodes.filter(({ principal }) => principal.accountId === account);
    const after = await placed({ expanded: [arns.audit, arns.deploy], folded: [account] });
    const count = after.nodes.find(({ id }) => id === `folded:${account}`);
    expect(count?.members?.map(({ arn }) => arn).sort()).toEqual(inside.map(({ id }) => id).sort());
    expect(after.edges.every(({ from, to }) => !inside.some(({ id }) => id === from || id === to))).toBe(true);
    for (const { id, at } of after.nodes) if (id !== count?.id) expect(at).toEqual(placesOf(before).get(id));
  });

  it('writes an SVG in which names are text', async () => {
    const model = pictureOfNeighbours(await questions.neighbours(arns.hostile));
    const svg = svgOf(placePicture(model, none, new Map(), 'right', widthOf), {
      title: '</title><script>alert(1)</script>',
      ink: Object.fromEntries(
        ['canvas', 'surface', 'box', 'line', 'lineStrong', 'text', 'text2', 'accent', 'edge', 'conditional', 'deny'].map((name) => [
          name,
          '#000',
        ]),
      ) as unknown as SvgInk,
      icons: new Map(),
      widthOf,
    });
    expect(svg).not.toMatch(/<(?:script|img|i|b)\b/);
    expect(svg).not.toContain('\u202E');
    expect(svg.match(/<title>/g)).toHaveLength(1 + model.nodes.length);
  });

  it('writes the names of boxes above the edges, as wide as the box at most', async () => {
    const model = pictureOfNeighbours(await questions.neighbours(arns.deploy));
    const placed = placePicture(model, none, new Map(), 'right', widthOf);
    const boxes = placed.boxes.map((box) => ({ ...box, label: `account ${'x'.repeat(400)} end` }));
    const svg = svgOf({ ...placed, boxes }, { title: '', ink: {} as SvgInk, icons: new Map(), widthOf });
    expect(svg.indexOf('>account ')).toBeGreaterThan(svg.lastIndexOf('marker-end'));
    const names = [...svg.matchAll(/>(account [^<]*)</g)].map(([, name = '']) => name);
    expect(names).toHaveLength(boxes.length);
    for (const [index, name] of names.entries()) {
      expect(name).toMatch(/^account x+…x* end$/);
      expect(widthOf(name)).toBeLessThanOrEqual((boxes[index]?.width ?? 0) - titleInset);
    }
  });
});

describe('edges and their labels', () => {
  const widthOf = (text: string): number => text.length * 7;
  /** Whom a role lets in, each from an account of its own, and where it leads to. */
  const fan = (count: number, label: string): Placed => {
    const nodes = ['hub', ...Array.from({ length: count }, (_, index) => `n${index}`)].map((id) => ({
      id,
      principal: { arn: id, kind: 'role', name: id, accountId: id, accountName: id, collected: true },
      rank: id === 'hub' ? 1 : Number(id.slice(1)) % 2 === 0 ? 0 : 2,
      focus: id === 'hub',
    }));
    const edges = nodes.slice(1).map(({ id, rank }) => {
      const [from, to] = rank === 0 ? [id, 'hub'] : ['hub', id];
      return { id: edgeId(from, to), from, to, verdict: 'conditional' as const, label, crossAccount: true, count: 1 };
    });
    const none = { expanded: [], hidden: [], folded: [] };
    return placePicture({ nodes, edges, gathered: 0, cut: null }, none, new Map(), 'down', widthOf);
  };

  it.each([4, 9, 16, 24])('leads %i edges around the cards that are none of theirs', (count) => {
    const { nodes, edges, boxes, direction } = fan(count, '');
    const curves = curvesOf({ nodes, edges, boxes, direction });
    expect(curves.size).toBe(count);
    for (const edge of edges) {
      const curve = curves.get(edge.id);
      if (curve === undefined) continue;
      for (let part = 0; part <= 1; part += 0.05) {
        const { x, y } = alongCurve(curve, part);
        const within = nodes.filter(({ at }) => Math.abs(x - at.x) < card.width / 2 && Math.abs(y - at.y) < card.height / 2);
        expect(within.filter(({ id }) => id !== edge.from && id !== edge.to)).toEqual([]);
      }
    }
  });

  it('leads edges between cards that lie anywhere from border to border, and those that come back beside them', () => {
    const place = fc.record({ x: fc.integer({ min: -400, max: 400 }), y: fc.integer({ min: -400, max: 400 }) });
    const apart = fc
      .tuple(place, place)
      .filter(([a, b]) => Math.abs(a.x - b.x) > card.width + 12 || Math.abs(a.y - b.y) > card.height + 12);
    fc.assert(
      fc.property(apart, fc.boolean(), ([first, second], both) => {
        const { nodes, edges, boxes, direction } = fan(1, '');
        const [a, b] = nodes.map((node, index) => ({ ...node, at: index === 0 ? first : second }));
        const [edge] = edges;
        if (a === undefined || b === undefined || edge === undefined) return;
        const there = { ...edge, id: edgeId(a.id, b.id), from: a.id, to: b.id, span: 0 };
        const back = { ...edge, id: edgeId(b.id, a.id), from: b.id, to: a.id, span: 0 };
        const curves = curvesOf({ nodes: [a, b], edges: both ? [there, back] : [there], boxes, direction });
        for (const { id, from } of both ? [there, back] : [there]) {
          const curve = curves.get(id);
          const [source, target] = from === a.id ? [a, b] : [b, a];
          const onBorder = (point: { x: number; y: number } | undefined, { at }: { at: { x: number; y: number } }): number =>
            Math.max(Math.abs((point?.x ?? NaN) - at.x) / (card.width / 2), Math.abs((point?.y ?? NaN) - at.y) / (card.height / 2));
          expect(onBorder(curve?.start, source)).toBeCloseTo(1);
          expect(onBorder(curve?.end, target)).toBeCloseTo(1);
          for (let part = 0.1; curve !== undefined && part < 0.95; part += 0.1)
            for (const card of [source, target]) expect(onBorder(alongCurve(curve, part), card)).toBeGreaterThan(0.98);
        }
        const [one, other] = [...curves.values()].map((curve) => alongCurve(curve, 0.5));
        if (both) expect(Math.hypot((one?.x ?? 0) - (other?.x ?? 0), (one?.y ?? 0) - (other?.y ?? 0))).toBeGreaterThan(8);
        else expect(bendOf(curves.get(there.id) as Curve).distances[0]).toBeCloseTo(0);
      }),
      { numRuns: 300, seed: 11 },
    );
  });

  it('makes no elbow of the middle of an edge to the right', () => {
    const placed = { ...fan(6, ''), direction: 'right' as const };
    const curves = [...curvesOf(placed).values()].filter(({ controls }) => controls.length === 2);
    expect(curves.length).toBeGreaterThan(0);
    for (const { start, controls, end } of curves) {
      const [first, second] = controls.map(({ x }) => (x - start.x) / (end.x - start.x));
      expect((second ?? 0) - (first ?? 1)).toBeGreaterThan(0.3);
    }
  });

  it('says the way of an edge as Cytoscape takes it', () => {
    const placed = fan(9, '');
    for (const curve of curvesOf(placed).values()) {
      const { weights, distances } = bendOf(curve);
      const [dx, dy] = [curve.end.x - curve.start.x, curve.end.y - curve.start.y];
      const length = Math.hypot(dx, dy);
      for (const [index, { x, y }] of curve.controls.entries()) {
        const [weight = 0, distance = 0] = [weights[index], distances[index]];
        expect(curve.start.x + dx * weight - (dy / length) * distance).toBeCloseTo(x);
        expect(curve.start.y + dy * weight + (dx / length) * distance).toBeCloseTo(y);
      }
    }
  });

  it.each([
    { count: 4, label: 'MFA' },
    { count: 12, label: 'token audience' },
    { count: 24, label: 'a condition with quite a long name' },
  ])('lays no label of $count on another, a card or the name of an account', ({ count, label }) => {
    const placed = fan(count, label);
    const places = [...placeLabels(placed, curvesOf(placed), widthOf).values()];
    expect(places.length).toBeGreaterThan(0);
    const around = ({ x, y }: { x: number; y: number }, width: number, height: number): Box => ({
      x1: x - width / 2,
      x2: x + width / 2,
      y1: y - height / 2,
      y2: y + height / 2,
    });
    const labels = places.map((place) => around(place, widthOf(label), 16));
    const taken = [
      ...placed.nodes.map(({ at }) => around(at, card.width, card.height)),
      ...placed.boxes.map(({ left, top, label: name }) => ({ x1: left, x2: left + widthOf(name), y1: top, y2: top + 20 })),
    ];
    for (const [index, one] of labels.entries())
      for (const other of [...labels.slice(index + 1), ...taken])
        expect(one.x1 < other.x2 && other.x1 < one.x2 && one.y1 < other.y2 && other.y1 < one.y2).toBe(false);
  });

  it('draws the same labels into the SVG, and no others', () => {
    const placed = fan(12, 'token audience');
    const shown = placeLabels(placed, curvesOf(placed), widthOf).size;
    const ink = Object.fromEntries(['canvas', 'surface', 'box', 'line', 'text'].map((name) => [name, '#000'])) as unknown as SvgInk;
    expect(svgOf(placed, { title: '', ink, icons: new Map(), widthOf }).match(/>token audience</g)).toHaveLength(shown);
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

  it('puts accounts below each other where they find no room beside', () => {
    const nodes = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, rank: id === 'a' ? 0 : 1, lane: id }));
    const places = layOut(nodes, [], { ...options, direction: 'down', mostAcross: 2 });
    const rows = ['b', 'c', 'd', 'e'].map((id) => places.get(id)?.y);
    expect(rows[0]).toBe(rows[1]);
    expect(rows[2]).toBe(rows[3]);
    expect(rows[2]).toBeGreaterThan(rows[0] ?? 0);
    expect(new Set([...places.values()].map(({ x }) => x)).size).toBeLessThanOrEqual(3);
  });

  it.each([
    ['right', {}],
    ['down', {}],
    ['down', { mostAcross: 2 }],
  ] as const)('overlaps neither cards nor boxes, and keeps ranks in order (%s, %j)', (direction, more) => {
    fc.assert(
      fc.property(nodes, (all) => {
        const { card, padding, title } = options;
        const places = layOut(all, [], { ...options, ...more, direction });
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
