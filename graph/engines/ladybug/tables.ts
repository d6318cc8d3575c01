/** The schema as Ladybug tables. Property types of the schema are spelt as Ladybug spells them. */
import { type NodeLabel, nodeSpecs, type RelationshipType, relationshipSpecs } from '../../schema.ts';
import { columnsOf, nodeLabels, quoteName, relationshipTypes } from '../../schema-columns.ts';

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
