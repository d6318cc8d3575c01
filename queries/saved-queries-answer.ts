/** The shape of what is said of saved queries and of one run of them. */
import { z } from 'zod';
import { envelopeSchema } from './answers.ts';
import { columnTypes, parameterTypes, severities } from './saved/metadata.ts';

export const savedQuerySchema = z.object({
  id: z.string(),
  title: z.string(),
  question: z.string(),
  category: z.string(),
  severity: z.enum(severities).describe('info: a question worth asking; the others: what an audit makes of each row'),
  remediation: z.string(),
  references: z.array(z.string()),
  tags: z.array(z.string()),
  parameters: z.array(
    z.object({
      name: z.string(),
      type: z.enum(parameterTypes),
      description: z.string(),
      default: z.unknown().describe('null: it must be given'),
    }),
  ),
  columns: z.array(z.object({ name: z.string(), type: z.enum(columnTypes) })),
  builtIn: z.boolean().describe('False for those of a directory of the user'),
});

export const queriesAnswerSchema = z.object({ queries: z.array(savedQuerySchema).describe('By id') });

export const queryAnswerSchema = savedQuerySchema.extend({
  file: z.string(),
  cypher: z.object({ ladybug: z.string(), neo4j: z.string() }).describe('The same text wherever both engines take it'),
});

export const queryRunAnswerSchema = envelopeSchema.extend({
  query: savedQuerySchema.pick({ id: true, title: true, question: true, severity: true }),
  engine: z.enum(['ladybug', 'neo4j']),
  parameters: z.record(z.string(), z.unknown()).describe('As the query was given them: names resolved, dates worked out'),
  columns: z.array(z.object({ name: z.string(), type: z.enum(columnTypes) })),
  rows: z
    .array(z.array(z.unknown()))
    .describe('Nodes as {_label, …}, relationships as {_label, _from, _to, …}, paths as {nodes, relationships}'),
});

export const queryImportAnswerSchema = z.object({
  imported: z.array(
    z.object({
      id: z.string(),
      file: z.string().describe('Where it is now'),
      state: z.enum(['new', 'replaced', 'unchanged']),
      source: z.string(),
      line: z.number().int(),
      notes: z.array(z.string()).describe('What was left out or worked out, and what will not work'),
    }),
  ),
  refused: z.array(z.object({ file: z.string(), line: z.number().int().nullable(), name: z.string().nullable(), reason: z.string() })),
});

export type SavedQueryAnswer = z.infer<typeof savedQuerySchema>;
export type QueriesAnswer = z.infer<typeof queriesAnswerSchema>;
export type QueryAnswer = z.infer<typeof queryAnswerSchema>;
export type QueryRunAnswer = z.infer<typeof queryRunAnswerSchema>;
export type QueryImportAnswer = z.infer<typeof queryImportAnswerSchema>;
