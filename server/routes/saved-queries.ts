/** The saved queries: what there is, one of them in full, and a run of it. */
import { z } from 'zod';
import { describeQuery, showQuery } from '../../queries/saved/describe-query.ts';
import { findQuery } from '../../queries/saved/find-query.ts';
import { answerSavedQuery } from '../../queries/saved/saved-queries.ts';
import { queriesAnswerSchema, queryAnswerSchema, queryRunAnswerSchema } from '../../queries/saved-queries-answer.ts';
import { given } from '../parameters.ts';
import { defineRoute, freshJson, type Route } from '../route.ts';

const one = z.strictObject({ id: z.string().min(1).max(200).describe('Id of a saved query') });

const body = z.strictObject({
  parameters: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('By name, as text or as JSON of the declared type; names of principals, roles and accounts need not be ARNs or ids'),
  limit: z.int().min(1).max(100_000).optional().describe('Most rows; 1000 unless given'),
  timeoutSeconds: z.int().min(1).max(120).optional().describe('Most time for the query; 30 unless given'),
});

export const savedQueryRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/queries',
    id: 'listQueries',
    group: 'Queries',
    summary: 'All saved queries',
    query: z.strictObject({}),
    answer: freshJson(queriesAnswerSchema),
    example: {},
    handle: ({ services }) => ({ queries: (services.savedQueries ?? []).map(describeQuery) }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/queries/{id}',
    id: 'getQuery',
    group: 'Queries',
    summary: 'One saved query with its Cypher',
    query: z.strictObject({}),
    pathParameters: one,
    answer: freshJson(queryAnswerSchema),
    problems: ['unknown-query'],
    example: { path: { id: 'open-to-everyone' } },
    handle: ({ services }, { path: { id } }) => showQuery(findQuery(services.savedQueries ?? [], id)),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/queries/{id}/run',
    id: 'runQuery',
    group: 'Queries',
    summary: 'What a saved query finds',
    description: 'The query is ended when the client goes away before it has its answer.',
    problems: [
      'unknown-query',
      'bad-parameter',
      'saved-query-failed',
      'unknown-principal',
      'ambiguous-principal',
      'not-a-role',
      'cypher-busy',
      'cancelled',
      'store-unavailable',
    ],
    query: z.strictObject({}),
    pathParameters: one,
    body,
    answer: freshJson(queryRunAnswerSchema),
    example: { path: { id: 'who-assumes-role' }, body: { parameters: { role: 'prod-deploy' } } },
    handle: ({ services, questions, signal }, { path: { id }, body: { parameters = {}, timeoutSeconds, ...options } }) =>
      answerSavedQuery(findQuery(services.savedQueries ?? [], id), questions(), {
        ...given(options),
        parameters,
        signal,
        ...(timeoutSeconds === undefined ? {} : { milliseconds: timeoutSeconds * 1000 }),
      }),
  }),
];
