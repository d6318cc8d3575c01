/** Columns of a reach answer: who, how far, under which conditions, by which chain. */
import { useMemo } from 'preact/hooks';
import type { ReachAnswer, ReachRow } from '../../../queries/answers.ts';
import { PrincipalButton } from '../components/name.tsx';
import { accountLabel, kindName, shortName } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import type { Column } from '../table/columns.ts';
import { DataTable } from '../table/data-table.tsx';
import { visibleText } from '../visible-text.ts';
import { conditionsColumn } from './conditions-column.tsx';

/** `rows` are those of the answer that pass the facets; `picked` is an index into the answer's rows. */
export function ReachTable({
  answer,
  rows,
  picked,
  onPick,
}: {
  answer: ReachAnswer;
  rows: readonly ReachRow[];
  picked: ReachRow | undefined;
  onPick: (row: ReachRow) => void;
}) {
  const { view, go, open } = useNavigation();
  const outward = answer.direction === 'from';
  const columns = useMemo(
    (): readonly Column<ReachRow>[] => [
      {
        id: 'name',
        title: outward ? 'Role' : 'Principal',
        heading: true,
        value: ({ principal }) => principal.name,
        cell: ({ principal }) => <PrincipalButton principal={principal} />,
      },
      { id: 'kind', title: 'Kind', value: ({ principal }) => kindName(principal.kind), optional: true },
      { id: 'account', title: 'Account', value: ({ principal }) => accountLabel(principal) ?? '', optional: true },
      {
        id: 'hops',
        title: 'Hops',
        value: ({ hops }) => hops,
        class: 'number',
        cell: ({ hops }) => (
          <>
            {hops}
            <span class="unit"> {hops === 1 ? 'hop' : 'hops'}</span>
          </>
        ),
      },
      conditionsColumn,
      { id: 'cross', title: 'Cross-account', value: ({ crossAccount }) => crossAccount, optional: true },
      {
        id: 'chain',
        title: 'Chain',
        value: (row) => viaText(row),
        cell: (row) => (
          <>
            <span class="chain-text">{visibleText(viaText(row))}</span>
            <span class="row-actions">
              <button
                type="button"
                class="link"
                aria-pressed={picked === row}
                aria-label={`${picked === row ? 'Draw all' : 'Draw alone'}: chain of ${visibleText(row.principal.name)}`}
                onClick={() => onPick(row)}
              >
                {picked === row ? 'Draw all' : 'Draw alone'}
              </button>
              <button
                type="button"
                class="link"
                aria-label={`All chains ${outward ? 'to' : 'from'} ${visibleText(row.principal.name)}`}
                onClick={() =>
                  open(outward ? { from: answer.of.arn, to: row.principal.arn } : { from: row.principal.arn, to: answer.of.arn })
                }
              >
                All chains
              </button>
            </span>
          </>
        ),
      },
      { id: 'arn', title: 'ARN', value: ({ principal }) => principal.arn, optional: true },
      { id: 'chain-arns', title: 'Chain, by ARN', value: ({ chain }) => chain.join(' → '), optional: true },
    ],
    [answer, picked],
  );
  return (
    <DataTable
      title={outward ? 'Roles it can reach' : 'Who can reach it'}
      placeholder="Filter by name, account, condition"
      rows={rows}
      columns={columns}
      rowKey={({ principal }) => principal.arn}
      picked={(row) => row === picked}
      state={view.table}
      onState={(table) => go({ table }, { replace: true })}
      file={`${outward ? 'reach from' : 'reach to'} ${answer.of.name}`}
      total={answer.total}
    />
  );
}

/** What lies between the two ends. */
const viaText = ({ chain }: ReachRow): string => (chain.length <= 2 ? 'directly' : `via ${chain.slice(1, -1).map(shortName).join(' → ')}`);
