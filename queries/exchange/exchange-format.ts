/**
 * Saved queries as other tools keep them: the YAML of SpecterOps' BloodHound Query Library (docs/query-structure.yml there), its
 * Queries.json, and the JSON that BloodHound CE imports, which has name, description and query alone. What these cannot hold stands under
 * `rolepath`, which other tools pass over, so that a query comes back as it left.
 */
import { z } from 'zod';
import { metadataSchema } from '../saved/metadata.ts';

const text = z.string().nullish();
const texts = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((value) => (typeof value === 'string' ? [value] : (value ?? [])));

/** What a query of ours has beyond theirs. `ladybug` is the text for that engine, where it is another one. */
const ownSchema = metadataSchema
  .pick({ id: true, severity: true, remediation: true, tags: true, parameters: true, columns: true, reaches: true })
  .extend({ ladybug: z.string().trim().min(1).optional() });

/** Keys that are not named here are left out of what is imported, and said. */
export const exchangeSchema = z.looseObject({
  name: z.string('must be text').trim().min(1, 'must not be empty'),
  query: z.string('must be text').trim().min(1, 'must not be empty'),
  description: text,
  category: text,
  guid: text,
  prebuilt: z.boolean().nullish(),
  platforms: texts,
  /** As `platforms`; the library's own template has this one. */
  platform: texts,
  revision: z.int().min(1).nullish(),
  resources: texts,
  acknowledgements: texts,
  rolepath: ownSchema.optional(),
});

export type ExchangedQuery = z.output<typeof exchangeSchema>;

export const exchangeKeys: readonly string[] = Object.keys(exchangeSchema.shape);
