/** The shape of an audit: its queries, what they found, and the guards that were asked for. */
import { z } from 'zod';
import { edgeSchema, envelopeSchema, principalSchema } from './answers.ts';
import { severities } from './saved/metadata.ts';
import { savedQuerySchema } from './saved-queries-answer.ts';

const severitySchema = z.enum(severities);

export const auditChainSchema = z.object({
  principals: z.array(principalSchema).describe('From source to role; one more than there are edges'),
  edges: z.array(edgeSchema.pick({ from: true, to: true, action: true, verdict: true, requires: true, crossAccount: true })),
  verdict: z.enum(['allowed', 'conditional']),
  requires: z.array(z.string()).describe('What the hops ask for, together'),
  sentence: z.string(),
});

export const auditEvidenceSchema = z.object({
  hop: z.number().int().describe('1-based hop of the chain that the statement decides'),
  gate: z.enum(['rcp', 'scp', 'trust', 'identity', 'boundary']),
  policy: z.string(),
  name: z.string(),
  index: z.number().int().describe('0-based place of the statement in the policy'),
  sid: z.string().nullable(),
  effect: z.enum(['Allow', 'Deny']),
});

export const auditFindingSchema = z.object({
  id: z.string().describe('The same for the same finding in every snapshot, to mute it and to compare'),
  query: z.string(),
  title: z.string(),
  severity: severitySchema,
  principal: principalSchema.nullable(),
  role: principalSchema.nullable(),
  account: z.object({ id: z.string(), name: z.string() }).nullable(),
  sentence: z.string().describe('The finding in one sentence for people; wording is not a contract'),
  details: z.record(z.string(), z.unknown()).describe('The columns of the row that are not said above'),
  chain: auditChainSchema.nullable(),
  chainState: z
    .enum(['holds', 'closed', 'not-searched'])
    .nullable()
    .describe('closed: only along edges alone; what sessions carry along the chain closes it. null: the query speaks of no chain'),
  evidence: z.array(auditEvidenceSchema),
  muted: z.object({ why: z.string(), until: z.string() }).nullable(),
});

export const auditQuerySchema = savedQuerySchema.extend({
  status: z.enum(['passed', 'found', 'failed']),
  findings: z.number().int().describe('Without the muted ones'),
  muted: z.number().int(),
  truncated: z.boolean(),
  error: z.string().nullable(),
  cypher: z.string(),
  values: z.record(z.string(), z.unknown()).describe('Its parameters, as it was run with them'),
});

export const guardResultSchema = z.object({
  expect: z.enum(['reachable', 'unreachable']),
  from: z.string(),
  to: z.string(),
  why: z.string().nullable(),
  met: z.boolean(),
  outcome: z.enum(['reachable', 'unreachable', 'unknown']).describe('unknown: the search was cut short before it found a chain'),
  chain: auditChainSchema.nullable().describe('The shortest chain, if there is one'),
});

export const auditAnswerSchema = envelopeSchema.extend({
  createdAt: z.string().describe('When the snapshot was made'),
  source: z.string(),
  engine: z.enum(['ladybug', 'neo4j']),
  counts: z.record(severitySchema, z.number().int()).describe('Findings by severity, without the muted ones'),
  muted: z.number().int(),
  queries: z.array(auditQuerySchema).describe('Those that were run; most severe first, then by id'),
  findings: z.array(auditFindingSchema).describe('In the order of the queries, muted ones among them'),
  guards: z.array(guardResultSchema),
  mutes: z
    .array(
      z.object({
        what: z.string(),
        why: z.string(),
        until: z.string(),
        state: z.enum(['used', 'unused', 'expired']),
        line: z.number().int(),
      }),
    )
    .describe('The entries of the mute file'),
});

export type AuditChain = z.infer<typeof auditChainSchema>;
export type AuditEvidence = z.infer<typeof auditEvidenceSchema>;
export type AuditFinding = z.infer<typeof auditFindingSchema>;
export type AuditQuery = z.infer<typeof auditQuerySchema>;
export type GuardResult = z.infer<typeof guardResultSchema>;
export type AuditAnswer = z.infer<typeof auditAnswerSchema>;
