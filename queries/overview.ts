/** The map of the organization: edges added up between groups, and the members of groups that are opened. */
import { isConditional, isCrossAccount } from '../graph/edge-flags.ts';
import type { BetweenAnswer, OverviewAnswer, OverviewGroup, OverviewOptions } from './overview-answer.ts';
import { betweenCypher, overviewCypher } from './overview-cypher.ts';
import { cutPage, type Page } from './page.ts';
import { createPlaces, externalAccounts, type Places } from './places.ts';
import { QueryError } from './questions.ts';
import type { SnapshotView } from './snapshot-view.ts';

/** What people can see at once. */
const mostNodes = 500;
const mostEdges = 1500;
/** Names of more groups than this cannot be read in one picture: accounts are gathered in what lies around them. */
const mostGroups = 150;

export interface Overview {
  overview(options: OverviewOptions): OverviewAnswer;
  between(from: string, to: string, page: Page): BetweenAnswer;
}

export function createOverview(view: SnapshotView): Overview {
  let known: Places | undefined;
  const places = (): Places => {
    known ??= createPlaces(view);
    return known;
  };
  return {
    overview: (options) => answerOverview(view, places(), options),
    between: (from, to, page) => answerBetween(view, places(), from, to, page),
  };
}

function answerOverview(view: SnapshotView, places: Places, { grouping, open }: OverviewOptions): OverviewAnswer {
  const { adjacency, names } = view;
  const opened = new Set(open.flatMap((id) => places.find(id) ?? []));
  const gathered = gatherPlaces(places, grouping);
  /** The number of what is drawn for the place: itself, or the closed group around it. */
  const standsFor = Uint32Array.from(places.list, (_, place) => {
    const around = places.around[place] ?? place;
    return gathered.kinds.has(places.list[around]?.kind ?? 'account') && !opened.has(around) ? around : place;
  });
  const degree = new Uint32Array(names.count);
  for (let edge = 0; edge < adjacency.edgeCount; edge += 1) {
    for (const end of [adjacency.sources[edge] ?? 0, adjacency.targets[edge] ?? 0]) degree[end] = (degree[end] ?? 0) + 1;
  }
  const { groups, cut: without } = cutGroups(collectGroups(view, places, standsFor, opened, degree), places);
  const listed = listMembers(places, groups, opened, degree);
  const ends = new Int32Array(names.count).fill(-1);
  listed.forEach((principal, index) => {
    ends[principal] = index;
  });
  const { edges, cut } = addUpEdges(view, places, standsFor, ends, listed, groups);
  const shown = [...groups.values()];
  return {
    ...view.envelope(overviewCypher(gathered.kinds.has('unit') ? 'unit' : 'account'), cut || without || shown.some(({ left }) => left > 0)),
    grouping,
    groups: shown,
    gathered: gathered.note,
    principals: listed.map((principal) => ({
      ...names.describe(principal),
      group: places.list[places.ofPrincipal[principal] ?? 0]?.id ?? '',
    })),
    edges,
  };
}

interface Gathering {
  /** Accounts are drawn as what lies around them if it is of one of these kinds. */
  readonly kinds: ReadonlySet<OverviewGroup['kind']>;
  readonly note: OverviewAnswer['gathered'];
}

/** External accounts first, then, if that is not enough, all in their units. Whatever is opened, the answer is the same. */
function gatherPlaces({ list, ofPrincipal, around }: Places, grouping: OverviewOptions['grouping']): Gathering {
  const inhabited = [...new Set(ofPrincipal)];
  const count = (kinds: Gathering['kinds']): number =>
    new Set(inhabited.map((place) => (kinds.has(list[around[place] ?? place]?.kind ?? 'account') ? around[place] : place))).size;
  const asked: Gathering['kinds'] = new Set(grouping === 'unit' ? ['unit'] : []);
  const withoutExternal: Gathering['kinds'] = new Set([...asked, 'outside']);
  const groups = count(asked);
  if (groups <= mostGroups) return { kinds: asked, note: null };
  if (grouping === 'unit' || count(withoutExternal) <= mostGroups) return { kinds: withoutExternal, note: { groups, by: 'external' } };
  return { kinds: new Set(['unit', 'outside']), note: { groups, by: 'unit' } };
}

