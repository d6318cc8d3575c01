/**
 * How Rolepath's own nodes and relationships are told from all others, and a changed one from an unchanged one.
 *
 * A node has the labels `Rolepath` and its own, `_key` (a hash of label and key: short, whatever the key holds) and `_hash` (of its
 * properties). A relationship is Rolepath's if it connects two of its nodes and has a `_hash`. Names with an underscore are no properties of the schema.
 */
import { createHash } from 'node:crypto';
import type { NodeLabel, RelationshipType } from '../../schema.ts';
import { columnsOf } from '../../schema-columns.ts';

export const ownLabel = 'Rolepath';

/** 32 hex digits. */
export const nodeKey = (label: NodeLabel, key: string): string => hash(`${label}\0${key}`);

/** Gives the hash of a row's properties. Rows that differ in the name, type or value of a property differ in hash. */
export function contentHasher(table: NodeLabel | RelationshipType): (row: Readonly<Record<string, unknown>>) => string {
  const columns = columnsOf(table);
  const shape = JSON.stringify(columns);
  return (row) => hash(`${shape}${JSON.stringify(columns.map(({ name }) => row[name]))}`);
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
