/** The snapshots of a data directory. */
import type { SnapshotsAnswer } from '../../queries/answers.ts';
import type { Style } from './style.ts';
import { renderTable, type TextColumn } from './text-table.ts';
import type { View } from './view.ts';
import { showText } from './visible-text.ts';

type Snapshot = SnapshotsAnswer['snapshots'][number];

export const snapshotsView: View<SnapshotsAnswer> = {
  table: (answer, style) => (answer.snapshots.length === 0 ? '' : renderTable(columns(style), answer.snapshots, style)),
  lines: (answer) => answer.snapshots,
  csvColumns: ['id', 'current', 'createdAt', 'source', 'engine', 'incomplete', 'findings', 'principals', 'edges'],
  csvRows: (answer) =>
    answer.snapshots.map(({ id, current, createdAt, source, engine, incomplete, findings, principals, edges }) => [
      id,
      current,
      createdAt,
      source,
      engine,
      incomplete,
      findings,
      principals,
      edges,
    ]),
};

const columns = (style: Style): TextColumn<Snapshot>[] => [
  {
    title: 'Snapshot',
    share: 3,
    cell: ({ id, current }) => (current ? `${id} (current)` : id),
    paint: (line, { current }) => (current ? style.bold(line) : line),
  },
  { title: 'Principals', share: 1, cell: ({ principals }) => String(principals) },
  { title: 'Edges', share: 1, cell: ({ edges }) => String(edges) },
  { title: 'Data', share: 1, cell: ({ incomplete }) => (incomplete ? 'incomplete' : 'complete') },
  { title: 'Source', share: 3, cell: ({ source }) => showText(source) },
];
