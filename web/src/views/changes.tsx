/** What changed between two snapshots, and what that means: who reaches a role that could not, and who no longer does. */
import type { Edge } from '../../../queries/answers.ts';
import type { DiffAnswer, ReachChange } from '../../../queries/diff-answer.ts';
import type { SnapshotsAnswer } from '../../../queries/snapshots-answer.ts';
import { Requirements } from '../components/badges.tsx';
import { Cypher } from '../components/cypher.tsx';
import { Name, PrincipalButton } from '../components/name.tsx';
import { Answer, Empty, Reservations } from '../components/states.tsx';
import { principalFromArn, requirementName, shortName } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { type Organization, useOrganization, withAccountName } from '../organization.ts';
import type { Column } from '../table/columns.ts';
import { DataTable } from '../table/data-table.tsx';
import { useAnswer } from '../use-answer.ts';
import { visibleText } from '../visible-text.ts';
import { edgeColumns } from './edge-columns.tsx';

export function Changes() {
  const asked = useAnswer<SnapshotsAnswer>('snapshots', {});
  return (
    <>
      <header class="scene-head">
        <h1>What changed?</h1>
        <p>Compares two snapshots: first which roles principals can newly reach or no longer reach, then the edges that changed.</p>
      </header>
      {asked.status === 'failed' && asked.error.code === 'not-found' ? (
        <Empty title="This server knows one snapshot only">
          <p>
            Start <code>rolepath serve</code> over a data directory to compare its snapshots here.
          </p>
        </Empty>
      ) : (
        <Answer asked={asked}>{(answer: SnapshotsAnswer) => <Choose answer={answer} />}</Answer>
      )}
    </>
  );
}

function Choose({ answer }: { answer: SnapshotsAnswer }) {
  const { view, go } = useNavigation();
  const [newest, second] = answer.snapshots;
  if (newest === undefined || second === undefined)
    return (
      <Empty title="There is one snapshot so far">
        <p>
          Each <code>rolepath ingest</code> adds one. After the next, this page says what changed.
        </p>
      </Empty>
    );
  const newer = view.newer ?? answer.current ?? newest.id;
  const before = answer.snapshots.filter(({ id }) => id < newer);
  const older = view.older ?? (before.find(({ outdated }) => !outdated) ?? before[0] ?? second).id;
  const options = () =>
    answer.snapshots.map(({ id, createdAt, current, outdated }) => (
      <option key={id} value={id}>
        {`${new Date(createdAt).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })}${current ? ' · current' : ''}${outdated ? ' · of another version' : ''} · ${id}`}
      </option>
    ));
  return (
    <>
      <div class="compare">
        <label>
          Before
          <select value={older} onChange={(event) => go({ older: event.currentTarget.value })}>
            {options()}
          </select>
        </label>
        <label>
          After
          <select value={newer} onChange={(event) => go({ newer: event.currentTarget.value })}>
            {options()}
          </select>
        </label>
      </div>
      <Compared older={older} newer={newer} />
    </>
  );
}

function Compared({ older, newer }: { older: string; newer: string }) {
  const { view } = useNavigation();
  const { nameOf } = useOrganization();
  const asked = useAnswer<DiffAnswer>('diff', { a: older, b: newer, maxHops: view.maxHops });
  return (
    <Answer asked={asked}>
      {(answer: DiffAnswer) => {
        const { totals, reach } = answer;
        const lists = [
          { title: 'New reach', list: reach.gained },
          { title: 'Reach without conditions now', list: reach.eased },
          { title: 'Lost reach', list: reach.lost },
          { title: 'Reach under conditions now', list: reach.tightened },
        ];
        const edges = [
          { title: 'Edges opened', list: answer.edges.opened },
          { title: 'Edges closed', list: answer.edges.closed },
          { title: 'Edges changed, as they are now', list: answer.edges.changed.map(({ after }) => after) },
        ];
        const still = Object.values(totals).every((count) => count === 0);
        return (
          <>
            <Reservations answer={answer} />
            {!reach.complete && (
              <p class="reservation" role="note">
                The comparison reached its work limit: there may be more changes of reach than are listed.
              </p>
            )}
            {still ? (
              <Empty title={older === newer ? 'The same snapshot twice' : 'Nothing changed'}>
                <p>{older === newer ? 'Choose another one to compare it with.' : 'Principals, edges and reach are the same in both.'}</p>
              </Empty>
            ) : (
              <p class="change-totals">
                {(
                  [
                    [reach.gained.total, 'new reach', 'new reach'],
                    [reach.lost.total, 'lost reach', 'lost reach'],
                    [totals.edgesOpened, 'edge opened', 'edges opened'],
                    [totals.edgesClosed, 'edge closed', 'edges closed'],
                    [totals.edgesChanged, 'edge changed', 'edges changed'],
                    [totals.principalsAdded, 'principal added', 'principals added'],
                    [totals.principalsGone, 'principal gone', 'principals gone'],
                  ] as const
                ).map(([count, one, many]) => (
                  <span key={many}>
                    <strong>{count.toLocaleString('en')}</strong> {count === 1 ? one : many}
                  </span>
                ))}
              </p>
            )}
            {lists.map(({ title, list }) =>
              list.rows.length === 0 ? null : (
                <DataTable
                  key={title}
                  title={title}
                  rows={list.rows}
                  total={list.total}
                  columns={columns}
                  rowKey={({ from, to }) => `${from.arn} ${to.arn}`}
                />
              ),
            )}
            {edges.map(({ title, list }) =>
              list.length === 0 ? null : (
                <DataTable
                  key={title}
                  title={title}
                  rows={list}
                  columns={changedEdges(list, nameOf)}
                  rowKey={({ from, to, action }) => `${from} ${to} ${action}`}
                />
              ),
            )}
            <Cypher text={answer.cypher} />
          </>
        );
      }}
    </Answer>
  );
}

/** Reasons are those of the snapshot that is served, which need be neither of the two: no column for them. */
function changedEdges(edges: readonly Edge[], nameOf: Organization['nameOf']): readonly Column<Edge>[] {
  const ends = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const principals = new Map([...ends].map((arn) => [arn, withAccountName(principalFromArn(arn), nameOf)]));
  return edgeColumns(principals, () => {}).filter(({ actions }) => !actions);
}

const columns: readonly Column<ReachChange>[] = [
  { id: 'from', title: 'Who', heading: true, value: ({ from }) => from.name, cell: ({ from }) => <PrincipalButton principal={from} /> },
  { id: 'to', title: 'Role', value: ({ to }) => to.name, cell: ({ to }) => <PrincipalButton principal={to} />, class: 'target' },
  { id: 'guard', title: 'Worth guarding', value: ({ highValue }) => highValue },
  { id: 'hops', title: 'Hops', value: ({ hops }) => hops, class: 'number' },
  {
    id: 'conditions',
    title: 'Conditions',
    value: ({ verdict, requires }) => (verdict === 'allowed' ? 'always' : requires.map(requirementName).join(', ')),
    cell: ({ verdict, requires }) => <Requirements verdict={verdict} requires={requires} />,
  },
  {
    id: 'chain',
    title: 'Chain',
    value: ({ chain }) => chain.map(shortName).join(' → '),
    cell: ({ chain }) => <span class="chain-text">{visibleText(chain.map(shortName).join(' → '))}</span>,
  },
  {
    id: 'sentence',
    title: 'In words',
    value: ({ sentence }) => sentence,
    cell: ({ sentence }) => <Name text={sentence} class="wrap" />,
    optional: true,
  },
];
