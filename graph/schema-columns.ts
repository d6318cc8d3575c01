/** The schema as lists, for the engines: labels, types, and their properties in order. */
import { type NodeLabel, nodeSpecs, type PropertyType, type RelationshipType, relationshipSpecs } from './schema.ts';

export interface Column {
  readonly name: string;
  readonly type: PropertyType;
}

export const nodeLabels = Object.keys(nodeSpecs) as readonly NodeLabel[];
export const relationshipTypes = Object.keys(relationshipSpecs) as readonly RelationshipType[];

/** In the order of the schema. */
export function columnsOf(table: NodeLabel | RelationshipType): readonly Column[] {
  const { properties } = table in nodeSpecs ? nodeSpecs[table as NodeLabel] : relationshipSpecs[table as RelationshipType];
  return Object.entries(properties).map(([name, { type }]) => ({ name, type }));
}

/** A name as Cypher takes it, whatever it holds: `grant` and `index` are words of the language. */
export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
