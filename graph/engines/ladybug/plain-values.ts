/** Ladybug's values as the plain JSON that the GraphStore port promises. */
import type { LbugValue } from '@ladybugdb/core';
import { type NodeLabel, nodeSpecs } from '../../schema.ts';
import { columnsOf } from '../../schema-columns.ts';
import type { Row } from './session.ts';

/** Where Ladybug keeps a node: a table and a place in it. */
export interface NodeId {
  readonly table: number;
  readonly offset: number;
}

export const idText = ({ table, offset }: NodeId): string => `${table}:${offset}`;

type Fields = { readonly [name: string]: LbugValue };

/** Ends of relationships in the rows whose nodes are not in the rows, so that their keys must be looked up; and the keys of those that are. */
export function collectEnds(rows: readonly Row[]): { keys: Map<string, string>; missing: NodeId[] } {
  const keys = new Map<string, string>();
  const ends = new Map<string, NodeId>();
  const visit = (value: LbugValue): void => {
    if (!isFields(value)) {
      if (Array.isArray(value)) value.forEach(visit);
      return;
    }
    if (isRelationship(value)) {
      for (const id of [value['_src'], value['_dst']]) if (isNodeId(id)) ends.set(idText(id), id);
    } else if (isNode(value)) {
      keys.set(idText(value['_id']), String(value[nodeSpecs[value['_label']].key]));
    } else {
      Object.values(value).forEach(visit);
    }
  };
  rows.forEach((row) => void Object.values(row).forEach(visit));
  return { keys, missing: [...ends].filter(([text]) => !keys.has(text)).map(([, id]) => id) };
}

/** `keys`: node keys by `idText`. */
export function toPlain(value: LbugValue, keys: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((element) => toPlain(element, keys));
  if (!isFields(value)) return value ?? null;
  if (isNode(value)) return { _label: value['_label'], ...toNodeRow(value['_label'], value) };
  if (isRelationship(value)) {
    const { _src, _dst, _label, _id, ...properties } = value;
    return { _label, _from: endKey(_src, keys), _to: endKey(_dst, keys), ...toPlainFields(dropAbsent(properties), keys) };
  }
  if (Array.isArray(value['_nodes']) && Array.isArray(value['_rels'])) {
    return { nodes: toPlain(value['_nodes'], keys), relationships: toPlain(value['_rels'], keys) };
  }
  return toPlainFields(value, keys);
}

/** The properties of the node's own label. A match over several labels gives the other labels' properties too, as null. */
export function toNodeRow(label: NodeLabel, node: Fields): Record<string, unknown> {
  return Object.fromEntries(columnsOf(label).map(({ name }) => [name, toPlain(node[name] ?? null, new Map())]));
}

/** A property is never null in the store, so null is one of another type that was matched as well. */
function dropAbsent(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function toPlainFields(fields: Fields, keys: ReadonlyMap<string, string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, toPlain(value, keys)]));
}

const endKey = (id: LbugValue | undefined, keys: ReadonlyMap<string, string>): string =>
  (isNodeId(id) ? keys.get(idText(id)) : undefined) ?? '';

const isFields = (value: LbugValue | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Map);

const isNodeId = (value: LbugValue | undefined): value is Fields & NodeId =>
  isFields(value) && typeof value['table'] === 'number' && typeof value['offset'] === 'number';

const isRelationship = (value: Fields): boolean => '_src' in value && '_dst' in value;

const isNode = (value: Fields): value is Fields & { _label: NodeLabel; _id: Fields & NodeId } =>
  typeof value['_label'] === 'string' && value['_label'] in nodeSpecs && isNodeId(value['_id']) && !isRelationship(value);
