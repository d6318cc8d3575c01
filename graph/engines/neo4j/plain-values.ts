/** Neo4j's values as the plain JSON that the GraphStore port promises. */
import type { Node, Relationship } from 'neo4j-driver';
import { type NodeLabel, nodeSpecs, type RelationshipType, relationshipSpecs } from '../../schema.ts';
import { columnsOf } from '../../schema-columns.ts';

/** Which value of the driver is of which kind; its own tests, since its classes may be there twice. */
export interface ValueTests {
  isNode(value: unknown): boolean;
  isRelationship(value: unknown): boolean;
  isPath(value: unknown): boolean;
}

interface PathValue {
  readonly start: Node;
  readonly segments: readonly { readonly start: Node; readonly relationship: Relationship; readonly end: Node }[];
}

/** Ends of relationships in the values whose nodes are not in them, so that their keys must be looked up; and the keys of those that are. */
export function collectEnds(values: readonly unknown[], is: ValueTests): { keys: Map<string, string>; missing: string[] } {
  const keys = new Map<string, string>();
  const ends = new Set<string>();
  const visit = (value: unknown): void => {
    if (is.isNode(value)) {
      const node = value as Node;
      keys.set(node.elementId, keyOf(node));
    } else if (is.isRelationship(value)) {
      const { startNodeElementId, endNodeElementId } = value as Relationship;
      ends.add(startNodeElementId).add(endNodeElementId);
    } else if (is.isPath(value)) {
      const { start, segments } = value as PathValue;
      visit(start);
      for (const { relationship, end } of segments) [relationship, end].forEach(visit);
    } else if (Array.isArray(value)) {
      value.forEach(visit);
    } else if (isMap(value)) {
      Object.values(value).forEach(visit);
    }
  };
  values.forEach(visit);
  return { keys, missing: [...ends].filter((id) => !keys.has(id)) };
}

/** `keys`: node keys by element id. */
export function toPlain(value: unknown, keys: ReadonlyMap<string, string>, is: ValueTests): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map((element) => toPlain(element, keys, is));
  if (is.isNode(value)) return toNodeRow(value as Node);
  if (is.isRelationship(value)) return toRelationshipRow(value as Relationship, keys);
  if (is.isPath(value)) {
    const { start, segments } = value as unknown as PathValue;
    return {
      nodes: [start, ...segments.map(({ end }) => end)].map(toNodeRow),
      relationships: segments.map(({ relationship }) => toRelationshipRow(relationship, keys)),
    };
  }
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toPlain(field, keys, is)]));
  // Dates, durations and points, which the schema has none of, as the driver spells them.
  return String(value);
}

/** Schema's properties in its order; those of a node that is not Rolepath's as they are. */
function toNodeRow(node: Node): Record<string, unknown> {
  const label = labelOf(node);
  return { _label: label ?? node.labels[0] ?? '', ...pick(node.properties, label === undefined ? [] : columnsOf(label)) };
}

function toRelationshipRow({ type, properties, startNodeElementId, endNodeElementId }: Relationship, keys: ReadonlyMap<string, string>) {
  const columns = type in relationshipSpecs ? columnsOf(type as RelationshipType) : [];
  return {
    _label: type,
    _from: keys.get(startNodeElementId) ?? '',
    _to: keys.get(endNodeElementId) ?? '',
    ...pick(properties, columns),
  };
}

/** The properties of the columns, then others, without Rolepath's own marks. */
function pick(properties: Readonly<Record<string, unknown>>, columns: readonly { readonly name: string }[]): Record<string, unknown> {
  const known = columns.flatMap(({ name }) => (name in properties ? [[name, properties[name]] as const] : []));
  const names = new Set(columns.map(({ name }) => name));
  const others = Object.entries(properties).filter(([name]) => !names.has(name) && !name.startsWith('_'));
  return Object.fromEntries([...known, ...(columns.length === 0 ? others : [])]);
}

function keyOf(node: Node): string {
  const label = labelOf(node);
  return label === undefined ? '' : String(node.properties[nodeSpecs[label].key] ?? '');
}

const labelOf = ({ labels }: Node): NodeLabel | undefined => labels.find((label): label is NodeLabel => label in nodeSpecs);

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
