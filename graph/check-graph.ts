/** What must hold of a graph before any of it is written, for engines that do not check it themselves. */
import type { AccessGraph, LinkedRow, RowRelationshipType } from './access-graph.ts';
import { checkValue } from './check-values.ts';
import { type NodeLabel, nodeSpecs, relationshipSpecs } from './schema.ts';
import { columnsOf, nodeLabels } from './schema-columns.ts';
import { StoreError } from './store.ts';

type AnyRow = Readonly<Record<string, unknown>>;

/** Throws a StoreError `write-failed` if a value cannot be stored, a key is there twice, or a relationship leads nowhere. */
export function checkGraph(graph: AccessGraph): void {
  refuseUnknownPairs(graph);
  const keys = new Map(nodeLabels.map((label) => [label, checkNodes(graph, label)]));
  for (const [type, rows] of listRelationships(graph)) {
    const columns = columnsOf(type);
    for (const row of rows) {
      for (const [label, key] of [
        [row.fromLabel, row.from],
        [row.toLabel, row.to],
      ] as const) {
        if (!keys.get(label)?.has(key))
          throw refused(`A ${type} names ${label} ${JSON.stringify(key.slice(0, 200))}, which is not in the graph.`);
      }
      for (const column of columns) checkValue(column, (row as AnyRow)[column.name]);
    }
  }
  const { length, from, to, reason } = graph.canAssume;
  const { Principal, Reason } = graph.nodes;
  for (let edge = 0; edge < length; edge++) {
    const hasEnds = (from[edge] ?? Number.NaN) < Principal.length && (to[edge] ?? Number.NaN) < Principal.length;
    if (!hasEnds) throw refused(`Edge ${edge} names a principal that is not in the graph.`);
    if (!((reason[edge] ?? Number.NaN) < Reason.length)) throw refused(`Edge ${edge} names a reason that is not in the graph.`);
  }
}

/** Throws a StoreError `write-failed` for a relationship between labels that its type does not connect. */
export function refuseUnknownPairs(graph: AccessGraph): void {
  for (const [type, rows] of listRelationships(graph)) {
    const pairs = new Set(relationshipSpecs[type].endpoints.map(([from, to]) => `${from} to ${to}`));
    const unknown = rows.find(({ fromLabel, toLabel }) => !pairs.has(`${fromLabel} to ${toLabel}`));
    if (unknown !== undefined) throw refused(`The schema has no ${type} from ${unknown.fromLabel} to ${unknown.toLabel}.`);
  }
}

function checkNodes(graph: AccessGraph, label: NodeLabel): ReadonlySet<unknown> {
  const { key } = nodeSpecs[label];
  const columns = columnsOf(label);
  const keys = new Set<unknown>();
  for (const row of graph.nodes[label] as readonly AnyRow[]) {
    for (const column of columns) checkValue(column, row[column.name]);
    if (keys.has(row[key])) throw refused(`${label} ${JSON.stringify(row[key])} is in the graph twice.`);
    keys.add(row[key]);
  }
  return keys;
}

const listRelationships = (graph: AccessGraph) =>
  Object.entries(graph.relationships) as [RowRelationshipType, readonly LinkedRow<RowRelationshipType>[]][];

const refused = (why: string): StoreError => new StoreError('write-failed', why);
