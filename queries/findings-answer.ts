/** The shape of what the queries of an audit find, counted: the short form that a start page shows. */
import { z } from 'zod';
import { envelopeSchema } from './answers.ts';
import { savedQuerySchema } from './saved-queries-answer.ts';

export const countedQuerySchema = savedQuerySchema.pick({ id: true, title: true, question: true, category: true, severity: true }).extend({
  status: z.enum(['passed', 'found', 'failed']),
  findings: z.number().int().describe('Rows of the query; nothing is muted, and chains are followed along edges alone'),
  truncated: z.boolean().describe('True: there are more than were counted'),
  error: z.string().nullable(),
});

export const findingsAnswerSchema = envelopeSchema.extend({
  queries: z.array(countedQuerySchema).describe('Those that were asked so far: most severe first, then most findings, then by id'),
  pending: z.number().int().describe('Queries that were not asked yet; ask again for them'),
});

export type CountedQuery = z.infer<typeof countedQuerySchema>;
export type FindingsAnswer = z.infer<typeof findingsAnswerSchema>;
