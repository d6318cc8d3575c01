/** The JSON that the graph keeps in text properties, read back. What does not read as it was written is a corrupt store. */
import { z } from 'zod';
import { StoreError } from '../graph/store.ts';
import type { Tag } from '../iam/types.ts';

const tagsSchema = z.array(z.object({ key: z.string(), value: z.string() }));
const guardrailsSchema = z.union([
  z.literal('off'),
  z.literal('unknown'),
  z.array(z.object({ target: z.string(), policies: z.array(z.string()) })),
]);
const providersSchema = z.array(z.string()).nullable();

/** Ids of the policies by level, from the root to the account. */
export type StoredGuardrails = z.infer<typeof guardrailsSchema>;

/** @throws StoreError `store-corrupt`, as all of this file */
export const readTags = (text: string): Tag[] => (text === '' ? [] : read(text, tagsSchema, 'tags'));
export const readGuardrails = (text: string): StoredGuardrails => read(text, guardrailsSchema, 'guardrails of an account');
export const readProviders = (text: string): string[] | null =>
  text === '' ? null : read(text, providersSchema, 'identity providers of an account');
/** @param policy id, for the message */
export const readDocument = (text: string, policy: string): unknown => read(text, z.unknown(), `document of ${JSON.stringify(policy)}`);

function read<T>(text: string, schema: z.ZodType<T>, what: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new StoreError('store-corrupt', `The graph's ${what} cannot be read. Ingest again.`, { cause });
  }
}
