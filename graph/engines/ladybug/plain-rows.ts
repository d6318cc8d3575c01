/** Rows of a result as the plain JSON that both ports promise. Relationships name their ends by place only, so keys are looked up for whole results. */
import { type NodeLabel, nodeSpecs } from '../../schema.ts';
import { nodeLabels, quoteName, relationshipTypes } from '../../schema-columns.ts';
import { StoreError } from '../../store.ts';
import { collectEnds, idText, type NodeId, toPlain } from './plain-values.ts';
import type { Row, Session } from './session.ts';

/** Runs a statement and visits its rows. */
export type Query = <T>(cypher: string, parameters: Readonly<Record<string, unknown>>, visit: (row: Row) => T) => Promise<T[]>;

/** Labels by table number. */
export type Tables = ReadonlyMap<number, NodeLabel>;

/** Refuses a database that lacks a table of the schema. */
export async function readTables(session: Session): Promise<Tables> {
  const rows = await session.run('CALL show_tables() RETURN id, name', {}, (row) => ({ id: Number(row['id']), name: String(row['name']) }));
  const names = new Set(rows.map(({ name }) => name));
  const absent = [...nodeLabels, ...relationshipTypes].find((name) => !names.has(name));
  if (absent !== undefined)
    throw new StoreError('store-corrupt', `The graph database has no table ${absent}. Ingest again to build a new one.`);
  return new Map(rows.flatMap(({ id, name }) => (name in nodeSpecs ? [[id, name as NodeLabel]] : [])));
}

/** The rows in their order, each with its columns. */
export async function toPlainRows(query: Query, tables: Tables, rows: readonly Row[]): Promise<Record<string, unknown>[]> {
  const { keys, missing } = collectEnds(rows);
  for (const [id, key] of await readKeys(query, tables, missing)) keys.set(id, key);
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toPlain(value, keys)])));
}

/** Keys of nodes that are known by their place only. Comparing with a long list takes the engine longer than giving all keys. */
async function readKeys(query: Query, tables: Tables, ids: readonly NodeId[]): Promise<[string, string][]> {
  const keys: [string, string][] = [];
  for (const [table, label] of tables) {
    const offsets = new Set(ids.filter((id) => id.table === table).map(({ offset }) => offset));
    if (offsets.size === 0) continue;
    const few = offsets.size <= 1000;
    const cypher = `MATCH (n:${quoteName(label)}) ${few ? 'WHERE offset(id(n)) IN $offsets ' : ''}
      RETURN offset(id(n)) AS place, n.${quoteName(nodeSpecs[label].key)} AS nodeKey`;
    await query(cypher, few ? { offsets: [...offsets] } : {}, ({ place, nodeKey }) => {
      if (offsets.has(Number(place))) keys.push([idText({ table, offset: Number(place) }), String(nodeKey)]);
    });
  }
  return keys;
}
