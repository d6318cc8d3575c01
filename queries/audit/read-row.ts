/** From a row of a saved query to a finding: who, into what, where, and what else the row says. */
import { createHash } from 'node:crypto';
import type { PrincipalAnswerRef } from '../answers.ts';
import type { AuditFinding } from '../audit-answer.ts';
import type { ColumnType, SavedQuery } from '../saved/metadata.ts';

/** What a finding needs to know of the snapshot. */
export interface Describer {
  /** Null if the snapshot has no such principal. */
  principal(arn: string): PrincipalAnswerRef | null;
  /** The id where no name is known. */
  accountName(id: string): string;
}

/** The finding without chain, evidence and mute, which are added to it later. */
export function readRow(query: SavedQuery, row: readonly unknown[], describe: Describer): AuditFinding {
  const cells = Object.entries(query.columns).map(([name, type], index) => ({ name, type, value: row[index] ?? null }));
  const text = (name: string, type: ColumnType): string => {
    const cell = cells.find((one) => one.name === name && one.type === type);
    return typeof cell?.value === 'string' ? cell.value : '';
  };
  const principal = describe.principal(text('principal', 'principal'));
  const role = describe.principal(text('role', 'role'));
  const accountId = text('account', 'account') || (role?.accountId ?? '');
  const account = accountId === '' ? null : { id: accountId, name: describe.accountName(accountId) };
  const said = new Set(['principal', 'role', 'account'].filter((name) => query.columns[name] !== undefined));
  const details = Object.fromEntries(cells.filter(({ name }) => !said.has(name)).map(({ name, value }) => [name, value]));
  return {
    id: fingerprint(query.id, cells),
    query: query.id,
    title: query.title,
    severity: query.severity,
    principal,
    role,
    account,
    sentence: sentenceOf(query, principal, role, account, describe),
    details,
    chain: null,
    chainState: null,
    evidence: [],
    muted: null,
  };
}

/** Numbers, lists and dates change from one snapshot to the next; who and what do not. */
const lasting: ReadonlySet<ColumnType> = new Set(['principal', 'role', 'account', 'text']);

function fingerprint(query: string, cells: readonly { name: string; type: ColumnType; value: unknown }[]): string {
  const kept = cells.filter(({ type }) => lasting.has(type)).map(({ name, value }) => [name, value]);
  return createHash('sha256')
    .update(JSON.stringify([query, kept]))
    .digest('hex')
    .slice(0, 16);
}

function sentenceOf(
  query: SavedQuery,
  principal: PrincipalAnswerRef | null,
  role: PrincipalAnswerRef | null,
  account: AuditFinding['account'],
  describe: Describer,
): string {
  if (principal && role) {
    const link = query.reaches ? 'reaches' : 'and';
    return `${nameOf(principal, describe)} ${link} ${nameOf(role, describe)}`;
  }
  const only = principal ?? role;
  if (only) return nameOf(only, describe);
  return account ? `account ${account.name === account.id ? account.id : `${account.name} (${account.id})`}` : query.title;
}

function nameOf({ kind, name, arn, accountId }: PrincipalAnswerRef, describe: Describer): string {
  if (kind === 'anyone') return 'anyone';
  const where = accountId === null || accountId === '' || kind === 'external-account' ? '' : ` in ${describe.accountName(accountId)}`;
  return `${kind} ${name === '' ? arn : name}${where}`;
}