/** Leaves out what is more than can be drawn: closed groups with fewest principals, which their opened group counts. */
function cutGroups(
  groups: ReadonlyMap<number, OverviewGroup>,
  places: Places,
): { groups: ReadonlyMap<number, OverviewGroup>; cut: boolean } {
  const surplus = groups.size - mostNodes;
  if (surplus <= 0) return { groups, cut: false };
  const closed = [...groups].filter(([, { open }]) => !open).sort((a, b) => a[1].principals - b[1].principals || b[0] - a[0]);
  const left = new Map(groups);
  for (const [number, { parent }] of closed.slice(0, surplus)) {
    left.delete(number);
    const around = parent === null ? undefined : groups.get(places.find(parent) ?? -1);
    if (around !== undefined) around.left += 1;
  }
  return { groups: left, cut: true };
}

function collectGroups(
  { adjacency }: SnapshotView,
  places: Places,
  standsFor: Uint32Array,
  opened: ReadonlySet<number>,
  degree: Uint32Array,
): ReadonlyMap<number, OverviewGroup> {
  const groups = new Map<number, OverviewGroup>();
  const groupOf = (number: number): OverviewGroup => {
    const known = groups.get(number);
    if (known !== undefined) return known;
    const place = places.list[number] ?? { id: '', name: '', kind: 'outside' as const };
    const outer = places.around[number] ?? number;
    const around = outer === number ? undefined : places.list[outer];
    const parent = around !== undefined && opened.has(outer) ? around.id : null;
    const unitName = around?.kind === 'unit' ? around.name : '';
    const group: OverviewGroup = {
      ...place,
      parent,
      unit: unitName,
      accounts: 0,
      principals: 0,
      roles: 0,
      open: opened.has(number),
      quiet: 0,
      left: 0,
    };
    groups.set(number, group);
    if (parent !== null) groupOf(outer);
    return group;
  };
  const accounts = new Map<OverviewGroup, Set<number>>();
  adjacency.principals.forEach(({ kind }, principal) => {
    const place = places.ofPrincipal[principal] ?? 0;
    const group = groupOf(standsFor[place] ?? place);
    const parent = group.parent === null ? null : groupOf(places.find(group.parent) ?? 0);
    for (const counted of parent === null ? [group] : [group, parent]) {
      counted.principals += 1;
      if (kind === 'role') counted.roles += 1;
      const within = accounts.get(counted) ?? new Set();
      accounts.set(counted, within.add(place));
    }
    if (degree[principal] === 0) group.quiet += 1;
  });
  for (const [group, within] of accounts) group.accounts = isOutside(group) ? 0 : within.size;
  const around = new Set([...groups.values()].map(({ parent }) => parent));
  for (const group of groups.values()) if (!group.open || around.has(group.id)) group.quiet = 0;
  return groups;
}

/** A place without accounts. */
const isOutside = ({ kind, id }: OverviewGroup): boolean => kind === 'outside' && id !== externalAccounts.id;

/** Principals of opened accounts, those with most edges first, as far as there is room; what has none is counted in its group. */
function listMembers(
  places: Places,
  groups: ReadonlyMap<number, OverviewGroup>,
  opened: ReadonlySet<number>,
  degree: Uint32Array,
): readonly number[] {
  const wanted: number[] = [];
  places.ofPrincipal.forEach((place, principal) => {
    if (opened.has(place) && groups.has(place) && (degree[principal] ?? 0) > 0) wanted.push(principal);
  });
  wanted.sort((a, b) => (degree[b] ?? 0) - (degree[a] ?? 0) || a - b);
  const room = Math.max(0, mostNodes - groups.size);
  for (const principal of wanted.slice(room)) {
    const group = groups.get(places.ofPrincipal[principal] ?? 0);
    if (group !== undefined) group.left += 1;
  }
  return wanted.slice(0, room);
}

