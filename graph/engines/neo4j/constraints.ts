/** The schema as Neo4j constraints and indexes. */
import { nodeSpecs } from '../../schema.ts';
import { nodeLabels, quoteName } from '../../schema-columns.ts';
import { ownLabel } from './keys.ts';

/**
 * Statements that may run again and again. The one constraint is on Rolepath's own label, so it says nothing about other data;
 * keys are indexed, so that `MATCH (p:Principal {arn: …})` is quick.
 */
export function schemaStatements(): string[] {
  return [
    `CREATE CONSTRAINT rolepath_key IF NOT EXISTS FOR (n:${ownLabel}) REQUIRE n._key IS UNIQUE`,
    ...nodeLabels.map((label) => {
      const { key } = nodeSpecs[label];
      const name = `rolepath_${label.toLowerCase()}_${key.toLowerCase()}`;
      return `CREATE INDEX ${quoteName(name)} IF NOT EXISTS FOR (n:${quoteName(label)}) ON (n.${quoteName(key)})`;
    }),
  ];
}
