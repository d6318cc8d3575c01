/** Recognises the output of get-account-authorization-details and the account it is of, by what is in it. */

import type { Finding } from '../../graph/finding.ts';
import type { RawFile } from '../collection.ts';

const principalLists = ['UserDetailList', 'GroupDetailList', 'RoleDetailList'];
const lists = [...principalLists, 'Policies'];

/** `Policies` alone is not enough: list-policies prints that too, without documents. */
export function isAuthorizationDetails(json: unknown): boolean {
  return isObject(json) && principalLists.some((name) => Object.hasOwn(json, name));
}

/** True if the page says that more follow: `IsTruncated` of the API, `NextToken` of the CLI's `--max-items`. */
export function isTruncated(json: unknown): boolean {
  return isObject(json) && (own(json, 'IsTruncated') === true || typeof own(json, 'NextToken') === 'string');
}

/** Whose a page is. */
export interface PageOwners {
  /** Usually one. None: the page is of no account, as it holds AWS managed policies only, or `problem` says why it cannot be used. */
  readonly accounts: readonly string[];
  readonly problem: Finding | null;
}

/**
 * The accounts of a page: those of its ARNs, else the 12 digits that its name begins with. A file `accounts/<id>….json` is of that
 * account alone, if most of its ARNs are.
 */
export function ownersOfPage(page: RawFile): PageOwners {
  const counts = new Map<string, number>();
  for (const entry of entriesOf(page.json)) {
    const id = accountInArn(isObject(entry) ? own(entry, 'Arn') : undefined);
    if (id) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const onlyAws = counts.delete('aws') && counts.size === 0;
  const ids = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([id]) => id);
  const [, folder, named] = /(?:^|(?:^|\/)(accounts)\/|\/)(\d{12})(?!\d)[^/]*$/.exec(page.file) ?? [];
  if (named !== undefined && ids.length === 0) return { accounts: [named], problem: null };
  if (ids.length === 0) return { accounts: [], problem: onlyAws ? null : problemOf(page, 'skipped', 'no-account', noAccount) };
  if (folder === undefined || named === undefined) {
    const reason = `it holds entries of ${ids.length} accounts (${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''}); each is taken for itself`;
    return { accounts: ids, problem: ids.length > 1 ? problemOf(page, 'notice', 'several-accounts', reason) : null };
  }
  if (named === ids[0]) return { accounts: [named], problem: null };
  return {
    accounts: [],
    problem: problemOf(page, 'skipped', 'wrong-account', `its name says account ${named}, but the ARNs in it say ${ids[0]}`),
  };
}

const noAccount = 'it holds no ARN, so the account it is of is not known';

/** What a JSON file that is no authorization details seems to be. */
export function describeOtherFile(json: unknown): string {
  if (!isObject(json)) return `a JSON ${Array.isArray(json) ? 'list' : 'value'}, not get-account-authorization-details output`;
  const keys = Object.keys(json);
  if (Object.hasOwn(json, 'Organization') || Object.hasOwn(json, 'OrganizationalUnits')) {
    return 'it looks like the organization.json of a Collection: give the directory that holds it';
  }
  const shown = keys.slice(0, 5).map((key) => JSON.stringify(key.slice(0, 40)));
  return `not get-account-authorization-details output: it has ${shown.length > 0 ? shown.join(', ') : 'no keys'}${keys.length > 5 ? ', …' : ''}`;
}

function* entriesOf(json: unknown): Iterable<unknown> {
  if (!isObject(json)) return;
  for (const name of lists) {
    const list = own(json, name);
    if (Array.isArray(list)) yield* list;
  }
}

const accountInArn = (arn: unknown): string | undefined =>
  typeof arn === 'string' ? /^arn:[^:]*:iam::(\d{12}|aws):/.exec(arn)?.[1] : undefined;

const problemOf = (page: RawFile, severity: 'skipped' | 'notice', code: string, reason: string): Finding => ({
  severity,
  code,
  file: page.file,
  path: null,
  reason,
  remedy: 'Keep one account to a file, and name it accounts/<account id>.json in a Collection.',
});

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (value: Record<string, unknown>, name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);
