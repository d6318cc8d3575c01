/**
 * The shape of every answer, once: CLI JSON, HTTP bodies and the web's types all come from here.
 * Shapes may grow new fields; a field that is here keeps its name and meaning.
 */
import { z } from 'zod';
import { findingSchema } from '../graph/finding.ts';

/** What every answer carries beside its data. */
export const envelopeSchema = z.object({
  snapshot: z.string().describe('Id of the snapshot that was asked'),
  incomplete: z.boolean().describe('True if something of the input was skipped or unknown when the snapshot was built'),
  truncated: z.boolean().describe('True if a limit cut the answer'),
  cypher: z
    .string()
    .nullable()
    .describe(
      'The Cypher that asks the same of the graph, as the engine that answers Cypher here takes it; null where no query stands behind it',
    ),
});

/** What answers carry whose rows come in pages. */
export const pageFields = {
  next: z.number().int().nullable().describe('The `offset` of the next page; null: nothing comes after these rows'),
};

export const conditionSchema = z.object({
  key: z.string(),
  operator: z.string(),
  qualifier: z.enum(['ForAllValues', 'ForAnyValue']).nullable(),
  ifExists: z.boolean(),
  values: z.array(z.string()),
  negated: z.boolean(),
  source: z.enum(['caller', 'session', 'environment', 'identity-provider', 'unknown-identity']),
});

export const principalSchema = z.object({
  arn: z.string(),
  kind: z.string(),
  name: z.string(),
  accountId: z.string().nullable(),
  accountName: z.string().nullable(),
  collected: z.boolean().describe('False if it is only named by a policy'),
});

export const edgeSchema = z.object({
  from: z.string(),
  to: z.string(),
  action: z.string(),
  verdict: z.enum(['allowed', 'conditional']),
  requires: z.array(z.string()),
  conditions: z.array(conditionSchema).describe('The least demanding of the alternatives'),
  alternatives: z.array(z.array(conditionSchema)),
  truncated: z.boolean(),
  crossAccount: z.boolean(),
  grant: z.enum(['trust', 'identity']),
  oidcSub: z.enum(['exact', 'pattern', 'any', 'none']),
  canTagSession: z.boolean(),
  canSetSourceIdentity: z.boolean(),
  canChooseSessionName: z.boolean(),
  reasonId: z.string(),
});

export const reachRowSchema = z.object({
  principal: principalSchema.describe('The role reached, or whoever reaches the role'),
  hops: z.number().int(),
  verdict: z.enum(['allowed', 'conditional']).describe('allowed: a shortest chain without any condition'),
  requires: z.array(z.string()).describe('What the hops of the chain ask for, together'),
  crossAccount: z.boolean().describe('True if some hop of the chain crosses accounts'),
  chain: z.array(z.string()).describe('ARNs of one shortest chain, from source to role'),
  firstHop: z.string().optional().describe('ARN of the first role of that chain'),
});

export const reachAnswerSchema = envelopeSchema.extend({
  direction: z.enum(['from', 'to']),
  of: principalSchema,
  maxHops: z.number().int(),
  total: z.number().int().describe('Rows on all pages'),
  ...pageFields,
  rows: z.array(reachRowSchema).describe('By hops, then unconditional first, then ARN'),
  edges: z
    .array(edgeSchema.pick({ from: true, to: true, action: true, verdict: true, requires: true, crossAccount: true }))
    .optional()
    .describe('The distinct edges that the chains of the rows run over, so that they can be drawn'),
  closed: z.number().int().optional().describe('Rows that there are along edges alone, and that no session can reach'),
  longer: z.number().int().optional().describe('Rows that take more hops than along edges alone, for the sake of a session'),
});

