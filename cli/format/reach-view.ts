/** Who can reach a role, or what a principal can reach. */
import type { ReachAnswer, ReachRow } from '../../queries/answers.ts';
import { showRequires } from './condition-text.ts';
import { accountText, shortArn } from './principal-text.ts';
import { paint, type Style } from './style.ts';
import { renderTable, type TextColumn } from './text-table.ts';
import type { View } from './view.ts';

export const reachView: View<ReachAnswer> = {
  table: (answer, style) => (answer.rows.length === 0 ? '' : renderTable(columns(answer.direction, style), answer.rows, style)),
  lines: (answer) => answer.rows,
  csvColumns: ['arn', 'kind', 'name', 'accountId', 'accountName', 'hops', 'verdict', 'requires', 'crossAccount', 'chain'],
  csvRows: (answer) =>
    answer.rows.map(({ principal, hops, verdict, requires, crossAccount, chain }) => [
      principal.arn,
      principal.kind,
      principal.name,
      principal.accountId,
      principal.accountName,
      hops,
      verdict,
      requires.join('; '),
      crossAccount,
      chain.join(' > '),
    ]),
};

function columns(direction: ReachAnswer['direction'], style: Style): TextColumn<ReachRow>[] {
  return [
    { title: 'Hops', share: 1, cell: (row) => String(row.hops) },
    { title: direction === 'from' ? 'Role' : 'Principal', share: 5, cell: (row) => shortArn(row.principal.arn) },
    { title: 'Account', share: 2, cell: (row) => accountText(row.principal) },
    {
      title: 'Verdict',
      share: 3,
      cell: (row) => showRequires(row.verdict, row.requires),
      paint: (line, row) => paint(row.verdict, line, style),
    },
  ];
}
