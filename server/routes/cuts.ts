/** What to cut, and where most chains to what is worth guarding pass. */
import { z } from 'zod';
import { chokePointsAnswerSchema, cutAnswerSchema, edgeCutAnswerSchema } from '../../queries/answers.ts';
import { count, flag, given, name, offset } from '../parameters.ts';
import { defineRoute, type Route, snapshotJson } from '../route.ts';

const limits = {
  maxHops: count(32).describe('Longest chain, in role assumptions; 8 unless given'),
  limit: count(100_000).describe('Most rows; 20 unless given'),
};
const stateless = flag().describe('Follow edges alone');
const role = name.describe('A role: its ARN, or any part of it that names just one');
const principal = name.describe('A principal: its ARN, or any part of it that names just one');
const problems = ['unknown-principal', 'ambiguous-principal', 'not-a-role'] as const;

export const cutRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/cut',
    id: 'getCut',
    group: 'Questions',
    summary: 'The statements whose removal keeps the most principals, or the one given, from a role',
    query: z.strictObject({ to: role, from: principal.optional(), stateless, ...limits }),
    answer: snapshotJson(cutAnswerSchema),
    problems,
    example: { query: { to: 'prod-deploy' } },
    handle: ({ questions }, { query: { to, ...options } }) => questions().cut(to, given(options)),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/cut-edge',
    id: 'getEdgeCut',
    group: 'Questions',
    summary: 'What is no longer reachable without the edge from one principal to another',
    query: z.strictObject({ from: principal, to: role, stateless, ...limits }),
    answer: snapshotJson(edgeCutAnswerSchema),
    problems,
    example: { query: { from: 'artifact-publisher', to: 'prod-deploy' } },
    handle: ({ questions }, { query: { from, to, ...options } }) => questions().cutEdge(from, to, given(options)),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/choke-points',
    id: 'getChokePoints',
    group: 'Questions',
    summary: 'The roles through which the most pairs of a principal and a high-value role pass',
    query: z.strictObject({ ...limits, offset }),
    answer: snapshotJson(chokePointsAnswerSchema),
    example: {},
    handle: ({ questions }, { query }) => questions().chokePoints(given(query)),
  }),
];