/** Ends are groups, or listed principals (numbered after the groups). */
function addUpEdges(
  { adjacency, names }: SnapshotView,
  places: Places,
  standsFor: Uint32Array,
  ends: Int32Array,
  listed: readonly number[],
  groups: ReadonlyMap<number, OverviewGroup>,
): { edges: OverviewAnswer['edges']; cut: boolean } {
  const groupCount = places.list.length;
  const endOf = (principal: number): number => {
    const index = ends[principal] ?? -1;
    return index >= 0 ? groupCount + index : (standsFor[places.ofPrincipal[principal] ?? 0] ?? 0);
  };
  const endNumbers = Uint32Array.from({ length: names.count }, (_, principal) => endOf(principal));
  const width = groupCount + listed.length;
  const sums = new Map<number, { edges: number; unconditional: number; crossAccount: boolean }>();
  for (let edge = 0; edge < adjacency.edgeCount; edge += 1) {
    const from = endNumbers[adjacency.sources[edge] ?? 0] ?? 0;
    const to = endNumbers[adjacency.targets[edge] ?? 0] ?? 0;
    if (from === to && from < groupCount) continue;
    if ((from < groupCount && !groups.has(from)) || (to < groupCount && !groups.has(to))) continue;
    const key = from * width + to;
    let sum = sums.get(key);
    if (sum === undefined) {
      sum = { edges: 0, unconditional: 0, crossAccount: false };
      sums.set(key, sum);
    }
    const flags = adjacency.flags[edge] ?? 0;
    sum.edges += 1;
    if (!isConditional(flags)) sum.unconditional += 1;
    if (isCrossAccount(flags)) sum.crossAccount = true;
  }
  const idOf = (end: number): string => (end < groupCount ? (places.list[end]?.id ?? '') : names.arn(listed[end - groupCount] ?? 0));
  const all = [...sums].sort((a, b) => b[1].edges - a[1].edges || a[0] - b[0]);
  const edges = all.slice(0, mostEdges).map(([key, sum]) => ({ from: idOf(Math.floor(key / width)), to: idOf(key % width), ...sum }));
  return { edges, cut: all.length > mostEdges };
}

/** The assume edges from one account, unit or place outside into another, unconditional ones first. */
function answerBetween(view: SnapshotView, places: Places, fromId: string, toId: string, page: Page): BetweenAnswer {
  const { adjacency, names } = view;
  const resolve = (id: string): number => {
    const place = places.find(id);
    if (place === null) throw new QueryError('invalid-argument', `There is no account, unit or place "${id}" in this snapshot.`);
    return place;
  };
  const [from, to] = [resolve(fromId), resolve(toId)];
  const within = (principal: number, wanted: number): boolean => {
    const place = places.ofPrincipal[principal] ?? 0;
    return place === wanted || places.around[place] === wanted;
  };
  const found: number[] = [];
  for (let edge = 0; edge < adjacency.edgeCount; edge += 1) {
    if (within(adjacency.sources[edge] ?? 0, from) && within(adjacency.targets[edge] ?? 0, to)) found.push(edge);
  }
  const conditional = (edge: number): number => (isConditional(adjacency.flags[edge] ?? 0) ? 1 : 0);
  const rank = (edge: number): number => names.rank[adjacency.sources[edge] ?? 0] ?? 0;
  found.sort((a, b) => conditional(a) - conditional(b) || rank(a) - rank(b) || a - b);
  const { rows: shown, next } = cutPage(found, page);
  const ends = new Set(shown.flatMap((edge) => [adjacency.sources[edge] ?? 0, adjacency.targets[edge] ?? 0]));
  const [fromPlace, toPlace] = [places.list[from], places.list[to]];
  if (fromPlace === undefined || toPlace === undefined) throw new RangeError('A place lost its name');
  return {
    ...view.envelope(betweenCypher(view.dialect, fromPlace, toPlace), next !== null),
    from: { ...fromPlace },
    to: { ...toPlace },
    total: found.length,
    next,
    principals: [...ends].map(names.describe),
    edges: shown.map(view.edge),
  };
}
