/** Everyone who can reach a role, or every role that a principal can reach: as a picture and as a table to sort and filter. */
import { useMemo, useState } from 'preact/hooks';
import type { ReachAnswer, ReachRow } from '../../../queries/answers.ts';
import { CrossAccountBadge, Requirements } from '../components/badges.tsx';
import { Cypher } from '../components/cypher.tsx';
import { Name, PrincipalButton } from '../components/name.tsx';
import { Answer, Empty, Reservations } from '../components/states.tsx';
import { plural, requirementName, shortName, unconditionalShare } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { Picture } from '../picture/picture.tsx';
import { pictureOfReach } from '../picture/picture-model.ts';
import { useAnswer } from '../use-answer.ts';
import { visibleText } from '../visible-text.ts';

export function Reach({ direction, name }: { direction: 'from' | 'to'; name: string }) {
  const { view, go } = useNavigation();
  const asked = useAnswer<ReachAnswer>('reach', {
    [direction]: name,
    maxHops: view.maxHops,
    unconditional: view.unconditional || null,
    crossAccount: view.crossAccount || null,
  });
  return (
    <Answer asked={asked} onCandidate={(arn) => go(direction === 'from' ? { from: arn } : { to: arn }, { replace: true })}>
      {(answer) => (answer.rows.length === 0 ? <Nobody answer={answer} /> : <Reached answer={answer} />)}
    </Answer>
  );
}

function Reached({ answer }: { answer: ReachAnswer }) {
  const { view, go } = useNavigation();
  const row = view.picked === null ? undefined : answer.rows[view.picked];
  // Among hundreds of principals one chain is hard to follow, so a picked one is drawn alone.
  const model = useMemo(() => pictureOfReach(answer, row === undefined ? answer.rows : [row]), [answer, row]);
  const open = answer.rows.filter(({ verdict }) => verdict === 'allowed').length;
  const accounts = new Set(answer.rows.flatMap(({ principal }) => principal.accountId ?? [])).size;
  return (
    <>
      <header class="scene-head">
        <h1>
          {answer.direction === 'from' ? (
            <>
              What can <Name text={answer.of.name} /> reach?
            </>
          ) : (
            <>
              Who can reach <Name text={answer.of.name} />?
            </>
          )}
        </h1>
        <p>
          {plural(answer.total, answer.direction === 'from' ? 'role' : 'principal')}
          {accounts > 0 && ` in ${plural(accounts, 'account')}`}
          {answer.truncated ? '' : `, ${unconditionalShare(open, answer.rows.length)}`}.
        </p>
      </header>
      <Reservations answer={answer} shown={answer.rows.length} total={answer.total} />
      {row !== undefined && (
        <p class="drawn-alone">
          The picture shows the chain of <Name text={row.principal.name} /> alone.{' '}
          <button type="button" class="link" onClick={() => go({ picked: null }, { replace: true })}>
            Draw all
          </button>
        </p>
      )}
      <Picture model={model} picked={null} />
      <Table
        answer={answer}
        picked={view.picked}
        onPick={(index) => go({ picked: view.picked === index ? null : index }, { replace: true })}
      />
      <Cypher text={answer.cypher} />
    </>
  );
}

type Column = 'name' | 'hops' | 'verdict';

const orders: Readonly<Record<Column, (a: ReachRow, b: ReachRow) => number>> = {
  name: (a, b) => a.principal.name.localeCompare(b.principal.name, 'en'),
  hops: (a, b) => a.hops - b.hops,
  verdict: (a, b) => a.verdict.localeCompare(b.verdict) || a.requires.join().localeCompare(b.requires.join()),
};

const rowsAtOnce = 200;

