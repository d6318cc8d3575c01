/** Reads the options of a question: defaults filled in, nonsense refused. */
import { type ChainOptions, QueryError } from './questions.ts';

const defaultMaxHops = 8;
const mostHops = 32;

export interface ChainLimits {
  readonly maxHops: number;
  readonly limit: number;
  readonly unconditional: boolean;
  readonly crossAccount: boolean;
}

/** @throws QueryError `invalid-argument` */
export function readChainOptions(options: ChainOptions, defaultLimit: number): ChainLimits {
  const { maxHops = defaultMaxHops, unconditional = false, crossAccount = false } = options;
  if (!Number.isInteger(maxHops) || maxHops < 1 || maxHops > mostHops) {
    throw new QueryError('invalid-argument', `The hop limit must be a whole number from 1 to ${mostHops}, not ${maxHops}.`);
  }
  return { maxHops, limit: readLimit(options.limit, defaultLimit), unconditional, crossAccount };
}

/** @throws QueryError `invalid-argument` */
export function readLimit(limit: number | undefined, defaultLimit: number): number {
  if (limit === undefined) return defaultLimit;
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new QueryError('invalid-argument', `The limit must be a whole number of 1 or more, not ${limit}.`);
  }
  return limit;
}
