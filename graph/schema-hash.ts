/** One short text for the shape of the graph, so that files written under another shape are recognised and not misread. */
import { createHash } from 'node:crypto';
import { nodeSpecs, relationshipSpecs } from './schema.ts';

type Specs = Readonly<
  Record<string, { key?: string; endpoints?: readonly (readonly string[])[]; properties: Readonly<Record<string, { type: string }>> }>
>;

/** 16 hex digits over labels, keys, endpoints, property names and types in their order. Descriptions do not count. */
export const schemaHash: string = hashShape([nodeSpecs, relationshipSpecs]);

function hashShape(parts: readonly Specs[]): string {
  const shape = parts.map((specs) =>
    Object.entries(specs).map(([name, spec]) => [
      name,
      spec.key ?? spec.endpoints ?? null,
      Object.entries(spec.properties).map(([property, { type }]) => [property, type]),
    ]),
  );
  return createHash('sha256').update(JSON.stringify(shape)).digest('hex').slice(0, 16);
}
