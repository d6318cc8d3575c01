/** Routes about snapshots themselves. */
import { z } from 'zod';
import { servedAnswerSchema, snapshotsAnswerSchema } from '../../queries/snapshots-answer.ts';
import { ServerProblem } from '../problems.ts';
import { defineRoute, freshJson, type Route, type RouteServices, type SnapshotDesk } from '../route.ts';

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
];
