/** The whole organization as a map: accounts or units as groups, lines with counts between them; a group opens where it stands. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { OverviewAnswer, OverviewGroup } from '../../../queries/overview-answer.ts';
import { Cypher } from '../components/cypher.tsx';
import type { MenuItem } from '../components/menu.tsx';
import { Name } from '../components/name.tsx';
import { Answer } from '../components/states.tsx';
import { plural } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import type { Target } from '../picture/canvas.ts';
import { Stage } from '../picture/stage.tsx';
import { useEdits } from '../picture/use-edits.ts';
import type { Column } from '../table/columns.ts';
import { DataTable } from '../table/data-table.tsx';
import { useAnswer } from '../use-answer.ts';
import { visibleText } from '../visible-text.ts';
import { placeByForce } from './force.ts';
import { acrossScreen, closedBlocks, type MapPlaces, placeMap, standUpright } from './place-map.ts';

export function OrganizationMap() {
  const { view, go } = useNavigation();
  // The closed map comes first and decides where everything stands; what is opened then opens in it.
  const closed = useAnswer<OverviewAnswer>('overview', { grouping: view.grouping });
  const opened = useAnswer<OverviewAnswer>(view.opened.length === 0 ? null : 'overview', {
    grouping: view.grouping,
    open: view.opened.map(encodeURIComponent).join(','),
  });
  const [kept, keep] = useState<OverviewAnswer | null>(null);
  useEffect(() => {
    if (opened.status === 'ready') keep(opened.answer);
  }, [opened.status === 'ready' ? opened.answer : null]);
  return (
    <>
      <header class="scene-head with-tools">
        <div>
          <h1>The organization as a map</h1>
          <p>Lines lead from who can assume to whose roles. Open a group to see its principals; a line lists its edges.</p>
        </div>
        <fieldset class="segments">
          <legend class="visually-hidden">Group by</legend>
          {(['account', 'unit'] as const).map((grouping) => (
            <label key={grouping}>
              <input
                type="radio"
                name="grouping"
                checked={view.grouping === grouping}
                onChange={() => go({ grouping, opened: [], node: null, hop: null })}
              />
              <span>By {grouping}</span>
            </label>
          ))}
        </fieldset>
      </header>
      <Answer asked={opened.status === 'failed' ? opened : closed}>
        {(base: OverviewAnswer) => {
          const latest = view.opened.length === 0 ? base : opened.status === 'ready' ? opened.answer : kept;
          return <Drawn base={base} answer={latest !== null && latest.grouping === base.grouping ? latest : base} />;
        }}
      </Answer>
    </>
  );
}

function Drawn({ base, answer }: { base: OverviewAnswer; answer: OverviewAnswer }) {
  const navigation = useNavigation();
  const { view, go } = navigation;
  const edits = useEdits();
  const [places, setPlaces] = useState<MapPlaces | null>(null);
  useEffect(() => {
    let wanted = true;
    const upright = innerWidth < 700;
    const { blocks, pulls } = closedBlocks(base, upright);
    void placeByForce(blocks, pulls).then((found) => wanted && setPlaces((upright ? standUpright : acrossScreen)(found)));
    return () => {
      wanted = false;
    };
  }, [base]);
  const narrowed = useMemo(
    () => ({
      ...answer,
      edges: answer.edges.filter(
        ({ unconditional, crossAccount }) => (!view.unconditional || unconditional > 0) && (!view.crossAccount || crossAccount),
      ),
    }),
    [answer, view.unconditional, view.crossAccount],
  );
  const placed = useMemo(
    () => (places === null ? null : placeMap(narrowed, places, new Set(edits.edits.hidden))),
    [narrowed, places, edits.edits.hidden],
  );
  const groups = useMemo(() => new Map(answer.groups.map((group) => [group.id, group])), [answer]);
  const openGroup = (id: string): void => go({ opened: [...view.opened.filter((other) => other !== id), id] });
  const closeGroup = (id: string): void => go({ opened: view.opened.filter((other) => other !== id), node: null, hop: null });
  const list = (from: string, to: string): void => navigation.open({ page: 'between', given: { from, to } });

  const onTap = (target: Target): void => {
    if (target.kind === 'principal') go({ node: target.id, hop: null });
    else if (target.kind === 'count') openGroup(target.id);
    else if (target.kind === 'edge') {
      const [from, to] = [groups.has(target.from), groups.has(target.to)];
      if (from && to) list(target.from, target.to);
      else if (!from && !to) go({ hop: { from: target.from, to: target.to }, node: null });
      else go({ node: from ? target.to : target.from, hop: null });
    }
  };
  const menu = (target: Target, { fit }: { fit: () => void }): readonly MenuItem[] => {
    if (target.kind === 'principal')
      return [
        { label: 'Details', act: () => go({ node: target.id, hop: null }) },
        { label: 'What can it reach?', act: () => navigation.open({ from: target.id }), separated: true },
        { label: 'Its surroundings', act: () => navigation.open({ node: target.id }) },
        { label: 'Hide', act: () => edits.hide([target.id]), separated: true },
      ];
    if (target.kind === 'count')
      return [
        { label: 'Open', act: () => openGroup(target.id) },
        { label: 'Hide', act: () => edits.hide([target.id]), separated: true },
      ];
    if (target.kind === 'box')
      return [{ label: 'Close', act: view.opened.includes(target.place) ? () => closeGroup(target.place) : undefined }];
    if (target.kind === 'edge') return [{ label: 'What is it?', act: () => onTap(target) }];
    return [
      { label: 'Fit to the window', act: fit },
      { label: 'Close all groups', act: view.opened.length === 0 ? undefined : () => go({ opened: [] }) },
      { label: 'Show everything again', act: edits.edits.hidden.length === 0 ? undefined : edits.showAll },
    ];
  };

  return (
    <>
      <MapReservations answer={answer} />
      {placed === null ? (
        <div class="picture-waiting" role="status">
          Placing {plural(answer.groups.length, 'group')} …
        </div>
      ) : (
        <Stage
          placed={placed}
          subject={places}
          picked={null}
          expanded={new Set(view.opened)}
          title={`Map by ${answer.grouping}`}
          menu={menu}
          onTap={onTap}
          onDoubleTap={(target) => target.kind === 'box' && closeGroup(target.place)}
          onHide={edits.hide}
          notices={
            edits.edits.hidden.length === 0
              ? []
              : [
                  {
                    text: `Hidden by you: ${plural(edits.edits.hidden.length, 'thing')}.`,
                    action: { label: 'Show everything again', act: edits.showAll },
                  },
                ]
          }
          whole
          onWidth={() => {}}
        />
      )}
      <Groups answer={answer} onOpen={openGroup} onClose={closeGroup} />
      <Lines answer={narrowed} groups={groups} onList={list} />
      <Cypher text={answer.cypher} />
    </>
  );
}

/** What stands together because there is too much, and what is not there at all. */
function MapReservations({ answer: { gathered, truncated } }: { answer: OverviewAnswer }) {
  return (
    <>
      {gathered !== null && (
        <p class="reservation" role="note">
          {plural(gathered.groups, 'group')} would be too many to be read:{' '}
          {gathered.by === 'external'
            ? 'accounts outside the organization stand together.'
            : 'accounts stand together in their units, and those outside the organization as one.'}{' '}
          Open a group to see its accounts.
        </p>
      )}
      {truncated && (
        <p class="reservation" role="note">
          Cut: a map shows at most 500 groups and members, and 1,500 lines: those that stand for most. Close groups to make room for others.
        </p>
      )}
    </>
  );
}

