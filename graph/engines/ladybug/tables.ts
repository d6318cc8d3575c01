/** The schema as Ladybug tables. Property types of the schema are spelt as Ladybug spells them. */
import type { PropertyType } from '../../schema.ts';
import { type NodeLabel, nodeSpecs, type RelationshipType, relationshipSpecs } from '../../schema.ts';

export interface Column {
  readonly name: string;
  readonly type: PropertyType;
}

export const nodeLabels = Object.keys(nodeSpecs) as readonly NodeLabel[];
export const relationshipTypes = Object.keys(relationshipSpecs) as readonly RelationshipType[];

/** In the order of the schema, which is the order of the columns in load files. */
export function columnsOf(table: NodeLabel | RelationshipType): readonly Column[] {
  const { properties } = table in nodeSpecs ? nodeSpecs[table as NodeLabel] : relationshipSpecs[table as RelationshipType];
  return Object.entries(properties).map(([name, { type }]) => ({ name, type }));
}

/** Names such as `grant` and `index` are words of the language, so all names are quoted. */
export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** Statements that make all tables, nodes first. */
export function createTableStatements(): string[] {
  const columns = (table: NodeLabel | RelationshipType) => columnsOf(table).map(({ name, type }) => `${quoteName(name)} ${type}`);
  return [
    ...nodeLabels.map(
      (label) =>
        `CREATE NODE TABLE ${quoteName(label)} (${[...columns(label), `PRIMARY KEY (${quoteName(nodeSpecs[label].key)})`].join(', ')})`,
    ),
    ...relationshipTypes.map((type) => {
      const pairs = relationshipSpecs[type].endpoints.map(([from, to]) => `FROM ${quoteName(from)} TO ${quoteName(to)}`);
      return `CREATE REL TABLE ${quoteName(type)} (${[...pairs, ...columns(type)].join(', ')})`;
    }),
  ];
}
