/** Queries that people type. The runner behind the questions guards and limits them; here they are only read and answered. */
import { z } from 'zod';
import { cypherAnswerSchema } from '../../queries/answers.ts';
import { given } from '../parameters.ts';
import { defineRoute, freshJson, type Route } from '../route.ts';

const body = z.strictObject({
  query: z.string().min(1).max(200_000).describe('One query that reads: MATCH, WHERE, WITH, UNWIND, RETURN, UNION, ORDER BY, SKIP, LIMIT'),
  parameters: z.record(z.string(), z.unknown()).optional().describe('Values of $name in the query'),
  limit: z.int().min(1).max(100_000).optional().describe('Most rows; 1000 unless given'),
  timeoutSeconds: z.int().min(1).max(120).optional().describe('Most time for the query; 30 unless given'),
});

export const cypherRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/api/v1/cypher',
    id: 'runCypher',
    group: 'Queries',
    summary: 'One read-only Cypher query',
    description:
      'Only queries that read the graph are run, within limits of time, memory and rows. The query is ended when the client goes away before it has its answer.',
    problems: [
      'cypher-refused',
      'cypher-syntax',
      'cypher-timeout',
      'cypher-memory',
      'cypher-busy',
      'cypher-failed',
      'cancelled',
      'store-unavailable',
    ],
    bodyLimit: 2 ** 20,
    query: z.strictObject({}),
    body,
    answer: freshJson(cypherAnswerSchema),
    example: {
      body: { query: 'MATCH (p:Principal) WHERE p.kind = $kind RETURN p.arn AS arn ORDER BY arn', parameters: { kind: 'role' }, limit: 5 },
    },
    handle: ({ questions, signal }, { body: { query, timeoutSeconds, ...options } }) =>
      questions().cypher(query, {
        ...given(options),
        signal,
        ...(timeoutSeconds === undefined ? {} : { milliseconds: timeoutSeconds * 1000 }),
      }),
  }),
];