export const pathSchema = z.object({
  hops: z.number().int(),
  verdict: z.enum(['allowed', 'conditional']),
  requires: z.array(z.string()),
  principals: z.array(principalSchema).describe('From source to role; one more than there are edges'),
  edges: z.array(edgeSchema),
  accounts: z.array(z.string()).describe('Accounts in the order the chain enters them'),
  sessionLimitSeconds: z.number().int().nullable().describe('3600 on chains of role sessions: AWS limits role chaining to one hour'),
  sentence: z.string(),
  merged: z
    .array(z.object({ condition: conditionSchema, hops: z.array(z.number().int()) }))
    .optional()
    .describe('What remains to be met, all hops together, with the hops (from 1) that ask for it'),
  choices: z
    .array(
      z.object({
        hop: z.number().int().describe('The hop, from 1, that sets it'),
        attribute: z.string().describe('name, mfa, source-identity, tag:<key> or login:<condition key>'),
        conditions: z.array(conditionSchema),
        neededBy: z.number().int(),
      }),
    )
    .optional()
    .describe('What an earlier hop sets because a later one asks for it'),
  commands: z
    .array(z.string())
    .optional()
    .describe('Commands for a POSIX shell that walk the chain; lines that begin with # are for people'),
  profile: z
    .string()
    .nullable()
    .optional()
    .describe('Chained profiles for the configuration of the AWS CLI; null where it cannot make the calls'),
});

export const closedChainSchema = z.object({
  principals: z.array(z.string()).describe('ARNs from source to role'),
  hop: z.number().int().describe('The hop, from 1, that no session can take'),
  why: z.string(),
});

export const pathsAnswerSchema = envelopeSchema.extend({
  from: principalSchema,
  to: principalSchema,
  maxHops: z.number().int(),
  ...pageFields,
  paths: z.array(pathSchema).describe('Shortest first, or by what `order` asked for'),
  closed: z.array(closedChainSchema).optional().describe('Some of the shortest chains along edges alone that state closes'),
});

/** A statement that could go. */
export const cutStatementSchema = z.object({
  statement: z.string().describe('<document id>/<index>, as Statement.id'),
  index: z.number().int().describe('0-based place in its policies'),
  sid: z.string().nullable(),
  policies: z.array(z.object({ id: z.string(), name: z.string() })).describe('Policies in which it stands; 20 at most'),
  document: z.unknown().describe('The statement as it stands there; null if it is not in the data'),
});

export const cutAnswerSchema = envelopeSchema.extend({
  to: principalSchema,
  from: principalSchema.nullable().describe('Null: everyone who reaches the role'),
  reachedBy: z.number().int().describe('Principals that reach the role now'),
  cuts: z
    .array(
      cutStatementSchema.extend({
        gate: z.enum(['trust', 'identity']),
        edges: z.number().int().describe('Edges towards the role that it alone lets through'),
        stops: z.number().int().describe('Principals that no longer reach the role without it'),
        stopped: z.array(principalSchema).describe('20 of them at most'),
        stopsInAll: z.number().int().describe('The same, whomever `from` names: what all others lose as well'),
      }),
    )
    .describe('Those that stop the most first; with `from` those that stop the fewest others'),
});

export const edgeCutAnswerSchema = envelopeSchema.extend({
  from: principalSchema,
  to: principalSchema,
  lostRoles: z.number().int().describe('Roles that the principal no longer reaches'),
  roles: z.array(principalSchema),
  lostPrincipals: z.number().int().describe('Principals that no longer reach the role'),
  principals: z.array(principalSchema),
  ways: z
    .array(
      z.object({
        gate: z.enum(['trust', 'identity']),
        statements: z.array(cutStatementSchema).describe('All of them must go'),
        edges: z.number().int().describe('Edges that close, this one among them'),
        truncated: z.boolean().describe('True: so many hold these statements that not all their edges were looked at; more may close'),
        lostRoles: z.number().int().describe('Roles that the principal no longer reaches then'),
        lostPrincipals: z.number().int().describe('Principals that no longer reach the role then'),
      }),
    )
    .describe('What to take out of policies so that the edge closes; each way alone does it'),
});

export const chokePointsAnswerSchema = envelopeSchema.extend({
  targets: z.number().int().describe('High-value roles that somebody can assume'),
  targetsCounted: z.number().int().describe('Those that were counted; fewer where the work is limited'),
  pairs: z.number().int().describe('Pairs of a principal and a high-value role that it reaches along edges alone; state may close some'),
  ...pageFields,
  rows: z
    .array(
      z.object({
        principal: principalSchema,
        pairs: z.number().int().describe('Pairs whose best chain passes through it'),
        unavoidable: z.number().int().describe('Pairs all of whose chains pass through it; state may close the ways round of more'),
      }),
    )
    .describe('By pairs, then ARN'),
});

