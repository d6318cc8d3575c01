/** The shapes of what is said about snapshots themselves: which there are, one in full, what pruning did. Beside answers.ts, which is about what is in one. */
import { z } from 'zod';
import { envelopeSchema, ingestAnswerSchema } from './answers.ts';

const bytes = z.number().int().describe('Bytes on disk');

const snapshotSchema = z.object({
  id: z.string(),
  current: z.boolean(),
  createdAt: z.string(),
  source: z.string(),
  engine: z.string(),
  incomplete: z.boolean(),
  outdated: z.boolean().describe('True if another version of Rolepath wrote it; it is built again when it is asked'),
  findings: z.number().int(),
  principals: z.number().int(),
  edges: z.number().int(),
});

export const snapshotProblemSchema = z.object({
  id: z.string().nullable().describe('The damaged snapshot; null if it is not about one'),
  code: z.string().describe('Stable: snapshot-damaged, snapshot-format, snapshot-newer, …'),
  detail: z.string(),
});

export const snapshotsAnswerSchema = z.object({
  current: z.string().nullable().describe('Null if there is none, or if it is not known which one it is'),
  snapshots: z.array(snapshotSchema).describe('Newest first; those that can be read'),
  problems: z.array(snapshotProblemSchema).describe('What cannot be read, and why'),
});

/** One snapshot in full: its manifest, what it takes, who reads it. */
export const snapshotAnswerSchema = ingestAnswerSchema.extend({
  ...snapshotSchema.omit({ id: true, findings: true, principals: true, edges: true }).shape,
  path: z.string().describe('Its folder'),
  formatVersion: z.number().int(),
  schemaHash: z.string(),
  versions: z.object({ rolepath: z.string(), node: z.string(), engine: z.string() }),
  rebuiltFrom: z.object({ id: z.string(), rolepath: z.string() }).nullable().describe('The snapshot whose kept files it was made from'),
  sizes: z.object({ collection: bytes, database: bytes, adjacency: bytes, total: bytes }),
  readers: z
    .array(z.object({ pid: z.number().int(), since: z.string(), near: z.boolean() }))
    .describe('Processes that have it open; near: on this machine'),
});

export const pruneAnswerSchema = z.object({
  dryRun: z.boolean().describe('True: nothing was removed'),
  removedBytes: bytes,
  snapshots: z
    .array(z.object({ id: z.string(), bytes, fate: z.enum(['removed', 'current', 'in-use', 'kept']) }))
    .describe('All that there were, newest first'),
});

export const useAnswerSchema = envelopeSchema.extend({ before: z.string().nullable().describe('What was current before, if it is known') });

export const servedAnswerSchema = z.object({
  snapshot: z.string().describe('Id of the snapshot that answers now'),
  problem: z
    .object({ id: z.string().nullable(), detail: z.string() })
    .nullable()
    .describe('Why the current snapshot is not the one that answers; null while it is'),
});

export type ServedAnswer = z.infer<typeof servedAnswerSchema>;
export type SnapshotsAnswer = z.infer<typeof snapshotsAnswerSchema>;
export type SnapshotAnswer = z.infer<typeof snapshotAnswerSchema>;
export type PruneAnswer = z.infer<typeof pruneAnswerSchema>;
export type UseAnswer = z.infer<typeof useAnswerSchema>;
