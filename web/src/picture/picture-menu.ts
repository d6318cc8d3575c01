/** What can be done with the thing that was pointed at, as a menu. */
import type { MenuItem } from '../components/menu.tsx';
import type { Navigation } from '../navigation.ts';
import type { Target } from './canvas.ts';
import type { Placed } from './elements.ts';
import { outside } from './fold.ts';
import type { StageTools } from './stage.tsx';
import type { PictureEdits } from './use-edits.ts';

export interface MenuContext {
  readonly navigation: Navigation;
  readonly edits: PictureEdits;
  readonly placed: Placed;
  readonly tools: StageTools;
  readonly pin: (arn: string) => void;
}

export function menuFor(target: Target, context: MenuContext): readonly MenuItem[] {
  switch (target.kind) {
    case 'principal':
      return principalMenu(target.id, context);
    case 'count':
      return countMenu(target.id, context);
    case 'edge':
      return edgeMenu(target, context);
    case 'box':
      return [
        { label: 'Fold to a count', act: () => context.edits.fold(target.place) },
        { label: 'Hide all in it', act: () => context.edits.hide(idsIn(target.place, context.placed)) },
        { label: 'Hide all others', act: () => context.edits.hide(idsOutside(target.place, context.placed)), separated: true },
      ];
    case 'canvas':
      return canvasMenu(context);
  }
}

const placeOf = (id: string, placed: Placed): string => placed.nodes.find((node) => node.id === id)?.principal.accountId ?? outside;
const idsIn = (place: string, placed: Placed): readonly string[] =>
  placed.nodes.flatMap(({ id, principal }) => ((principal.accountId ?? outside) === place ? [id] : []));
const idsOutside = (place: string, placed: Placed): readonly string[] =>
  placed.nodes.flatMap(({ id, principal }) => ((principal.accountId ?? outside) === place ? [] : [id]));

function principalMenu(arn: string, { navigation, edits, placed, pin }: MenuContext): readonly MenuItem[] {
  const { go, open, view } = navigation;
  const principal = placed.nodes.find(({ id }) => id === arn)?.principal;
  const expanded = edits.edits.expanded.includes(arn);
  const place = placeOf(arn, placed);
  const isRole = principal?.kind === 'role';
  return [
    { label: 'Details', act: () => go({ node: arn, hop: null }) },
    expanded
      ? { label: 'Take its surroundings away', act: () => edits.collapse(arn) }
      : { label: 'Expand here', act: () => edits.expand(arn) },
    { label: 'What can it reach?', act: () => open({ from: arn }), separated: true },
    ...(isRole ? [{ label: 'Who can reach it?', act: () => open({ to: arn }) }] : []),
    ...(view.to !== null && view.to !== arn ? [{ label: 'Chains from here to the end', act: () => open({ from: arn, to: view.to }) }] : []),
    ...(view.from !== null && view.from !== arn && isRole
      ? [{ label: 'Chains from the start to here', act: () => open({ from: view.from, to: arn }) }]
      : []),
    { label: 'Hide', act: () => edits.hide([arn]), separated: true },
    ...(place === outside ? [] : [{ label: 'Fold its account', act: () => edits.fold(place) }]),
    { label: 'Pin', act: () => pin(arn), separated: true },
    { label: 'Copy ARN', act: () => void navigator.clipboard?.writeText(arn) },
  ];
}

function countMenu(id: string, { edits, placed, tools: { list } }: MenuContext): readonly MenuItem[] {
  const folded = id.startsWith('folded:') ? id.slice('folded:'.length) : null;
  return [
    { label: 'List them', act: () => list(id) },
    ...(folded === null ? [] : [{ label: 'Unfold', act: () => edits.unfold(folded) }]),
    { label: 'Hide', act: () => edits.hide(folded === null ? [id] : idsIn(placeOf(id, placed), placed)), separated: true },
  ];
}

function edgeMenu(
  { from, to, count }: Extract<Target, { kind: 'edge' }>,
  { navigation, edits, tools: { list }, placed }: MenuContext,
): readonly MenuItem[] {
  const end = placed.nodes.find(({ id, members }) => (id === from || id === to) && members !== undefined)?.id;
  return [
    count === 1 && end === undefined
      ? { label: 'Why?', act: () => navigation.go({ hop: { from, to }, node: null }) }
      : { label: 'List whom it stands for', act: end === undefined ? undefined : () => list(end) },
    { label: 'Hide', act: () => edits.hide([JSON.stringify([from, to])]) },
  ];
}

function canvasMenu({ edits, tools: { fit } }: MenuContext): readonly MenuItem[] {
  const { expanded, hidden, folded } = edits.edits;
  const changed = expanded.length + hidden.length + folded.length > 0;
  return [
    { label: 'Fit to the window', act: fit },
    { label: 'As it was first drawn', act: changed ? edits.showAll : undefined },
    { label: 'Back one step', act: () => history.back() },
  ];
}
