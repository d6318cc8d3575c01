/** Columns of tables whose rows are assume edges. */
import type { Edge, PrincipalAnswerRef } from '../../../queries/answers.ts';
import { PrincipalButton } from '../components/name.tsx';
import { conditionText } from '../conditions.ts';
import { accountLabel, principalFromArn } from '../names.ts';
import type { Column } from '../table/columns.ts';
import { visibleText } from '../visible-text.ts';
import { conditionsColumn } from './conditions-column.tsx';

export function edgeColumns(principals: ReadonlyMap<string, PrincipalAnswerRef>, onWhy: (edge: Edge) => void): readonly Column<Edge>[] {
  const of = (arn: string): PrincipalAnswerRef => principals.get(arn) ?? principalFromArn(arn);
  return [
    {
      id: 'from',
      title: 'From',
      heading: true,
      value: ({ from }) => of(from).name,
      cell: ({ from }) => <PrincipalButton principal={of(from)} />,
    },
    { id: 'from-account', title: 'From account', value: ({ from }) => accountLabel(of(from)) ?? '', optional: true },
    { id: 'to', title: 'To', value: ({ to }) => of(to).name, cell: ({ to }) => <PrincipalButton principal={of(to)} />, class: 'target' },
    { id: 'to-account', title: 'To account', value: ({ to }) => accountLabel(of(to)) ?? '', optional: true },
    conditionsColumn,
    {
      id: 'tests',
      title: 'Condition keys and values',
      value: ({ conditions }) => conditions.map(conditionText).join('; '),
      optional: true,
    },
    { id: 'action', title: 'Action', value: ({ action }) => action, optional: true },
    { id: 'cross', title: 'Cross-account', value: ({ crossAccount }) => crossAccount, optional: true },
    { id: 'from-arn', title: 'From ARN', value: ({ from }) => from, optional: true },
    { id: 'to-arn', title: 'To ARN', value: ({ to }) => to, optional: true },
    {
      id: 'why',
      title: 'Reason',
      value: () => '',
      actions: true,
      cell: (edge) => (
        <button
          type="button"
          class="link"
          aria-label={`Why from ${visibleText(of(edge.from).name)} to ${visibleText(of(edge.to).name)}?`}
          onClick={() => onWhy(edge)}
        >
          Why?
        </button>
      ),
    },
  ];
}
