/** Sorts the entries of all pages by the account that their ARN names; what has no usable ARN is reported here, once. */
import type { RawCollection, RawFile } from '../collection.ts';
import { type Entry, entriesOf, rootEntry } from './fields.ts';
import type { Findings } from './findings.ts';
import { type IamArn, type IamResourceType, requiredArn } from './iam-arn.ts';

export interface Found {
  readonly arn: IamArn;
  readonly entry: Entry;
}

/** The entries of one account, page by page. */
export interface AccountEntries {
  readonly user: Found[];
  readonly group: Found[];
  readonly role: Found[];
  readonly policy: Found[];
}

const lists = [
  ['UserDetailList', 'user'],
  ['GroupDetailList', 'group'],
  ['RoleDetailList', 'role'],
  ['Policies', 'policy'],
] as const satisfies readonly (readonly [string, IamResourceType])[];

/** By account id; AWS managed policies stand under `aws`. Entries of an account that their page is not of are left out, with a finding. */
export function entriesByAccount(raw: RawCollection, findings: Findings): Map<string, AccountEntries> {
  const owners = new Map<RawFile, Set<string>>(raw.sharedPages.map((page) => [page, new Set(['aws'])]));
  for (const account of raw.accounts) {
    for (const page of account.pages) owners.set(page, (owners.get(page) ?? new Set(['aws'])).add(account.id));
  }
  const byAccount = new Map<string, AccountEntries>();
  for (const [page, accounts] of owners) {
    const root = rootEntry(page.file, page.json, findings);
    for (const [field, type] of root ? lists : []) {
      for (const entry of root ? entriesOf(root, field, findings).entries : []) {
        const arn = requiredArn(entry, 'Arn', type, findings);
        if (!arn) continue;
        if (accounts.has(arn.account)) accountIn(byAccount, arn.account)[type].push({ arn, entry });
        else reportForeign({ arn, entry }, accounts, findings);
      }
    }
  }
  return byAccount;
}

function accountIn(byAccount: Map<string, AccountEntries>, id: string): AccountEntries {
  const account = byAccount.get(id) ?? { user: [], group: [], role: [], policy: [] };
  byAccount.set(id, account);
  return account;
}

function reportForeign({ arn, entry }: Found, accounts: ReadonlySet<string>, findings: Findings): void {
  const expected = [...accounts].filter((id) => id !== 'aws').join(', ');
  findings.tally(`foreign ${entry.place.file} ${arn.account}`, {
    severity: 'skipped',
    code: 'foreign-entry',
    place: entry.place,
    reason: `${arn.text} is of account ${arn.account}, but this file is of ${expected === '' ? 'no account' : expected}: left out`,
    remedy: 'Keep one account to a file, and name it by its account.',
  });
}
