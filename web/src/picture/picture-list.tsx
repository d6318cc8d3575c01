/** All that the canvas shows, as lists: for whoever does not see it, and to sort and save it. */
import { useMemo, useState } from 'preact/hooks';
import { Requirements } from '../components/badges.tsx';
import { Name } from '../components/name.tsx';
import { plural } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import type { Column } from '../table/columns.ts';
import { DataTable } from '../table/data-table.tsx';
import { visibleText } from '../visible-text.ts';
import type { Placed, PlacedEdge } from './elements.ts';
import { principalColumns } from './principal-columns.tsx';

export function PictureList({ placed, title }: { placed: Placed; title: string }) {
  const { go } = useNavigation();
  const [open, setOpen] = useState(false);
  const principals = useMemo(() => placed.nodes.flatMap(({ principal, members }) => members ?? [principal]), [placed]);
  const columns = useMemo((): readonly Column<PlacedEdge>[] => {
    const names = new Map(placed.nodes.map(({ id, principal }) => [id, principal]));
    const nameOf = (id: string): string => names.get(id)?.name ?? id;
    return [
      { id: 'from', title: 'From', heading: true, value: ({ from }) => nameOf(from), cell: ({ from }) => <Name text={nameOf(from)} /> },
      { id: 'to', title: 'To', value: ({ to }) => nameOf(to), cell: ({ to }) => <Name text={nameOf(to)} />, class: 'target' },
      {
        id: 'conditions',
        title: 'Conditions',
        value: ({ verdict, label }) => (verdict === 'allowed' ? 'always' : label),
        cell: ({ verdict, label, count }) =>
          count > 1 || verdict === null ? visibleText(label) : <Requirements verdict={verdict} requires={label === '' ? [] : [label]} />,
      },
      { id: 'cross', title: 'Cross-account', value: ({ crossAccount }) => crossAccount },
      { id: 'from-arn', title: 'From ARN', value: ({ from }) => from, optional: true },
      { id: 'to-arn', title: 'To ARN', value: ({ to }) => to, optional: true },
      {
        id: 'why',
        title: 'Reason',
        value: () => '',
        actions: true,
        cell: ({ from, to, count }) =>
          count === 1 && (
            <button
              type="button"
              class="link"
              aria-label={`Why from ${visibleText(nameOf(from))} to ${visibleText(nameOf(to))}?`}
              onClick={() => go({ hop: { from, to }, node: null })}
            >
              Why?
            </button>
          ),
      },
    ];
  }, [placed]);
  return (
    <details class="picture-list" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        The picture as lists: {principals.length > 0 && `${plural(principals.length, 'principal')}, `}
        {plural(placed.edges.length, 'edge')}
      </summary>
      {open && (
        <>
          <DataTable
            title="Edges in the picture"
            level={3}
            rows={placed.edges}
            columns={columns}
            rowKey={({ id }) => id}
            file={`${title} edges`}
          />
          <DataTable
            title="Principals in the picture"
            level={3}
            rows={principals}
            columns={principalColumns}
            rowKey={({ arn }) => arn}
            file={`${title} principals`}
          />
        </>
      )}
    </details>
  );
}
