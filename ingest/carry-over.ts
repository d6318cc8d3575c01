/**
 * What an earlier snapshot knew of accounts that could not be read this time. Showing them as gone would be a guess; their old data is
 * used and marked stale, in the Collection itself, so that whoever ingests it again sees the same.
 */
import type { Finding } from '../graph/finding.ts';
import type { RawAccount, RawCollection, RawFile } from './collection.ts';

/** The snapshot that knew the accounts. */
export interface Earlier {
  readonly snapshot: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly collection: RawCollection;
}

/**
 * The collection with these accounts as they were before. An account that `earlier` does not know stays as it is.
 * @param failed ids of accounts that could not be read, or not to their end
 */
export function carryOver(collection: RawCollection, failed: readonly string[], earlier: Earlier): RawCollection {
  if (organizationOf(earlier.collection) !== organizationOf(collection)) return collection;
  const known = new Map(earlier.collection.accounts.filter(({ pages }) => pages.length > 0).map((account) => [account.id, account]));
  const carried = failed.flatMap((id) => {
    const account = known.get(id);
    return account ? [markStale(account, earlier)] : [];
  });
  if (carried.length === 0) return collection;
  const ids = new Set(carried.map(({ id }) => id));
  const pagesOfCarried = new Set(collection.accounts.filter(({ id }) => ids.has(id)).flatMap(({ pages }) => pages.map(({ file }) => file)));
  return {
    ...collection,
    accounts: [...collection.accounts.filter(({ id }) => !ids.has(id)), ...carried].sort((a, b) => (a.id < b.id ? -1 : 1)),
    findings: [
      // That pages of a half-read account are missing matters no more: none of them is used.
      ...collection.findings.filter(({ code, file }) => code !== 'truncated-account' || !pagesOfCarried.has(file)),
      ...carried.map(staleAccount),
    ],
  };
}

function markStale(account: RawAccount, { snapshot, createdAt }: Earlier): RawAccount {
  const before = account.others?.collected?.json;
  const json = { CollectedAt: createdAt, CarriedOverFrom: snapshot, ...(isObject(before) ? before : {}) };
  return { ...account, others: { ...account.others, collected: { file: `accounts/${account.id}/collected.json`, json } } };
}

function staleAccount({ id, others }: RawAccount): Finding {
  const json = others?.collected?.json;
  const { CollectedAt, CarriedOverFrom } = isObject(json) ? json : {};
  return {
    severity: 'unknown',
    code: 'stale-account',
    file: `accounts/${id}.json`,
    path: null,
    reason: `account ${id} could not be read; what snapshot ${String(CarriedOverFrom)} knew of it is used, as of ${String(CollectedAt)}`,
    remedy: 'Its other findings say why. Mend that, and run again with --resume.',
  };
}

/** `''` if the Collection does not say. Lone accounts of different owners have different ids anyway. */
function organizationOf({ organization }: RawCollection): string {
  const json = typeof organization === 'object' ? (organization as RawFile).json : null;
  const inner = isObject(json) ? json['Organization'] : null;
  return isObject(inner) && typeof inner['Id'] === 'string' ? inner['Id'] : '';
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
