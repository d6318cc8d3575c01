/** Reports and exports: answers as files. They are written as they are read, however large the organization is. */
import { z } from 'zod';
import type { Edge } from '../../queries/answers.ts';
import { createAuditor } from '../../queries/audit/audit-in-turn.ts';
import { type AuditAnswer, auditAnswerSchema } from '../../queries/audit-answer.ts';
import { assumersAnswerSchema, principalAccessAnswerSchema } from '../../queries/principal-access-answer.ts';
import { accessFormats, accessMediaTypes, writePrincipalAccess } from '../../queries/reports/principal-access-files.ts';
import { flag, given } from '../parameters.ts';
import { ServerProblem } from '../problems.ts';
import { defineRoute, type Route } from '../route.ts';

const audit = createAuditor();

const auditFileTypes = {
  json: (name: string) => ({ mediaType: 'application/json', fileName: `${name}.json` }),
  html: (name: string) => ({ mediaType: 'text/html', fileName: `${name}.html` }),
  ocsf: (name: string) => ({ mediaType: 'application/jsonl', fileName: `${name}.ocsf.jsonl` }),
} as const;

/** In pieces: of a large organization the findings are more than one text can hold. */
function* writeJson({ findings, ...rest }: AuditAnswer): Generator<string> {
  yield `${JSON.stringify(rest).slice(0, -1)},"findings":[`;
  let separator = '';
  for (const finding of findings) {
    yield separator + JSON.stringify(finding);
    separator = ',\n';
  }
  yield ']}\n';
}

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
    path: '/api/v1/reports/audit',
    id: 'getAudit',
    group: 'Reports',
    summary: 'The findings of all saved queries with their chains, conditions and the statements that decided, as evidence to take along',
    description:
      'Runs the queries as `rolepath audit` does, without mutes; audits wait for each other. `html` is one file that opens by double click without a network, `ocsf` has an OCSF Detection Finding a line.',
    query: z.strictObject({
      format: z.enum(['json', 'html', 'ocsf'], 'must be one of json, html, ocsf').default('json').describe('json, html or ocsf'),
    }),
    answer: {
      kind: 'stream',
      mediaTypes: ['application/json', 'text/html', 'application/jsonl'],
      schema: auditAnswerSchema,
      description: 'The report, to be saved as a file',
    },
    problems: ['store-unavailable', 'cancelled', 'not-found'],
    example: { query: { format: 'json' } },
    async handle({ services, questions, signal }, { query: { format } }) {
      const write = format === 'json' ? writeJson : services.auditFiles?.[format];
      if (write === undefined) throw new ServerProblem('not-found', `This server writes no audit as ${format}.`);
      const answer = await audit(questions(), services.savedQueries ?? [], signal);
      const name = `audit-${answer.snapshot.replaceAll(/[^\w.-]/g, '-')}`;
      return { ...auditFileTypes[format](name), content: write(answer) };
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
