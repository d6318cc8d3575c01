/** Routes of the map: the organization as groups, and what runs between two of them. */
import { z } from 'zod';
import { betweenAnswerSchema, groupings, overviewAnswerSchema } from '../../queries/overview-answer.ts';
import { count, given, offset } from '../parameters.ts';
import { defineRoute, type Route, snapshotJson } from '../route.ts';

const place = z.string('is needed, once').min(1, 'must not be empty').max(2048, 'must have at most 2048 characters');

export const overviewRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/overview',
    id: 'getOverview',
    group: 'Questions',
    summary: 'The organization as a map: accounts or units, the edges between them, and the members of opened ones',
    description:
      'At most 500 groups and members and 1500 lines; `truncated` and `left` say what there was no room for. Of more than 150 groups the external accounts, then all accounts are gathered in what lies around them, as `gathered` says.',
    query: z.strictObject({
      grouping: z.enum(groupings, 'must be account or unit').optional().describe('What the groups are; account unless given'),
      open: z
        .string('must be given once')
        .max(8192, 'must have at most 8192 characters')
        .transform((text) => text.split(',').filter(Boolean).map(decode))
        .optional()
        .describe('Ids of the groups to open: each percent-encoded, joined by commas'),
    }),
    answer: snapshotJson(overviewAnswerSchema),
    example: { query: { grouping: 'account', open: '444455556666' } },
    handle: ({ questions }, { query: { grouping = 'account', open = [] } }) => questions().overview({ grouping, open }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/between',
    id: 'getBetween',
    group: 'Questions',
    summary: 'The assume edges from one account, unit or place outside into another',
    query: z.strictObject({
      from: place.describe(
        'A group id of the map: an account id, `unit:…`, `services`, `providers`, `anyone`, `external-accounts`, `elsewhere`',
      ),
      to: place.describe('As from'),
      limit: count(10_000).describe('Most edges; 1000 unless given'),
      offset,
    }),
    answer: snapshotJson(betweenAnswerSchema),
    example: { query: { from: '888899990000', to: '444455556666' } },
    handle: ({ questions }, { query: { from, to, ...options } }) => questions().between(from, to, given(options)),
  }),
];

/** What is no percent-encoding stays as it is: then it is the id of nothing. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
