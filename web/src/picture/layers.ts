/**
 * Places principals in layers: one column per rank, one box per account. Boxes that span different columns share a row,
 * so that a chain through three accounts is one straight line; boxes never overlap. The same input gives the same picture.
 */

export interface LayerNode {
  readonly id: string;
  readonly rank: number;
  /** Nodes of one lane share a box. */
  readonly lane: string;
}

export interface LayerOptions {
  /** `down` turns the picture for narrow screens. */
  readonly direction: 'right' | 'down';
  readonly card: { readonly width: number; readonly height: number };
  /** Free space between two columns, where edges and their labels run. */
  readonly rankGap: number;
  readonly slotGap: number;
  /** Space that a box needs around its cards, and more at its head for the title. */
  readonly padding: number;
  readonly title: number;
  /** Cards of one account in one column are wrapped after this many. */
  readonly mostInColumn: number;
  /** Accounts whose cards together are more than this in one column are spread over several columns. */
  readonly mostAcross?: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Lane {
  readonly key: string;
  readonly first: number;
  readonly last: number;
  readonly byRank: Map<number, LayerNode[]>;
  /** Cards on top of each other in its fullest column. */
  readonly slots: number;
}

/** Centres of all nodes by id. `edges` only decide the order of nodes within a column. */
export function layOut(
  nodes: readonly LayerNode[],
  edges: readonly { from: string; to: string }[],
  options: LayerOptions,
): Map<string, Point> {
  const ordered = orderWithinRanks(nodes, edges);
  const lanes = makeLanes(spreadRanks(ordered, options), options.mostInColumn);
  const columns = columnStarts(lanes, options);
  const positions = new Map<string, Point>();
  // Drawn downwards, titles stand along the ranks, not across them.
  const head = options.direction === 'right' ? options.title + options.padding : options.padding;
  const rows: { readonly lanes: readonly Lane[]; readonly middle: number }[] = [];
  let bottom = -options.slotGap;
  for (const row of packRows(lanes)) {
    const top = bottom + options.slotGap + head;
    const height = stackHeight(Math.max(...row.map((lane) => lane.slots)), options);
    rows.push({ lanes: row, middle: top + height / 2 });
    bottom = top + height + options.padding;
  }
  const middleOfAll = (head + bottom - options.padding) / 2;
  for (const row of rows) {
    for (const lane of row.lanes) placeLane(lane, hasColumnsToItself(lane, lanes) ? middleOfAll : row.middle, columns, options, positions);
  }
  return positions;
}

/** Along the ranks a card takes its width (or height, drawn downwards); across them the other one. */
const rankSize = ({ direction, card }: LayerOptions): number => (direction === 'right' ? card.width : card.height);
const slotSize = ({ direction, card, slotGap }: LayerOptions): number => (direction === 'right' ? card.height : card.width) + slotGap;

/** Sorts each rank by the mean place of the predecessors, which keeps most edges from crossing. */
function orderWithinRanks(nodes: readonly LayerNode[], edges: readonly { from: string; to: string }[]): readonly LayerNode[] {
  const predecessors = new Map<string, string[]>();
  for (const { from, to } of edges) predecessors.set(to, [...(predecessors.get(to) ?? []), from]);
  const place = new Map<string, number>();
  const ranks = [...new Set(nodes.map(({ rank }) => rank))].sort((a, b) => a - b);
  return ranks.flatMap((rank) => {
    const mean = ({ id }: LayerNode): number => {
      const places = (predecessors.get(id) ?? []).flatMap((from) => place.get(from) ?? []);
      return places.length === 0 ? Number.POSITIVE_INFINITY : places.reduce((sum, value) => sum + value, 0) / places.length;
    };
    const inRank = nodes.filter((node) => node.rank === rank).map((node) => ({ node, mean: mean(node) }));
    inRank.sort((a, b) => (a.mean === b.mean ? 0 : a.mean - b.mean));
    inRank.forEach(({ node }, index) => {
      place.set(node.id, inRank.length === 1 ? 0.5 : index / (inRank.length - 1));
    });
    return inRank.map(({ node }) => node);
  });
}

function makeLanes(nodes: readonly LayerNode[], mostInColumn: number): readonly Lane[] {
  const groups = new Map<string, Map<number, LayerNode[]>>();
  for (const node of nodes) {
    const byRank = groups.get(node.lane) ?? new Map<number, LayerNode[]>();
    byRank.set(node.rank, [...(byRank.get(node.rank) ?? []), node]);
    groups.set(node.lane, byRank);
  }
  return [...groups].map(([key, byRank]) => ({
    key,
    byRank,
    first: Math.min(...byRank.keys()),
    last: Math.max(...byRank.keys()),
    slots: Math.max(...[...byRank.values()].map(({ length }) => Math.min(length, mostInColumn))),
  }));
}

/**
 * On a phone, ten accounts beside each other would be as small as stamps. What finds no room in its rank goes into columns of its own right
 * behind it, at fractions of a rank; accounts that reach through several ranks stay where they are.
 */
function spreadRanks(nodes: readonly LayerNode[], { mostAcross, mostInColumn }: LayerOptions): readonly LayerNode[] {
  if (mostAcross === undefined) return nodes;
  const lanes = makeLanes(nodes, mostInColumn);
  const moved = new Map<string, number>();
  for (const rank of new Set(nodes.map((node) => node.rank))) {
    const staying = lanes.filter(({ first, last }) => first !== last && first <= rank && rank <= last);
    const passing = slotsOf(staying.filter(({ last }) => last > rank));
    let row = 0;
    let used = slotsOf(staying);
    for (const lane of lanes.filter(({ first, last }) => first === rank && last === rank)) {
      if (used > 0 && used + lane.slots > mostAcross) {
        row += 1;
        used = passing;
      }
      used += lane.slots;
      if (row > 0) moved.set(lane.key, rank + row / 1024);
    }
  }
  return nodes.map((node) => ({ ...node, rank: moved.get(node.lane) ?? node.rank }));
}

const slotsOf = (lanes: readonly Lane[]): number => lanes.reduce((sum, { slots }) => sum + slots, 0);

/** First fit: a lane goes into the first row where no lane touches its columns. */
function packRows(lanes: readonly Lane[]): readonly (readonly Lane[])[] {
  const rows: Lane[][] = [];
  for (const lane of lanes) {
    const row = rows.find((others) => others.every((other) => other.last < lane.first || lane.last < other.first));
    if (row === undefined) rows.push([lane]);
    else row.push(lane);
  }
  return rows;
}

/** Where each rank's column begins: wide enough for the lane with most wrapped columns in it. */
function columnStarts(lanes: readonly Lane[], options: LayerOptions): ReadonlyMap<number, number> {
  const ranks = [...new Set(lanes.flatMap(({ byRank }) => [...byRank.keys()]))].sort((a, b) => a - b);
  const starts = new Map<number, number>();
  let start = 0;
  for (const [index, rank] of ranks.entries()) {
    starts.set(rank, start);
    const gap = Number.isInteger(ranks[index + 1] ?? 0) ? options.rankGap : options.title + 2 * options.padding + options.slotGap;
    const wraps = Math.max(...lanes.map(({ byRank }) => Math.ceil((byRank.get(rank)?.length ?? 0) / options.mostInColumn)));
    start += wraps * (rankSize(options) + options.slotGap) - options.slotGap + gap;
  }
  return starts;
}

/** Then it may stand in the middle of the whole picture, where its edges fan out evenly. */
const hasColumnsToItself = (lane: Lane, lanes: readonly Lane[]): boolean =>
  lanes.every((other) => other === lane || other.last < lane.first || lane.last < other.first);

const stackHeight = (slots: number, options: LayerOptions): number => slots * slotSize(options) - options.slotGap;

function placeLane(
  lane: Lane,
  middle: number,
  columns: ReadonlyMap<number, number>,
  options: LayerOptions,
  into: Map<string, Point>,
): void {
  const slot = slotSize(options);
  for (const [rank, nodes] of lane.byRank) {
    const slots = Math.min(nodes.length, options.mostInColumn);
    const offset = middle - stackHeight(slots, options) / 2;
    nodes.forEach((node, index) => {
      const along =
        (columns.get(rank) ?? 0) + Math.floor(index / options.mostInColumn) * (rankSize(options) + options.slotGap) + rankSize(options) / 2;
      const across = offset + (index % options.mostInColumn) * slot + (slot - options.slotGap) / 2;
      into.set(node.id, options.direction === 'right' ? { x: along, y: across } : { x: across, y: along });
    });
  }
}