export const statementRefSchema = z.object({
  policy: z.string(),
  name: z.string(),
  index: z.number().int(),
  sid: z.string().nullable(),
  effect: z.enum(['Allow', 'Deny']),
});

export const gateSchema = z.object({
  gate: z.enum(['caller', 'rcp', 'scp', 'trust', 'identity', 'boundary']),
  verdict: z.enum(['allowed', 'conditional', 'denied', 'not-applicable']),
  statements: z.array(statementRefSchema),
  why: z.string(),
});

/** A policy that an explanation points into. */
export const evidenceSchema = z.object({
  policy: z.string(),
  name: z.string(),
  kind: z.enum(['inline', 'attached', 'boundary', 'trust', 'scp', 'rcp']),
  document: z.unknown().describe('The policy document as it was read'),
  statements: z.array(z.number().int()).describe('0-based indexes of the deciding statements'),
});

export const explainAnswerSchema = envelopeSchema.extend({
  from: z.string(),
  to: z.string(),
  action: z.string(),
  verdict: z.enum(['allowed', 'conditional', 'denied']),
  explicit: z.boolean(),
  conditions: z.array(conditionSchema),
  alternatives: z.array(z.array(conditionSchema)),
  gates: z.array(gateSchema),
  sentence: z.string().describe('The whole in one sentence for people; wording is not a contract'),
  fromPrincipal: principalSchema,
  toPrincipal: principalSchema,
  requires: z.array(z.string()),
  evidence: z.array(evidenceSchema),
});

export const searchAnswerSchema = envelopeSchema.extend({
  text: z.string(),
  total: z.number().int().describe('Hits on all pages'),
  ...pageFields,
  hits: z.array(principalSchema).describe('Best match first'),
});

export const principalAnswerSchema = envelopeSchema.extend({
  principal: principalSchema,
  uniqueId: z.string().nullable(),
  path: z.string().nullable(),
  createdAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
  groups: z.array(z.string()),
  unitPath: z.string().nullable(),
  policies: z.array(z.object({ id: z.string(), name: z.string(), as: z.string(), viaGroup: z.string().nullable(), document: z.unknown() })),
  canAssume: z.number().int().describe('Edges out'),
  assumedBy: z.number().int().describe('Edges in'),
  isAdmin: z.boolean().describe('Allowed everything on everything, after boundary and SCPs'),
  adminWhy: z.string().describe('What makes it an administrator, keeps it from being one, or is not known; else empty'),
  highValue: z.boolean().describe('An administrator, or worth guarding by what rolepath ingest was told'),
  hopsToAdmin: z.number().int().describe('Fewest hops to an administrator, along edges alone; 0: it is one; -1: none'),
  reachRoles: z.number().int().describe('Roles that it can reach, along edges alone; -1: not counted'),
  reachAccounts: z.number().int().describe('Accounts of these roles; -1: not counted'),
  reachedBy: z.number().int().describe('Principals that can reach it, along edges alone; -1: not counted'),
});

export const neighboursAnswerSchema = envelopeSchema.extend({
  principal: principalSchema,
  principals: z.array(principalSchema).describe('All ends of the edges'),
  ...pageFields,
  out: z.array(edgeSchema),
  in: z.array(edgeSchema),
});

export const edgesAnswerSchema = envelopeSchema.extend({ edges: z.array(edgeSchema).describe('Sorted by from, then to, then action') });

export const cypherAnswerSchema = envelopeSchema.extend({
  columns: z.array(z.string()),
  rows: z
    .array(z.array(z.unknown()))
    .describe(
      'One value for each column. Nodes are {_label, …properties}, relationships {_label, _from, _to, …properties}, paths {nodes, relationships}',
    ),
});

