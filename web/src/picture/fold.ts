/** Draws many principals as one count: because a person folded their account, or because all of them would be too many to see. */
import type { PrincipalAnswerRef } from '../../../queries/answers.ts';
import { groupBy } from '../group-by.ts';
import { plural } from '../names.ts';
import { mostEdges, mostNodes, type PictureEdge, type PictureModel, type PictureNode } from './picture-model.ts';

/** Where principals without an account are folded to. */
export const outside = 'outside';
export const placeOf = ({ principal }: PictureNode): string => principal.accountId ?? outside;

/** A count in place of these principals. */
export function countNode(id: string, members: readonly PictureNode[], rank: number): PictureNode {
  const principals = members.flatMap(({ principal, members: inner }) => inner ?? [principal]);
  const [first] = principals;
  const principal: PrincipalAnswerRef = {
    arn: id,
    kind: 'count',
    name: plural(principals.length, 'principal'),
    accountId: first?.accountId ?? null,
    accountName: first?.accountName ?? null,
    collected: true,
  };
  return { id, principal, rank, focus: members.some(({ focus }) => focus), members: principals };
}

/** Leads every edge to what now stands for its ends, and adds up those that became one; edges within a count vanish. */
export function redirectEdges(edges: readonly PictureEdge[], standIn: ReadonlyMap<string, string>): readonly PictureEdge[] {
  const merged = new Map<string, { edge: PictureEdge; count: number; open: number }>();
  for (const edge of edges) {
    const from = standIn.get(edge.from) ?? edge.from;
    const to = standIn.get(edge.to) ?? edge.to;
    if (from === to && from !== edge.from) continue;
    const id = JSON.stringify([from, to]);
    const open = edge.verdict === 'allowed' ? edge.count : 0;
    const known = merged.get(id);
    if (known === undefined) merged.set(id, { edge: { ...edge, id, from, to }, count: edge.count, open });
    else {
      known.count += edge.count;
      known.open += open;
    }
  }
  return [...merged.values()].map(({ edge, count, open }) =>
    count === 1
      ? edge
      : {
          ...edge,
          count,
          verdict: open > 0 ? 'allowed' : edge.verdict === null ? null : 'conditional',
          label: open > 0 && open < count ? `${count} edges, ${open} always` : `${count} edges`,
        },
  );
}

/** Few enough in one account and column to be worth drawing one by one. */
const worthFolding = 8;

/**
 * Keeps a picture within what people can see: the fullest accounts of a column become counts until the rest fits; what still is too much
 * is left out, the farthest from the ends that were asked for first.
 */
export function foldToFit(nodes: readonly PictureNode[], edges: readonly PictureEdge[]): PictureModel {
  const groups = groupBy(
    nodes.filter(({ focus }) => !focus),
    (node) => JSON.stringify([placeOf(node), node.rank]),
  );
  const largest = [...groups].filter(([, { length }]) => length > worthFolding).sort((a, b) => b[1].length - a[1].length);
  const fold = (count: number): { shown: readonly PictureNode[]; lines: readonly PictureEdge[] } => {
    const standIn = new Map<string, string>();
    const counts = largest.slice(0, count).map(([key, members]) => {
      for (const { id } of members) standIn.set(id, `count:${key}`);
      return countNode(`count:${key}`, members, members[0]?.rank ?? 0);
    });
    if (count === 0) return { shown: nodes, lines: edges };
    return { shown: [...nodes.filter(({ id }) => !standIn.has(id)), ...counts], lines: redirectEdges(edges, standIn) };
  };
  const fits = ({ shown, lines }: ReturnType<typeof fold>): boolean => shown.length <= mostNodes && lines.length <= mostEdges;
  // The fewest counts with which all fits, or all of them: each only makes it less, so one looks in the middle of what is left.
  let [fewest, most] = [0, fits(fold(0)) ? 0 : largest.length];
  while (fewest < most) {
    const middle = Math.floor((fewest + most) / 2);
    if (fits(fold(middle))) most = middle;
    else fewest = middle + 1;
  }
  const { shown, lines } = fold(fewest);
  const gathered = largest.slice(0, fewest).reduce((sum, [, members]) => sum + members.length, 0);
  const kept = shown.length <= mostNodes ? shown : nearest(shown).slice(0, mostNodes);
  const keptIds = new Set(kept.map(({ id }) => id));
  const drawable = lines.filter(({ from, to }) => keptIds.has(from) && keptIds.has(to)).slice(0, mostEdges);
  const cut = { nodes: shown.length - kept.length, edges: lines.length - drawable.length };
  return { nodes: kept, edges: drawable, gathered, cut: cut.nodes + cut.edges > 0 ? cut : null };
}

function nearest(nodes: readonly PictureNode[]): readonly PictureNode[] {
  const ends = nodes.filter(({ focus }) => focus).map(({ rank }) => rank);
  const distance = ({ rank }: PictureNode): number => Math.min(...ends.map((end) => Math.abs(rank - end)), Number.MAX_SAFE_INTEGER);
  return [...nodes].sort((a, b) => distance(a) - distance(b));
}

/** Folds whole accounts because a person asked for it: one count for each, in the column where most of it was. */
export function foldPlaces(model: PictureModel, places: readonly string[]): PictureModel {
  const standIn = new Map<string, string>();
  const counts: PictureNode[] = [];
  for (const place of places) {
    const members = model.nodes.filter((node) => placeOf(node) === place);
    if (members.length < 2) continue;
    const id = `folded:${place}`;
    for (const member of members) standIn.set(member.id, id);
    counts.push(countNode(id, members, members[0]?.rank ?? 0));
  }
  if (counts.length === 0) return model;
  return { ...model, nodes: [...model.nodes.filter(({ id }) => !standIn.has(id)), ...counts], edges: redirectEdges(model.edges, standIn) };
}
