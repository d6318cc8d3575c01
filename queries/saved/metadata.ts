/** What stands in the leading comment of a saved query: its metadata, as data that is checked. Unknown keys are refused. */
import { z } from 'zod';

export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** From least to most severe, to compare with. */
export const rankOf = (severity: Severity): number => severities.indexOf(severity);

/**
 * `principal`, `role` and `account` take any name that fits just one and become ARN or account id. `date` is an ISO 8601 day, or
 * days before the snapshot was made (`-90d`). `pattern` is a regular expression that must fit the whole text.
 */
export const parameterTypes = ['string', 'integer', 'boolean', 'strings', 'date', 'pattern', 'principal', 'role', 'account'] as const;
export type ParameterType = (typeof parameterTypes)[number];

/** `principal` and `role` hold ARNs, `account` account ids; the others hold what their name says. */
export const columnTypes = ['principal', 'role', 'account', 'text', 'integer', 'boolean', 'list', 'date', 'node', 'path'] as const;
export type ColumnType = (typeof columnTypes)[number];

const oneLine = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .regex(/^[^\n]*$/, 'must be one line');
const word = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');
/** Both dialects take it as a name without quotes. */
const identifier = z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,63}$/, 'must be letters and digits, beginning with a letter');

/** Where a query came from, in the words of BloodHound's query library; kept so that it goes back as it came. */
export const originSchema = z.strictObject({
  guid: z.string().optional(),
  category: z.string().optional(),
  platforms: z.array(z.string()).default([]),
  revision: z.int().min(1).default(1),
  acknowledgements: z.array(z.string()).default([]),
});

export const parameterSpecSchema = z.strictObject({
  type: z.enum(parameterTypes),
  description: oneLine,
  /** Without one the parameter must be given. */
  default: z.union([z.string(), z.number().int(), z.boolean(), z.array(z.string())]).optional(),
});

export const metadataSchema = z.strictObject({
  id: word,
  title: oneLine,
  /** What it asks, as a person would. */
  question: oneLine,
  category: word,
  /** `info`: worth reading, not a finding; `rolepath audit` runs it only when it is named. */
  severity: z.enum(severities),
  remediation: oneLine,
  references: z.array(z.url({ protocol: /^https?$/, error: 'must be an http or https address' })).default([]),
  /** Frameworks and topics: `cis-aws-1.16`, `soc2-cc6.1`. */
  tags: z.array(z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, 'must be lower-case letters, digits, dots and hyphens')).default([]),
  parameters: z.record(identifier, parameterSpecSchema).default({}),
  /** The columns that it returns, in that order. */
  columns: z.record(identifier, z.enum(columnTypes)).refine((columns) => Object.keys(columns).length > 0, 'must name at least one column'),
  /** True if each row says that its principal reaches its role; an audit then adds the chain, and says so where session state closes it. */
  reaches: z.boolean().default(false),
  origin: originSchema.optional(),
});

export type QueryOrigin = z.infer<typeof originSchema>;
export type ParameterSpec = z.infer<typeof parameterSpecSchema>;
export type QueryMetadata = z.infer<typeof metadataSchema>;

/** A saved query, read and checked. */
export interface SavedQuery extends QueryMetadata {
  /** Where it stands, for messages: a path as it was given, or the name of a library file. */
  readonly file: string;
  /** True for those that Rolepath brings. */
  readonly isBuiltIn: boolean;
  /** The Cypher for each engine; the same text wherever both take it. */
  readonly texts: Readonly<Record<'ladybug' | 'neo4j', QueryText>>;
}

export interface QueryText {
  readonly cypher: string;
  /** File and 1-based line where the text begins, to say where an error is. */
  readonly file: string;
  readonly line: number;
}
