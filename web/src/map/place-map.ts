/** The map as a placed picture: closed groups as cards with counts, opened accounts as boxes of principals, units around their accounts. */
import type { OverviewAnswer, OverviewGroup } from '../../../queries/overview-answer.ts';
import { groupBy } from '../group-by.ts';
import { plural } from '../names.ts';
import { unitText } from '../organization.ts';
import type { Placed, PlacedBox } from '../picture/elements.ts';
import type { Point } from '../picture/layers.ts';
import { card, padding, title } from '../picture/measures.ts';
import { edgeId, type PictureNode } from '../picture/picture-model.ts';
import { visibleText } from '../visible-text.ts';
import { type Block, gridOf, type Pull, separate } from './blocks.ts';

const between = 32;
/** Grids are as wide as a screen is, or as narrow as a phone: three cards beside each other can be read there. */
const gridShape = (upright: boolean): number => (upright ? 0.7 : 1.5);

/** The block that a group lies in: its unit, or itself. */
export const blockOf = (group: OverviewGroup): string => group.parent ?? (group.unit === '' ? group.id : `unit-block:${group.unit}`);

/** Blocks of the map before anything is opened, at the origin, and how they pull each other. */
export function closedBlocks(answer: OverviewAnswer, upright = false): { blocks: readonly Block[]; pulls: readonly Pull[] } {
  const blocks = [...groupBy(answer.groups, blockOf)].map(([id, members]) => ({
    id,
    x: 0,
    y: 0,
    ...sizeOfBlock(members.length, isFramed(members), upright),
  }));
  const blockOfGroup = new Map(answer.groups.map((group) => [group.id, blockOf(group)]));
  const sums = new Map<string, Pull>();
  for (const { from, to, edges } of answer.edges) {
    const [a, b] = [blockOfGroup.get(from), blockOfGroup.get(to)];
    if (a === undefined || b === undefined || a === b) continue;
    const [first = a, second = b] = [a, b].sort();
    const key = JSON.stringify([first, second]);
    sums.set(key, { from: first, to: second, strength: (sums.get(key)?.strength ?? 0) + edges });
  }
  // What no line ties would drift to the edge and make everything else small.
  const [middle] = [...sums.values()].sort((a, b) => b.strength - a.strength);
  const tied = new Set([...sums.values()].flatMap(({ from, to }) => [from, to]));
  const loose = blocks.filter(({ id }) => !tied.has(id));
  return {
    blocks,
    pulls: [...sums.values(), ...(middle === undefined ? [] : loose.map(({ id }) => ({ from: id, to: middle.from, strength: 0 })))],
  };
}

const isFramed = (members: readonly OverviewGroup[]): boolean => members.some(({ unit, parent }) => unit !== '' || parent !== null);

function sizeOfBlock(count: number, framed: boolean, upright: boolean): { width: number; height: number } {
  const { width, height } = gridOf(count, card, between, gridShape(upright));
  return framed ? { width: width + 2 * padding, height: height + 2 * padding + title } : { width, height };
}

/** Where the blocks of the closed map stand, and the shape, width by height, of the frame that they are to fill. */
export interface MapPlaces {
  readonly at: ReadonlyMap<string, Point>;
  readonly shape: number;
}

export const acrossScreen = (places: ReadonlyMap<string, Point>): MapPlaces => ({ at: places, shape: 1.8 });

/** For a frame that is upright, as a phone is. Blocks that come to lie on each other are pushed apart by `placeMap`. */
export const standUpright = (places: ReadonlyMap<string, Point>): MapPlaces => ({
  at: new Map([...places].map(([id, { x, y }]) => [id, { x: x * 0.24, y: y * 2.2 }])),
  shape: 0.6,
});

export function placeMap(answer: OverviewAnswer, base: MapPlaces, hidden: ReadonlySet<string>): Placed {
  const members = groupBy(answer.principals, ({ group }) => group);
  const around = new Set(answer.groups.map(({ parent }) => parent));
  const visible = answer.groups.filter(({ id }) => !around.has(id));
  const upright = base.shape < 1;
  const cells = new Map<string, Block>();
  const blocks = new Map<string, Block>();
  for (const [id, inside] of groupBy(visible, blockOf)) {
    const at = base.at.get(id) ?? base.at.get(inside[0]?.parent ?? '') ?? { x: 0, y: 0 };
    const { points } = gridOf(inside.length, card, between, gridShape(upright));
    inside.forEach((group, index) => {
      const point = points[index] ?? { x: 0, y: 0 };
      cells.set(group.id, { id: group.id, x: at.x + point.x, y: at.y + point.y, ...card });
    });
    blocks.set(id, { id, x: at.x, y: at.y, ...sizeOfBlock(inside.length, isFramed(inside), upright) });
  }
  for (const [id, inside] of groupBy(visible, blockOf)) {
    for (const group of inside.filter(({ open }) => open)) grow(group.id, members.get(group.id)?.length ?? 0, inside, cells, base.shape);
    const block = blocks.get(id);
    if (block === undefined) continue;
    Object.assign(
      block,
      frameOf(
        inside.flatMap((group) => cells.get(group.id) ?? []),
        isFramed(inside),
      ),
    );
    separate([...blocks.values()], block, base.shape, (moved, by) => {
      for (const group of visible) if (blockOf(group) === moved.id) shift(cells.get(group.id), by);
    });
  }
  return drawMap(answer, visible, cells, members, hidden, upright);
}

