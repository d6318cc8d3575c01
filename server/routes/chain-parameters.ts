/** The parameters that questions about chains share. */
import { z } from 'zod';
import { count, documentedParameters, flag, offset } from '../parameters.ts';

/** Words with commas between them. */
const words = (what: string) =>
  z
    .string('must be given once')
    .max(400, 'must have at most 400 characters')
    .regex(/^[a-z-]+(,[a-z-]+)*$/, 'must be words in lower case with commas between them')
    .transform((text) => text.split(','))
    .register(documentedParameters, { type: 'string', pattern: '^[a-z-]+(,[a-z-]+)*$', maxLength: 400 })
    .optional()
    .describe(what);

const place = (what: string) => z.string('must be given once').trim().min(1, 'must not be empty').max(1024).optional().describe(what);

export const chainParameters = {
  maxHops: count(32).describe('Longest chain, in role assumptions; 8 unless given'),
  limit: count(100_000).describe('Most rows (1000 unless given) or paths (25 unless given)'),
  offset,
  unconditional: flag().describe('Follow edges without conditions only'),
  crossAccount: flag().describe('Keep chains that cross accounts only'),
  stateless: flag().describe('Follow edges alone, without what one hop sets and a later one asks for'),
  without: words('Follow no edge that asks for one of these: mfa, external-id, …'),
  account: place('Id, name or alias: rows in this account, chains that pass through it'),
  unit: place('Path of a unit, or its end: rows in accounts under it, chains that pass through one'),
};

export const reachParameters = {
  ...chainParameters,
  kinds: words('Rows of these kinds of principals: user, role, service, …'),
  highValue: flag().describe('Rows that are high-value targets only'),
};

export const pathsParameters = {
  ...chainParameters,
  order: z.enum(['hops', 'conditions'], 'must be hops or conditions').optional().describe('Fewest hops first, or fewest conditional hops'),
  shortest: flag().describe('Only the chains of the fewest hops'),
};
