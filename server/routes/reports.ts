/** Reports and exports: answers as files. They are written as they are read, however large the organization is. */
import { z } from 'zod';
import type { Edge } from '../../queries/answers.ts';
import { assumersAnswerSchema, principalAccessAnswerSchema } from '../../queries/principal-access-answer.ts';
import { accessFormats, accessMediaTypes, writePrincipalAccess } from '../../queries/reports/principal-access-files.ts';
import { flag, given } from '../parameters.ts';
import { defineRoute, type Route } from '../route.ts';

export const reportRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/reports/principal-access',
    id: 'getPrincipalAccess',
    group: 'Reports',
    summary: "The Principal Access Summary: each principal's capabilities in STS, and the roles it may use, with conditions",
    description: 'As JSON it is a PrincipalAccessAnswer, with shortList an AssumersAnswer; a workbook has both as sheets.',
    query: z.strictObject({
      format: z
        .enum(accessFormats, `must be one of ${accessFormats.join(', ')}`)
        .default('json')
        .describe('csv, json, jsonl, or xlsx for a spreadsheet'),
      shortList: flag().describe('Only who can use roles, how many and where'),
      crossAccount: flag().describe('Only roles of other accounts'),
      unconditional: flag().describe('Only what asks for nothing'),
    }),
    answer: {
      kind: 'stream',
      mediaTypes: Object.values(accessMediaTypes),
      schema: z.union([principalAccessAnswerSchema, assumersAnswerSchema]),
      description: 'The report, to be saved as a file',
    },
    example: { query: { format: 'csv' } },
    handle: ({ questions }, { query: { format, ...options } }) => {
      const report = questions().principalAccess();
      const name = `principal-access-${report.envelope.snapshot.replaceAll(/[^\w.-]/g, '-')}`;
      return {
        mediaType: accessMediaTypes[format],
        fileName: `${name}.${format}`,
        content: writePrincipalAccess(report, format, given(options)),
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/edges',
    id: 'streamEdges',
    group: 'Reports',
    summary: 'Every assume edge, streamed; sorted by from, then to, then action',
    query: z.strictObject({}),
    answer: { kind: 'stream', mediaTypes: ['application/jsonl'], description: 'One Edge a line' },
    example: {},
    handle: ({ questions }) => ({ mediaType: 'application/jsonl', content: edgeLines(questions().edges()) }),
  }),
];

/** Edges as JSON lines, some hundred to a chunk. */
function* edgeLines(edges: Iterable<Edge>): Generator<string> {
  let chunk = '';
  for (const edge of edges) {
    chunk += `${JSON.stringify(edge)}\n`;
    if (chunk.length > 64 * 1024) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}
