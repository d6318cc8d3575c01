/** What an audit would find, counted, for those who look at the whole organization. */
import { z } from 'zod';
import { createFindingsCount, type FindingsCount } from '../../queries/audit/count-findings.ts';
import { findingsAnswerSchema } from '../../queries/findings-answer.ts';
import type { Questions } from '../../queries/questions.ts';
import { defineRoute, freshJson, type Route } from '../route.ts';

/** One count for each snapshot, for as long as it is served. */
const counts = new WeakMap<Questions, FindingsCount>();
/** Milliseconds until a client gets what is known so far. */
const patience = 300;

export const findingsRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/findings',
    id: 'getFindings',
    group: 'Questions',
    summary: 'How much each saved query of an audit finds, the most severe first',
    description:
      'The queries are asked once for each snapshot, while clients wait; after a moment the answer has those that were asked so far, and `pending` how many are left. ' +
      '`rolepath audit` says more: chains with session state, evidence, mutes.',
    query: z.strictObject({}),
    answer: freshJson(findingsAnswerSchema),
    problems: ['store-unavailable', 'cancelled'],
    example: {},
    async handle({ services, questions, signal }) {
      const asked = questions();
      const count = counts.get(asked) ?? createFindingsCount(asked, services.savedQueries ?? []);
      counts.set(asked, count);
      return await count.wait(patience, signal);
    },
  }),
];
