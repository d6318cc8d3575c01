/** Writes a `.cypher` file: the metadata as YAML in a leading comment, then the Cypher. `parseQueryFile` reads the same back. */
import { Document, isScalar, visit } from 'yaml';
import { metadataSchema, type QueryMetadata } from '../saved/metadata.ts';

/** Keys that say no more than what holds without them are left out. */
export function writeQueryFile(metadata: QueryMetadata, cypher: string): string {
  const document = new Document(withoutDefaults(metadata));
  visit(document, {
    Scalar(_key, node) {
      if (isScalar(node) && typeof node.value === 'string' && node.value.includes('*/')) node.type = 'QUOTE_DOUBLE';
    },
  });
  // `\/` is how a double-quoted text spells a slash, and does not end the comment.
  const yaml = document.toString({ lineWidth: 0 }).replaceAll('*/', '*\\/');
  return `/*\n${yaml}*/\n${cypher}\n`;
}

function withoutDefaults(metadata: QueryMetadata): Readonly<Record<string, unknown>> {
  const order = Object.keys(metadataSchema.shape);
  const entries = Object.entries(metadata).filter(([, value]) => value !== undefined && value !== false && !isEmpty(value));
  return Object.fromEntries(entries.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
}

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
