/** The shapes of what is said about live ingestion before it runs: what it would ask, and whether it could. */
import { z } from 'zod';
import { findingSchema } from '../graph/finding.ts';
import { envelopeSchema } from './answers.ts';

const livePlanSchema = envelopeSchema.omit({ snapshot: true }).extend({
  snapshot: z.null().describe('No snapshot is asked'),
  caller: z.string().describe('ARN of the credentials'),
  standing: z.string(),
  steps: z.array(
    z.object({
      place: z.string().describe('An account id, organization or identity-center'),
      name: z.string(),
      role: z.string().nullable().describe('ARN of the role that would be entered; null: the credentials at hand'),
      calls: z.array(z.string()),
    }),
  ),
  findings: z.array(findingSchema),
});

const doctorSchema = envelopeSchema.omit({ snapshot: true }).extend({
  snapshot: z.string().nullable().describe('The current one, if there is one'),
  checks: z.array(
    z.object({
      place: z.string(),
      check: z.string(),
      ok: z.boolean(),
      detail: z.string(),
      remedy: z.string().describe('What to do; empty if it is well'),
    }),
  ),
});

export type LivePlanAnswer = z.infer<typeof livePlanSchema>;
export type DoctorAnswer = z.infer<typeof doctorSchema>;
