/** The short list of the Principal Access Summary: who can use roles at all, how many, and where. From the adjacency alone. */
import { isConditional } from '../../graph/edge-flags.ts';
import { compareText, showUnitPath } from '../names.ts';
import type { Assumer } from '../principal-access-answer.ts';
import type { SnapshotView } from '../snapshot-view.ts';
import type { AccessFilter } from './access-filter.ts';

/** By the number of other accounts, then of roles in them, then of roles, then by ARN. */
export function listAssumers(view: SnapshotView, { crossAccount = false, unconditional = false }: AccessFilter): readonly Assumer[] {
  const { names } = view;
  const assumers: Assumer[] = [];
  for (const number of names.byRank) {
    const assumer = countRoles(view, number, unconditional);
    if (assumer && (!crossAccount || assumer.roles_across_accounts > 0)) assumers.push(assumer);
  }
  return assumers.sort(
    (left, right) =>
      right.other_accounts - left.other_accounts ||
      right.roles_across_accounts - left.roles_across_accounts ||
      right.roles - left.roles ||
      compareText(left.principal_arn, right.principal_arn),
  );
}

/** Null if it can use none. Who belongs to no account (services, everyone) is neither within one nor in another. */
function countRoles({ adjacency, names, requires }: SnapshotView, number: number, unconditional: boolean): Assumer | null {
  const [first = 0, end = 0] = [adjacency.offsets[number], adjacency.offsets[number + 1]];
  if (first === end) return null;
  const roles = { within: new Set<number>(), across: new Set<number>(), neither: new Set<number>() };
  const free = { within: new Set<number>(), across: new Set<number>() };
  const accounts = new Set<string>();
  const asked = new Set<string>();
  const own = adjacency.principals[number]?.accountId ?? '';
  for (let edge = first; edge < end; edge += 1) {
    const conditional = isConditional(adjacency.flags[edge] ?? 0);
    if (unconditional && conditional) continue;
    const role = adjacency.targets[edge] ?? 0;
    const account = adjacency.principals[role]?.accountId ?? '';
    const place = own === '' ? 'neither' : account === own ? 'within' : 'across';
    roles[place].add(role);
    if (place === 'across') accounts.add(account);
    if (!conditional && place !== 'neither') free[place].add(role);
    if (conditional) for (const word of requires(edge)) asked.add(word);
  }
  const total = roles.within.size + roles.across.size + roles.neither.size;
  if (total === 0) return null;
  const { arn, kind, name, accountId, accountName } = names.describe(number);
  return {
    principal_name: name,
    principal_arn: arn,
    principal_type: kind,
    principal_account_id: accountId,
    principal_account_name: accountName,
    unit_path: showUnitPath(names.account(number)?.unitPath ?? ''),
    roles: total,
    roles_within_account: roles.within.size,
    unconditional_within_account: free.within.size,
    roles_across_accounts: roles.across.size,
    unconditional_across_accounts: free.across.size,
    other_accounts: accounts.size,
    requires: [...asked].sort(),
  };
}
