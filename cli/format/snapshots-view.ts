/** The snapshots of a data directory: all of them, one in full, and what became of them. */
import type { PruneAnswer, SnapshotAnswer, SnapshotsAnswer, UseAnswer } from '../../queries/snapshots-answer.ts';
import { showBytes } from './bytes.ts';
import { ingestView } from './ingest-view.ts';
import type { Style } from './style.ts';
import { renderTable, type TextColumn } from './text-table.ts';
import type { View } from './view.ts';
import { showText } from './visible-text.ts';
import { wrapIndented } from './wrap-text.ts';

type Snapshot = SnapshotsAnswer['snapshots'][number];

const listCells = ['id', 'current', 'createdAt', 'source', 'engine', 'incomplete', 'outdated', 'findings', 'principals', 'edges'] as const;

export const snapshotsView: View<SnapshotsAnswer> = {
  table: (answer, style) => (answer.snapshots.length === 0 ? '' : renderTable(listColumns(style), answer.snapshots, style)),
  lines: (answer) => answer.snapshots,
  csvColumns: listCells,
  csvRows: (answer) => answer.snapshots.map((snapshot) => listCells.map((cell) => snapshot[cell])),
};

const listColumns = (style: Style): TextColumn<Snapshot>[] => [
  {
    title: 'Snapshot',
    share: 3,
    cell: ({ id, current }) => (current ? `${id} (current)` : id),
    paint: (line, { current }) => (current ? style.bold(line) : line),
  },
  { title: 'Principals', share: 1, cell: ({ principals }) => String(principals) },
  { title: 'Edges', share: 1, cell: ({ edges }) => String(edges) },
  {
    title: 'Data',
    share: 1,
    cell: ({ incomplete, outdated }) => `${incomplete ? 'incomplete' : 'complete'}${outdated ? ', outdated' : ''}`,
  },
  { title: 'Source', share: 3, cell: ({ source }) => showText(source) },
];

/** jsonl and csv have its findings, as those of an ingest. */
export const snapshotView: View<SnapshotAnswer> = {
  ...ingestView,
  table: (answer, style) => ingestView.table(answer, style) + renderFacts(answer, style),
};

function renderFacts(answer: SnapshotAnswer, style: Style): string {
  const { sizes, versions, readers, rebuiltFrom } = answer;
  const facts: [string, string][] = [
    ['Made', `${answer.createdAt}${answer.current ? '; it is the current one' : ''}`],
    ['Source', showText(answer.source)],
    ...(rebuiltFrom === null
      ? []
      : [['Rebuilt', `from ${showText(rebuiltFrom.id)} of Rolepath ${showText(rebuiltFrom.rolepath)}`] as [string, string]]),
    ['Versions', showText(`Rolepath ${versions.rolepath}, Node ${versions.node}, ${answer.engine} ${versions.engine}`)],
    [
      'Format',
      showText(`${answer.formatVersion}, schema ${answer.schemaHash}${answer.outdated ? ' (of another version of Rolepath)' : ''}`),
    ],
    [
      'On disk',
      `${showBytes(sizes.total)}: collection ${showBytes(sizes.collection)}, database ${showBytes(sizes.database)}, adjacency ${showBytes(sizes.adjacency)}`,
    ],
    ['Folder', showText(answer.path)],
    ['Read by', readers.length === 0 ? 'nobody' : readers.map(describeReader).join(', ')],
  ];
  return `\n${facts.map(([name, text]) => wrapIndented(text, style.width, 12, name.padEnd(12))).join('\n')}\n`;
}

const describeReader = ({ pid, since, near }: SnapshotAnswer['readers'][number]): string =>
  `process ${pid}${near ? '' : ' elsewhere'} since ${showText(since)}`;

export const useView: View<UseAnswer> = {
  table: ({ snapshot, before }) =>
    before === snapshot
      ? `${snapshot} was current already.\n`
      : `${snapshot} is current now${before === null ? '' : `, in place of ${before}`}.\n`,
  lines: (answer) => [answer],
  csvColumns: ['snapshot', 'before'],
  csvRows: ({ snapshot, before }) => [[snapshot, before]],
};

const fates: Readonly<Record<PruneAnswer['snapshots'][number]['fate'], string>> = {
  removed: 'removed',
  current: 'stays: it is the current one',
  'in-use': 'stays: somebody reads it',
  kept: 'stays',
};

export const pruneView: View<PruneAnswer> = {
  table: (answer, style) =>
    answer.snapshots.length === 0
      ? ''
      : renderTable(
          [
            { title: 'Snapshot', share: 3, cell: ({ id }) => id },
            { title: 'On disk', share: 1, cell: ({ bytes }) => showBytes(bytes) },
            { title: '', share: 3, cell: ({ fate }) => (answer.dryRun && fate === 'removed' ? 'would be removed' : fates[fate]) },
          ],
          answer.snapshots,
          style,
        ),
  lines: (answer) => answer.snapshots,
  csvColumns: ['id', 'bytes', 'fate'],
  csvRows: (answer) => answer.snapshots.map(({ id, bytes, fate }) => [id, bytes, fate]),
};