/** Makes room for the principals of an opened account within its block. */
function grow(id: string, count: number, inside: readonly OverviewGroup[], cells: ReadonlyMap<string, Block>, shape: number): void {
  const cell = cells.get(id);
  if (cell === undefined) return;
  const { width, height } = gridOf(Math.max(1, count), card, between, gridShape(shape < 1));
  cell.width = width + 2 * padding;
  cell.height = height + 2 * padding + title;
  separate(
    inside.flatMap((group) => cells.get(group.id) ?? []),
    cell,
    shape,
  );
}

function shift(cell: Block | undefined, by: Point): void {
  if (cell === undefined) return;
  cell.x += by.x;
  cell.y += by.y;
}

function frameOf(cells: readonly Block[], framed: boolean): Omit<Block, 'id'> {
  const left = Math.min(...cells.map(({ x, width }) => x - width / 2)) - (framed ? padding : 0);
  const right = Math.max(...cells.map(({ x, width }) => x + width / 2)) + (framed ? padding : 0);
  const top = Math.min(...cells.map(({ y, height }) => y - height / 2)) - (framed ? padding + title : 0);
  const bottom = Math.max(...cells.map(({ y, height }) => y + height / 2)) + (framed ? padding : 0);
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

function drawMap(
  answer: OverviewAnswer,
  visible: readonly OverviewGroup[],
  cells: ReadonlyMap<string, Block>,
  members: ReadonlyMap<string, OverviewAnswer['principals']>,
  hidden: ReadonlySet<string>,
  upright: boolean,
): Placed {
  const nodes: (PictureNode & { at: Point })[] = [];
  const boxes: PlacedBox[] = [];
  for (const [id, inside] of groupBy(
    visible.filter((group) => !hidden.has(group.id)),
    blockOf,
  )) {
    if (!isFramed(inside)) continue;
    const [first] = inside;
    const frame = frameOf(
      inside.flatMap((group) => cells.get(group.id) ?? []),
      true,
    );
    const parent = first?.parent === null ? undefined : answer.groups.find((group) => group.id === first?.parent);
    const name = parent === undefined ? unitText(first?.unit ?? '') : `${visibleText(parent.name)}${notDrawn(parent)}`;
    boxes.push(boxAt(`b:${id}`, first?.parent ?? id, visibleText(name), frame, false));
  }
  for (const group of visible) {
    const cell = cells.get(group.id);
    if (cell === undefined || hidden.has(group.id)) continue;
    if (!group.open) {
      nodes.push({ ...groupNode(group), at: { x: cell.x, y: cell.y } });
      continue;
    }
    const principals = [...(members.get(group.id) ?? [])].sort(
      (a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name, 'en'),
    );
    const quiet = group.quiet > 0 ? `, ${group.quiet.toLocaleString('en')} without edges` : '';
    boxes.push(boxAt(`b:${group.id}`, group.id, `${visibleText(group.name)}${quiet}${notDrawn(group)}`, cell, true));
    const { points } = gridOf(principals.length, card, between, gridShape(upright));
    principals.forEach((principal, index) => {
      const point = points[index] ?? { x: 0, y: 0 };
      if (!hidden.has(principal.arn))
        nodes.push({ id: principal.arn, principal, rank: 0, focus: false, at: { x: cell.x + point.x, y: cell.y + title / 2 + point.y } });
    });
  }
  const drawn = new Set(nodes.map(({ id }) => id));
  const edges = answer.edges.flatMap(({ from, to, edges: count, unconditional, crossAccount }) =>
    drawn.has(from) && drawn.has(to)
      ? [
          {
            id: edgeId(from, to),
            from,
            to,
            verdict: unconditional > 0 ? ('allowed' as const) : ('conditional' as const),
            label: count > 1 ? (unconditional > 0 && unconditional < count ? `${count}, ${unconditional} always` : String(count)) : '',
            crossAccount,
            count,
            span: 0,
          },
        ]
      : [],
  );
  const all = [...cells.values()];
  const extent = all.length === 0 ? { width: 400, height: 200 } : frameOf(all, true);
  return { nodes, edges, boxes, direction: 'right', width: extent.width, height: extent.height };
}

const notDrawn = ({ left }: OverviewGroup): string => (left > 0 ? `, ${plural(left, 'more', 'more')} not drawn` : '');

const boxAt = (id: string, place: string, label: string, { x, y, width, height }: Omit<Block, 'id'>, inner: boolean): PlacedBox => ({
  id,
  place,
  label,
  left: x - width / 2,
  top: y - height / 2,
  width,
  height,
  inner,
});

const kindOfGroup: Readonly<Record<string, string>> = {
  services: 'service',
  providers: 'saml-provider',
  anyone: 'anyone',
  'external-accounts': 'external-account',
};

function groupNode({ id, kind, name, principals, accounts }: OverviewGroup): PictureNode {
  return {
    id,
    principal: {
      arn: id,
      kind: kindOfGroup[id] ?? kind,
      name: kind === 'unit' ? unitText(name) : name,
      accountId: null,
      accountName: null,
      collected: true,
    },
    rank: 0,
    focus: false,
    members: [],
    note: kind !== 'account' && accounts > 0 ? plural(accounts, 'account') : plural(principals, 'principal'),
  };
}
