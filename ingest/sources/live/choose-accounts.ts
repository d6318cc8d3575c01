/** Which accounts a run reads, and as whom. */
import type { Finding } from '../../../graph/finding.ts';
import { IngestError } from '../../errors.ts';
import { accountLeftOut, suspendedAccount } from './live-findings.ts';
import type { LiveOptions } from './options.ts';
import type { ListedAccount } from './organization.ts';
import { roleArn } from './role-template.ts';
import type { WhoCalls } from './standing.ts';

export interface AccountToRead {
  readonly id: string;
  /** Empty if it is not known. */
  readonly name: string;
  /** ARN of the role to enter; null: with the credentials at hand. */
  readonly role: string | null;
}

/**
 * @param listed null: the organization's accounts are not known, so only the caller's can be read
 * @throws IngestError `unknown-account`, `role-name-needed`
 */
export function chooseAccounts(
  { accounts, excludeAccounts = [], role }: LiveOptions,
  { account: ownAccount, partition }: WhoCalls,
  listed: readonly ListedAccount[] | null,
): { readonly toRead: readonly AccountToRead[]; readonly left: readonly Finding[] } {
  const all = listed ?? [{ Id: ownAccount, Name: '', Status: 'ACTIVE', ParentId: '' }];
  const known = new Set(all.map(({ Id }) => Id));
  const strangers = [...(accounts ?? []), ...excludeAccounts].filter((id) => !known.has(id));
  if (strangers.length > 0)
    throw new IngestError(
      'unknown-account',
      `${listed ? 'The organization has' : 'These credentials see'} no account ${strangers.join(', ')}.`,
      'Check the ids of --accounts and --exclude-accounts.',
    );
  const left: Finding[] = [];
  const toRead: AccountToRead[] = [];
  for (const { Id, Name, Status } of all) {
    if (Status === 'SUSPENDED' || Status === 'CLOSED') left.push(suspendedAccount(Id, Name, Status));
    else if ((accounts && !accounts.includes(Id)) || excludeAccounts.includes(Id)) left.push(accountLeftOut(Id, Name));
    else toRead.push({ id: Id, name: Name, role: Id === ownAccount || !role ? null : roleArn(role, Id, partition) });
  }
  const others = toRead.filter(({ id }) => id !== ownAccount);
  if (!role && others.length > 0)
    throw new IngestError(
      'role-name-needed',
      `The organization has ${others.length} more accounts, and no role was named to read them with.`,
      `Name one with --role-name, or read this account alone with --accounts ${ownAccount}. docs/live.md has a StackSet template that creates a role for it.`,
    );
  return { toRead, left };
}
