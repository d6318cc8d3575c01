/** The shape of the Principal Access Summary. Names are those of its columns. */
import { z } from 'zod';
import { conditionSchema, envelopeSchema } from './answers.ts';

const verdictSchema = z.enum(['allowed', 'conditional']);

/** One action of STS that a principal has by its own side. */
export const grantedActionSchema = z.object({
  action: z.string(),
  verdict: verdictSchema,
  alternatives: z.array(z.array(conditionSchema)).describe('What is asked for; the first is the least demanding'),
  truncated: z.boolean().describe('True if alternatives were left out'),
});

/** One row of the Principal Access Summary: a capability of a principal, for use-resource one of its roles. */
export const accessRowSchema = z.object({
  analysis_time: z.string().describe('When the snapshot was made'),
  principal_name: z.string(),
  principal_arn: z.string(),
  principal_type: z.string(),
  principal_tags: z.record(z.string(), z.string()),
  service_name: z.literal('sts'),
  access_capability: z.enum(['read-data', 'use-resource', 'write-data']),
  resource_arn: z.string().nullable().describe('The role, for use-resource'),
  actions: z.array(grantedActionSchema).describe('The actions behind the capability'),
  verdict: verdictSchema.describe('allowed: one of the actions is, without conditions'),
  requires: z.array(z.string()).describe('What use of the role asks for, at least'),
  principal_account_id: z.string().nullable(),
  principal_account_name: z.string().nullable(),
  resource_name: z.string().nullable(),
  resource_account_id: z.string().nullable(),
  resource_account_name: z.string().nullable(),
  cross_account: z.boolean().describe('True if principal and role are of different accounts'),
});

/** One row of the short list: a principal that can use roles, with how many and where. */
export const assumerSchema = z.object({
  principal_name: z.string(),
  principal_arn: z.string(),
  principal_type: z.string(),
  principal_account_id: z.string().nullable(),
  principal_account_name: z.string().nullable(),
  unit_path: z.string().describe('Unit names from the root to the account, joined by " / "'),
  roles: z.number().int().describe('Roles that it can use directly'),
  roles_within_account: z.number().int(),
  unconditional_within_account: z.number().int(),
  roles_across_accounts: z.number().int(),
  unconditional_across_accounts: z.number().int(),
  other_accounts: z.number().int().describe('Other accounts that it gets into'),
  requires: z.array(z.string()).describe('What some of the roles ask for'),
});

export const principalAccessAnswerSchema = envelopeSchema.extend({ analysisTime: z.string(), rows: z.array(accessRowSchema) });
export const assumersAnswerSchema = envelopeSchema.extend({
  analysisTime: z.string(),
  rows: z.array(assumerSchema).describe('Into other accounts first, by number of accounts and roles'),
});

export type AccessRow = z.infer<typeof accessRowSchema>;
export type Assumer = z.infer<typeof assumerSchema>;
export type AssumersAnswer = z.infer<typeof assumersAnswerSchema>;
