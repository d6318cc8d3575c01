/** The shape of the organization as a map: accounts or units as groups, what runs between them, and the principals of opened groups. */
import { z } from 'zod';
import { edgeSchema, envelopeSchema, pageFields, principalSchema } from './answers.ts';

export const groupings = ['account', 'unit'] as const;

export const groupSchema = z.object({
  id: z.string().describe('Account id, `unit:` and a unit path, or `services`, `providers`, `anyone`, `external-accounts`, `elsewhere`'),
  kind: z.enum(['account', 'unit', 'outside']),
  name: z.string(),
  parent: z.string().nullable().describe('The opened group that it lies in'),
  unit: z.string().describe('Names of the units around an account, from the root; empty for all others'),
  accounts: z.number().int(),
  principals: z.number().int(),
  roles: z.number().int(),
  open: z.boolean().describe('True if its members are listed one by one'),
  quiet: z.number().int().describe('Of an opened account: principals without any assume edge, which are not listed'),
  left: z.number().int().describe('Of an opened group: members that are not listed because the map has no room for them'),
});

const gatheredSchema = z.object({
  groups: z.number().int().describe('How many groups there would be otherwise'),
  by: z.enum(['external', 'unit']).describe('external: the external accounts stand as one group; unit: so do the accounts of each unit'),
});

export const overviewAnswerSchema = envelopeSchema.extend({
  grouping: z.enum(groupings),
  groups: z.array(groupSchema).describe('At most 500, those with most principals'),
  gathered: gatheredSchema.nullable().describe('Null unless there are too many accounts to be read in one map'),
  principals: z.array(principalSchema.extend({ group: z.string() })).describe('Members of opened accounts, those with most edges first'),
  edges: z
    .array(
      z.object({
        from: z.string().describe('Group id or ARN'),
        to: z.string().describe('Group id or ARN'),
        edges: z.number().int().describe('Assume edges that it stands for'),
        unconditional: z.number().int(),
        crossAccount: z.boolean(),
      }),
    )
    .describe('Those that stand for most first; edges within a closed group are left out'),
});

const placeSchema = groupSchema.pick({ id: true, name: true, kind: true });

export const betweenAnswerSchema = envelopeSchema.extend({
  from: placeSchema,
  to: placeSchema,
  total: z.number().int().describe('Edges on all pages'),
  ...pageFields,
  principals: z.array(principalSchema).describe('All ends of the edges'),
  edges: z.array(edgeSchema),
});

export interface OverviewOptions {
  readonly grouping: Grouping;
  /** Ids of groups whose members are wanted; what is not there, or not visible, is passed over. */
  readonly open: readonly string[];
}

export type Grouping = (typeof groupings)[number];
export type OverviewGroup = z.infer<typeof groupSchema>;
export type OverviewAnswer = z.infer<typeof overviewAnswerSchema>;
export type BetweenAnswer = z.infer<typeof betweenAnswerSchema>;