export const accountSchema = z.object({
  id: z.string(),
  name: z.string(),
  unitPath: z.string().describe('Unit names from the root, joined by " / "; empty outside an organization'),
  inOrganization: z.boolean(),
  isManagement: z.boolean(),
  collected: z.boolean(),
  principals: z.number().int(),
});

export const summaryAnswerSchema = envelopeSchema.extend({
  createdAt: z.string(),
  source: z.string().describe('What was ingested, as the user named it'),
  counts: z.object({
    accounts: z.number().int(),
    users: z.number().int(),
    roles: z.number().int(),
    groups: z.number().int(),
    otherPrincipals: z.number().int(),
    collectedAccounts: z.number().int().optional().describe('Of accounts, those whose IAM data was read; the others are only named'),
    otherKinds: z.record(z.string(), z.number().int()).optional().describe('otherPrincipals by kind'),
    edges: z.number().int(),
    allowedEdges: z.number().int(),
    conditionalEdges: z.number().int(),
    crossAccountEdges: z.number().int(),
    policies: z.number().int(),
    reasons: z.number().int(),
  }),
  accounts: z.array(accountSchema),
  accountEdges: z
    .array(z.object({ from: z.string(), to: z.string(), edges: z.number().int(), unconditional: z.number().int() }))
    .describe('Assume edges between accounts; from may be a service, provider or account that was not collected'),
  entryPoints: z
    .array(z.object({ principal: principalSchema, roles: z.number().int(), unconditional: z.number().int() }))
    .optional()
    .describe(
      'Ways in from outside the collected accounts: anyone, external accounts, identity providers, services; with the roles each can assume directly',
    ),
  findings: z.array(findingSchema),
});

export const ingestAnswerSchema = envelopeSchema.extend({
  counts: summaryAnswerSchema.shape.counts,
  findings: z.array(findingSchema),
  decided: z
    .object({
      from: z
        .string()
        .nullable()
        .describe('The snapshot whose decisions were taken over where nothing they depend on had changed; null: none'),
      accounts: z.number().int().describe('Accounts about whose roles something was decided'),
      accountsDecidedAnew: z.number().int().describe('Those of them where something had to be decided anew'),
      decisions: z.number().int(),
      decidedAnew: z.number().int(),
    })
    .nullable()
    .describe('How much had to be decided; null if the snapshot does not say'),
  timings: z.record(z.string(), z.number()).describe('Milliseconds by step'),
});

/** HTTP errors, as application/problem+json (RFC 9457). `code` is stable; the texts are not. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  line: z.number().int().optional().describe('1-based place in a Cypher query'),
  column: z.number().int().optional(),
  candidates: z.array(principalSchema).optional().describe('For an ambiguous name: what it may mean'),
});

export type Envelope = z.infer<typeof envelopeSchema>;
export type PrincipalAnswerRef = z.infer<typeof principalSchema>;
export type Edge = z.infer<typeof edgeSchema>;
export type ReachRow = z.infer<typeof reachRowSchema>;
export type ReachAnswer = z.infer<typeof reachAnswerSchema>;
export type Path = z.infer<typeof pathSchema>;
export type PathsAnswer = z.infer<typeof pathsAnswerSchema>;
export type ExplainAnswer = z.infer<typeof explainAnswerSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;
export type PrincipalAnswer = z.infer<typeof principalAnswerSchema>;
export type NeighboursAnswer = z.infer<typeof neighboursAnswerSchema>;
export type EdgesAnswer = z.infer<typeof edgesAnswerSchema>;
export type CypherAnswer = z.infer<typeof cypherAnswerSchema>;
export type SummaryAnswer = z.infer<typeof summaryAnswerSchema>;
export type IngestAnswer = z.infer<typeof ingestAnswerSchema>;
export type CutStatement = z.infer<typeof cutStatementSchema>;
export type CutAnswer = z.infer<typeof cutAnswerSchema>;
export type EdgeCutAnswer = z.infer<typeof edgeCutAnswerSchema>;
export type ChokePointsAnswer = z.infer<typeof chokePointsAnswerSchema>;
export type Problem = z.infer<typeof problemSchema>;
