/** The questions about one snapshot. A handler parses, asks and replies; all meaning is in queries/. */
import { z } from 'zod';
import {
  explainAnswerSchema,
  neighboursAnswerSchema,
  pathsAnswerSchema,
  principalAnswerSchema,
  reachAnswerSchema,
  searchAnswerSchema,
  summaryAnswerSchema,
} from '../../queries/answers.ts';
import { count, given, name, offset } from '../parameters.ts';
import { defineRoute, type Route, snapshotJson } from '../route.ts';
import { pathsParameters, reachParameters } from './chain-parameters.ts';

const someone = name.describe('A principal: its ARN, or any part of it that names just one; "role:admin" narrows by kind');
const someRole = name.describe('A role: its ARN, or any part of it that names just one');
const ada = 'ada.lovelace';
const prodDeploy = 'prod-deploy';
const nameProblems = ['unknown-principal', 'ambiguous-principal'] as const;

export const questionRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/summary',
    id: 'getSummary',
    group: 'Questions',
    summary: 'The snapshot at a glance: counts, accounts, edges between them, ways in from outside, findings',
    query: z.strictObject({}),
    answer: snapshotJson(summaryAnswerSchema),
    example: {},
    handle: ({ questions }) => questions().summary(),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/search',
    id: 'search',
    group: 'Questions',
    summary: 'Principals by name, best match first',
    query: z.strictObject({
      q: z
        .string('is needed, once')
        .max(2048, 'must have at most 2048 characters')
        .describe('Words of the name, ARN or account; "role:" and other kinds narrow'),
      limit: count(1000).describe('Most hits; 20 unless given'),
      offset,
    }),
    answer: snapshotJson(searchAnswerSchema),
    example: { query: { q: 'role:deploy' } },
    handle: ({ questions }, { query: { q, ...options } }) => questions().search(q, given(options)),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/principal',
    id: 'getPrincipal',
    group: 'Questions',
    summary: 'One principal: tags, groups, policies, edges in and out',
    query: z.strictObject({ name: someone }),
    answer: snapshotJson(principalAnswerSchema),
    problems: nameProblems,
    example: { query: { name: ada } },
    handle: ({ questions }, { query }) => questions().principal(query.name),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/neighbours',
    id: 'getNeighbours',
    group: 'Questions',
    summary: 'The edges at one principal',
    query: z.strictObject({ name: someone, limit: count(10_000).describe('Most edges each way; 200 unless given'), offset }),
    answer: snapshotJson(neighboursAnswerSchema),
    problems: nameProblems,
    example: { query: { name: prodDeploy } },
    handle: ({ questions }, { query: { name: of, ...options } }) => questions().neighbours(of, given(options)),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/reach',
    id: 'getReach',
    group: 'Questions',
    summary: 'Every role that a principal can reach (from), or everyone who can reach a role (to)',
    description: 'Give exactly one of `from` and `to`.',
    query: z
      .strictObject({ from: someone.optional(), to: someRole.optional(), ...reachParameters })
      .refine((asked) => (asked.from === undefined) !== (asked.to === undefined), 'Give either from or to'),
    answer: snapshotJson(reachAnswerSchema),
    problems: [...nameProblems, 'not-a-role'],
    example: { query: { from: ada } },
    handle: ({ questions }, { query: { from, to, ...options } }) =>
      from === undefined ? questions().reachTo(to ?? '', given(options)) : questions().reachFrom(from, given(options)),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/paths',
    id: 'getPaths',
    group: 'Questions',
    summary: 'The chains from a principal to a role, shortest first',
    query: z.strictObject({ from: someone, to: someRole, ...pathsParameters }),
    answer: snapshotJson(pathsAnswerSchema),
    problems: [...nameProblems, 'not-a-role'],
    example: { query: { from: ada, to: prodDeploy } },
    handle: ({ questions }, { query: { from, to, ...options } }) => questions().paths(from, to, given(options)),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/explain',
    id: 'explain',
    group: 'Questions',
    summary: 'Why a principal can assume a role, or why not: every gate, and the statements that decided it',
    query: z.strictObject({ from: someone, to: someRole }),
    answer: snapshotJson(explainAnswerSchema),
    problems: [...nameProblems, 'not-a-role'],
    example: { query: { from: ada, to: 'prod-readonly' } },
    handle: ({ questions }, { query: { from, to } }) => questions().explain(from, to),
  }),
];