function Table({ answer, picked, onPick }: { answer: ReachAnswer; picked: number | null; onPick: (index: number) => void }) {
  const { open } = useNavigation();
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<{ column: Column; down: boolean } | null>(null);
  const [most, setMost] = useState(rowsAtOnce);
  const matching = useMemo(() => {
    const wanted = filter.trim().toLowerCase();
    const indexed = answer.rows.map((row, index) => ({ row, index }));
    const kept = wanted === '' ? indexed : indexed.filter(({ row }) => searchable(row).includes(wanted));
    if (sort === null) return kept;
    return kept.sort((a, b) => orders[sort.column](a.row, b.row) * (sort.down ? -1 : 1));
  }, [answer, filter, sort]);

  const heading = (column: Column, title: string) => (
    <th scope="col" aria-sort={sort?.column === column ? (sort.down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" class="sort" onClick={() => setSort({ column, down: sort?.column === column && !sort.down })}>
        {title}
        <span aria-hidden="true">{sort?.column === column ? (sort.down ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );

  return (
    <section>
      <div class="table-head">
        <h2 class="list-title">{answer.direction === 'from' ? 'Roles it can reach' : 'Who can reach it'}</h2>
        <label class="inline">
          <span class="visually-hidden">Filter the table</span>
          <input
            type="search"
            placeholder="Filter by name, account, condition"
            value={filter}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </label>
        <span class="hint" role="status">
          {filter.trim() === '' ? '' : `${matching.length} of ${answer.rows.length}`}
        </span>
      </div>
      <table class="rows">
        <thead>
          <tr>
            {heading('name', answer.direction === 'from' ? 'Role' : 'Principal')}
            {heading('hops', 'Hops')}
            {heading('verdict', 'Conditions')}
            <th scope="col">Chain</th>
          </tr>
        </thead>
        <tbody>
          {matching.slice(0, most).map(({ row, index }) => (
            <tr key={row.principal.arn} class={picked === index ? 'picked' : ''}>
              <th scope="row">
                <PrincipalButton principal={row.principal} />
              </th>
              <td class="number">
                {row.hops}
                <span class="unit"> {row.hops === 1 ? 'hop' : 'hops'}</span>
              </td>
              <td>
                <span class="badges">
                  <Requirements verdict={row.verdict} requires={row.requires} />
                  {row.crossAccount && <CrossAccountBadge />}
                </span>
              </td>
              <td>
                <span class="chain-text">{viaText(row)}</span>
                <span class="row-actions">
                  <button
                    type="button"
                    class="link"
                    aria-pressed={picked === index}
                    aria-label={`${picked === index ? 'Draw all' : 'Draw alone'}: chain of ${visibleText(row.principal.name)}`}
                    onClick={() => onPick(index)}
                  >
                    {picked === index ? 'Draw all' : 'Draw alone'}
                  </button>
                  <button
                    type="button"
                    class="link"
                    aria-label={`All chains ${answer.direction === 'from' ? 'to' : 'from'} ${visibleText(row.principal.name)}`}
                    onClick={() =>
                      open(
                        answer.direction === 'from'
                          ? { from: answer.of.arn, to: row.principal.arn }
                          : { from: row.principal.arn, to: answer.of.arn },
                      )
                    }
                  >
                    All chains
                  </button>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {matching.length === 0 && <p class="hint">No row fits the filter.</p>}
      {matching.length > most && (
        <button type="button" class="button" onClick={() => setMost(most + rowsAtOnce)}>
          Show {Math.min(rowsAtOnce, matching.length - most)} more of {matching.length - most}
        </button>
      )}
    </section>
  );
}

/** What lies between the two ends. */
const viaText = ({ chain }: ReachRow): string =>
  chain.length <= 2
    ? 'directly'
    : `via ${chain
        .slice(1, -1)
        .map((arn) => visibleText(shortName(arn)))
        .join(' → ')}`;

const searchable = ({ principal, requires, verdict }: ReachRow): string =>
  [
    principal.arn,
    principal.name,
    principal.accountName ?? '',
    verdict === 'allowed' ? 'always' : '',
    ...requires,
    ...requires.map(requirementName),
  ]
    .join(' ')
    .toLowerCase();

function Nobody({ answer }: { answer: ReachAnswer }) {
  const { view, go } = useNavigation();
  const narrowed = view.unconditional || view.crossAccount || view.maxHops < 8;
  return (
    <>
      <header class="scene-head">
        <h1>
          <Name text={answer.of.name} />
        </h1>
      </header>
      <Empty title={answer.direction === 'from' ? 'It can reach no role' : 'Nobody can reach it'}>
        <p>
          {narrowed
            ? 'None passes the filters above.'
            : answer.direction === 'from'
              ? 'No role in the data lets it in.'
              : 'No principal in the data passes its trust policy and all other gates.'}
        </p>
        {narrowed && (
          <div class="actions">
            <button type="button" class="button" onClick={() => go({ unconditional: false, crossAccount: false, maxHops: 8 })}>
              Lift the filters
            </button>
          </div>
        )}
      </Empty>
      <Cypher text={answer.cypher} />
    </>
  );
}
