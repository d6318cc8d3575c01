/** The snapshots that are stored: what changes between them is compared on the command line. */
import type { SnapshotsAnswer } from '../../../queries/snapshots-answer.ts';
import { Name } from '../components/name.tsx';
import { Answer, Empty } from '../components/states.tsx';
import type { Column } from '../table/columns.ts';
import { DataTable } from '../table/data-table.tsx';
import { useAnswer } from '../use-answer.ts';

export function Changes() {
  const asked = useAnswer<SnapshotsAnswer>('snapshots', {});
  return (
    <>
      <header class="scene-head">
        <h1>What changed?</h1>
        <p>
          Each ingest keeps a snapshot. <code>rolepath diff</code> says what changed between two of them.
        </p>
      </header>
      {asked.status === 'failed' && asked.error.code === 'not-found' ? (
        <Empty title="This server knows one snapshot only">
          <p>
            Start <code>rolepath serve</code> over a data directory to see its snapshots here.
          </p>
        </Empty>
      ) : (
        <Answer asked={asked}>
          {(answer: SnapshotsAnswer) => <DataTable title="Snapshots" rows={answer.snapshots} columns={columns} rowKey={({ id }) => id} />}
        </Answer>
      )}
    </>
  );
}

const columns: readonly Column<SnapshotsAnswer['snapshots'][number]>[] = [
  { id: 'id', title: 'Snapshot', heading: true, value: ({ id }) => id },
  { id: 'created', title: 'Made', value: ({ createdAt }) => createdAt },
  { id: 'source', title: 'Source', value: ({ source }) => source, cell: ({ source }) => <Name text={source} class="wrap" /> },
  { id: 'current', title: 'Current', value: ({ current }) => current },
  { id: 'principals', title: 'Principals', value: ({ principals }) => principals, class: 'number' },
  { id: 'edges', title: 'Edges', value: ({ edges }) => edges, class: 'number' },
  { id: 'findings', title: 'Findings', value: ({ findings }) => findings, class: 'number' },
  { id: 'incomplete', title: 'Incomplete', value: ({ incomplete }) => incomplete },
];
