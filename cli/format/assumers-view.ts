/** The short list of the Principal Access Summary on a terminal: who can use roles, how many and where. */
import type { Assumer, AssumersAnswer } from '../../queries/principal-access-answer.ts';
import { shortArn } from './principal-text.ts';
import type { Style } from './style.ts';
import { renderTable, type TextColumn } from './text-table.ts';
import { showText } from './visible-text.ts';

/** Empty if nobody can use any role. Ends with a line break. */
export const assumersTable = ({ rows }: AssumersAnswer, style: Style): string =>
  rows.length === 0 ? '' : renderTable(columns, rows, style);

/** Roles; if some of them ask for something, how many do not. */
const counted = (roles: number, free: number): string => (free === roles ? `${roles}` : `${roles} (${free} free)`);

function elsewhere({ principal_account_id, roles, roles_across_accounts, unconditional_across_accounts, other_accounts }: Assumer): string {
  // Services and everyone belong to no account.
  if (principal_account_id === null) return String(roles);
  return roles_across_accounts === 0 ? '' : `${counted(roles_across_accounts, unconditional_across_accounts)} in ${other_accounts}`;
}

const columns: readonly TextColumn<Assumer>[] = [
  { title: 'Principal', share: 5, cell: (row) => shortArn(row.principal_arn) },
  { title: 'Account', share: 2, cell: (row) => showText(row.principal_account_name ?? row.principal_account_id ?? '') },
  {
    title: 'Own account',
    share: 1,
    cell: (row) => (row.roles_within_account === 0 ? '' : counted(row.roles_within_account, row.unconditional_within_account)),
  },
  { title: 'Other accounts', share: 2, cell: elsewhere },
];
