/** The shape of a comparison of two snapshots. Beside answers.ts, which is about what is in one. */
import { z } from 'zod';
import { edgeSchema, envelopeSchema, principalSchema } from './answers.ts';

const count = z.number().int();
const side = z.object({ id: z.string(), createdAt: z.string(), source: z.string(), incomplete: z.boolean() });

export const reachChangeSchema = z.object({
  from: principalSchema,
  to: principalSchema.describe('A role'),
  highValue: z.boolean().describe('True if the role is worth guarding: an administrator, or what rolepath ingest was told'),
  hops: count.describe('Of a shortest chain, in the snapshot that has it'),
  verdict: z.enum(['allowed', 'conditional']),
  requires: z.array(z.string()).describe('What the hops of the chain ask for, together'),
  chain: z.array(z.string()).describe('ARNs from source to role'),
  sentence: z.string(),
});

const reachListSchema = z.object({
  total: count.describe('All there are; if complete is false, all that were found'),
  rows: z.array(reachChangeSchema).describe('Roles worth guarding first, then by hops, then by the ARNs of role and source'),
});

export const diffAnswerSchema = envelopeSchema.extend({
  before: side,
  after: side,
  maxHops: count,
  totals: z
    .object({
      principalsAdded: count,
      principalsGone: count,
      rolesAdded: count,
      rolesGone: count,
      edgesOpened: count,
      edgesClosed: count,
      edgesChanged: count,
    })
    .describe('Before the limit'),
  principals: z.object({ added: z.array(principalSchema), gone: z.array(principalSchema) }).describe('By ARN'),
  edges: z
    .object({
      opened: z.array(edgeSchema),
      closed: z.array(edgeSchema),
      changed: z.array(
        z.object({
          differences: z.array(z.string()).describe('Names of the fields that differ: verdict, requires, alternatives, …'),
          before: edgeSchema,
          after: edgeSchema,
        }),
      ),
    })
    .describe('Edges to roles worth guarding first, then by the ARNs of their ends. An edge is the same if source, role and action are'),
  reach: z.object({
    complete: z.boolean().describe('False if the work limit was reached: then there may be more changes of reach than were found'),
    gained: reachListSchema.describe('Who can reach a role that could not'),
    lost: reachListSchema.describe('Who could reach a role and cannot'),
    eased: reachListSchema.describe('Who could reach a role under conditions only, and now can without'),
    tightened: reachListSchema.describe('Who could reach a role without conditions, and now only under conditions'),
  }),
});

export type DiffAnswer = z.infer<typeof diffAnswerSchema>;
export type ReachChange = z.infer<typeof reachChangeSchema>;
