/** Routes about snapshots themselves. */
import { z } from 'zod';
import { diffAnswerSchema } from '../../queries/diff-answer.ts';
import { servedAnswerSchema, snapshotsAnswerSchema } from '../../queries/snapshots-answer.ts';
import { count } from '../parameters.ts';
import { ServerProblem } from '../problems.ts';
import { defineRoute, freshJson, type Route, type RouteServices, type SnapshotDesk } from '../route.ts';

const snapshotName = z.string('is needed, once').max(64, 'must have at most 64 characters');
const nothing = z.strictObject({});

/** @throws ServerProblem if the server was started over one snapshot, without the directory that it lies in */
function deskOf({ snapshots }: RouteServices): SnapshotDesk {
  if (snapshots === undefined) throw new ServerProblem('not-found', 'This server knows one snapshot only.');
  return snapshots;
}

export const snapshotRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/snapshots',
    id: 'listSnapshots',
    group: 'Snapshots',
    summary: 'All snapshots of the data directory, newest first',
    query: nothing,
    answer: freshJson(snapshotsAnswerSchema),
    example: {},
    handle: ({ services }) => deskOf(services).list(),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/snapshots/current',
    id: 'getServedSnapshot',
    group: 'Snapshots',
    summary: 'Which snapshot answers now; cheap enough to be asked every few seconds',
    description:
      'The server switches by itself when another snapshot becomes current. Answers of before carry the id of theirs in `snapshot`; where it differs from this one, they are of an older snapshot.',
    query: nothing,
    answer: freshJson(servedAnswerSchema),
    example: {},
    handle: ({ services, questions }) => ({ snapshot: questions().snapshot, problem: services.snapshots?.problem() ?? null }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/diff',
    id: 'diffSnapshots',
    group: 'Snapshots',
    summary: 'What changed between two snapshots, and what that means: new and lost reach',
    query: z.strictObject({
      a: snapshotName.default('previous').describe('The earlier one; previous unless given'),
      b: snapshotName.default('current').describe('The later one; current unless given'),
      maxHops: count(32).describe('Longest chain that counts; 8 unless given'),
      limit: count(10_000).describe('Most entries of each list; 200 unless given'),
    }),
    answer: freshJson(diffAnswerSchema),
    problems: ['unknown-snapshot', 'ambiguous-snapshot', 'snapshot-format', 'snapshot-newer', 'snapshot-damaged', 'data-directory'],
    example: { query: { a: 'current', b: 'current' } },
    handle: ({ services }, { query: { a, b, maxHops = 8, limit = 200 } }) => deskOf(services).diff(a, b, { maxHops, limit }),
  }),
];
