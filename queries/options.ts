/** Reads the options of a question: defaults filled in, nonsense refused. */
import type { Page } from './page.ts';
import { type ChainOptions, type PageOptions, QueryError } from './questions.ts';

const defaultMaxHops = 8;
const mostHops = 32;

export interface ChainLimits extends Page {
  readonly maxHops: number;
  readonly unconditional: boolean;
  readonly crossAccount: boolean;
  readonly stateless: boolean;
  /** What edges must not ask for, as in `Edge.requires`. */
  readonly without: readonly string[];
  /** Kinds of principals in rows; empty: all. */
  readonly kinds: readonly string[];
  /** Ids of the accounts that rows lie in, that chains pass through; null: any. */
  readonly accountIds: readonly string[] | null;
  readonly highValue: boolean;
  readonly order: 'hops' | 'conditions';
  readonly shortest: boolean;
}

/** Without any filter. */
export const plainLimits: Omit<ChainLimits, 'maxHops' | 'limit'> = {
  offset: 0,
  unconditional: false,
  crossAccount: false,
  stateless: false,
  without: [],
  kinds: [],
  accountIds: null,
  highValue: false,
  order: 'hops',
  shortest: false,
};

/**
 * @param accounts of the snapshot, to read `account` and `unit` by
 * @throws QueryError `invalid-argument`
 */
export function readChainOptions(options: ChainOptions, defaultLimit: number, accounts: readonly KnownAccount[]): ChainLimits {
  const { maxHops = defaultMaxHops, without = [], kinds = [], account, unit } = options;
  if (!Number.isInteger(maxHops) || maxHops < 1 || maxHops > mostHops) {
    throw new QueryError('invalid-argument', `The hop limit must be a whole number from 1 to ${mostHops}, not ${maxHops}.`);
  }
  const { unconditional, crossAccount, stateless, highValue, order, shortest } = { ...plainLimits, ...options };
  return {
    maxHops,
    ...readPage(options, defaultLimit),
    unconditional,
    crossAccount,
    stateless,
    without,
    kinds,
    accountIds: readPlaces(account, unit, accounts),
    highValue,
    order,
    shortest,
  };
}

interface KnownAccount {
  readonly id: string;
  readonly name: string;
  readonly alias: string;
  readonly unitPath: string;
}

/** The accounts that are meant by an account and a unit; null if neither is given. */
function readPlaces(account: string | undefined, unit: string | undefined, accounts: readonly KnownAccount[]): string[] | null {
  if (account === undefined && unit === undefined) return null;
  const only = account === undefined ? null : readAccount(account, accounts);
  const path = unit === undefined ? null : readUnit(unit, accounts);
  const isUnder = ({ unitPath }: KnownAccount): boolean => path === null || unitPath === path || unitPath.startsWith(`${path}/`);
  return accounts.filter((each) => (only === null || each.id === only) && isUnder(each)).map(({ id }) => id);
}

/** By id, or by name or alias ignoring case. */
function readAccount(text: string, accounts: readonly KnownAccount[]): string {
  const wanted = text.toLowerCase();
  const found = accounts.filter(({ id, name, alias }) => [id, name.toLowerCase(), alias.toLowerCase()].includes(wanted));
  const [only, ...others] = found;
  if (!only) throw new QueryError('invalid-argument', `No account has the id, name or alias ${JSON.stringify(text)}.`);
  if (others.length > 0) {
    const ids = found.map(({ id }) => id).join(', ');
    throw new QueryError('invalid-argument', `Several accounts go by ${JSON.stringify(text)}: give one of the ids ${ids}.`);
  }
  return only.id;
}

/** A unit's path from the root, or its last parts where they name just one; `/` or ` / ` between names. */
function readUnit(text: string, accounts: readonly KnownAccount[]): string {
  const wanted = text.split('/').map((part) => part.trim().toLowerCase());
  const paths = new Set(accounts.flatMap(({ unitPath }) => beginningsOf(unitPath)));
  const ends = [...paths].filter((path) => {
    const parts = path.toLowerCase().split('/');
    return wanted.every((part, index) => parts[parts.length - wanted.length + index] === part);
  });
  const exact = ends.filter((path) => path.split('/').length === wanted.length);
  const [only, ...others] = exact.length > 0 ? exact : ends;
  if (only === undefined) throw new QueryError('invalid-argument', `No unit that holds accounts has the path ${JSON.stringify(text)}.`);
  if (others.length > 0) {
    const paths = [only, ...others].slice(0, 5).map((path) => JSON.stringify(path));
    throw new QueryError(
      'invalid-argument',
      `Several units go by ${JSON.stringify(text)}: give the whole path, one of ${paths.join(', ')}.`,
    );
  }
  return only;
}

const beginningsOf = (path: string): string[] =>
  path === '' ? [] : path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'));

/** @throws QueryError `invalid-argument` */
export function readPage({ limit, offset = 0 }: PageOptions, defaultLimit: number): Page {
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new QueryError('invalid-argument', `The offset must be a whole number of 0 or more, not ${offset}.`);
  }
  return { offset, limit: readLimit(limit, defaultLimit) };
}

/** @throws QueryError `invalid-argument` */
export function readLimit(limit: number | undefined, defaultLimit: number): number {
  if (limit === undefined) return defaultLimit;
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new QueryError('invalid-argument', `The limit must be a whole number of 1 or more, not ${limit}.`);
  }
  return limit;
}