function Groups({ answer, onOpen, onClose }: { answer: OverviewAnswer; onOpen: (id: string) => void; onClose: (id: string) => void }) {
  const columns: readonly Column<OverviewGroup>[] = [
    { id: 'name', title: 'Group', heading: true, value: ({ name }) => name, cell: ({ name }) => <Name text={name} class="wrap" /> },
    { id: 'unit', title: 'Unit', value: ({ unit }) => unit },
    { id: 'principals', title: 'Principals', value: ({ principals }) => principals, class: 'number' },
    { id: 'roles', title: 'Roles', value: ({ roles }) => roles, class: 'number' },
    { id: 'id', title: 'Id', value: ({ id }) => id, optional: true },
    {
      id: 'open',
      title: 'Open or close',
      value: () => '',
      actions: true,
      cell: ({ id, name, open }) => (
        <button
          type="button"
          class="link"
          aria-label={`${open ? 'Close' : 'Open'} ${visibleText(name)} on the map`}
          onClick={() => (open ? onClose(id) : onOpen(id))}
        >
          {open ? 'Close' : 'Open'}
        </button>
      ),
    },
  ];
  return (
    <DataTable title="Groups" rows={answer.groups} columns={columns} rowKey={({ id }) => id} file={`map groups by ${answer.grouping}`} />
  );
}

type Line = OverviewAnswer['edges'][number];

function Lines({
  answer,
  groups,
  onList,
}: {
  answer: OverviewAnswer;
  groups: ReadonlyMap<string, OverviewGroup>;
  onList: (from: string, to: string) => void;
}) {
  const names = new Map<string, string>(answer.principals.map(({ arn, name }) => [arn, name]));
  const nameOf = (id: string): string => groups.get(id)?.name ?? names.get(id) ?? id;
  const columns: readonly Column<Line>[] = [
    {
      id: 'from',
      title: 'From',
      heading: true,
      value: ({ from }) => nameOf(from),
      cell: ({ from }) => <Name text={nameOf(from)} class="wrap" />,
    },
    { id: 'to', title: 'To', value: ({ to }) => nameOf(to), cell: ({ to }) => <Name text={nameOf(to)} class="wrap" />, class: 'target' },
    { id: 'edges', title: 'Edges', value: ({ edges }) => edges, class: 'number' },
    { id: 'unconditional', title: 'Unconditional', value: ({ unconditional }) => unconditional, class: 'number' },
    { id: 'cross', title: 'Cross-account', value: ({ crossAccount }) => crossAccount, optional: true },
    {
      id: 'list',
      title: 'List',
      value: () => '',
      actions: true,
      cell: ({ from, to }) =>
        groups.has(from) &&
        groups.has(to) && (
          <button
            type="button"
            class="link"
            aria-label={`List the edges from ${visibleText(nameOf(from))} to ${visibleText(nameOf(to))}`}
            onClick={() => onList(from, to)}
          >
            List
          </button>
        ),
    },
  ];
  return (
    <DataTable
      title="Lines"
      level={3}
      rows={answer.edges}
      columns={columns}
      rowKey={({ from, to }) => `${from} ${to}`}
      file={`map lines by ${answer.grouping}`}
    />
  );
}
