/** Reads a whole graph back from a snapshot, to write it somewhere else. Works on every engine: it asks what all of them take. */
import type { AccessGraph, LinkedRow, RowRelationshipType } from './access-graph.ts';
import type { Adjacency } from './adjacency.ts';
import { type NodeLabel, type NodeRow, nodeSpecs, relationshipSpecs } from './schema.ts';
import { columnsOf, nodeLabels, quoteName, relationshipTypes } from './schema-columns.ts';
import { type GraphReader, StoreError } from './store.ts';

/** Edges come from the adjacency, which has them in columns; all else from the store. Rejects with a StoreError. */
export async function readAccessGraph(store: Pick<GraphReader, 'run'>, adjacency: Adjacency): Promise<AccessGraph> {
  const nodes: Partial<Record<NodeLabel, readonly object[]>> = {};
  for (const label of nodeLabels) nodes[label] = await readNodes(store, label);
  const relationships: Partial<Record<RowRelationshipType, readonly object[]>> = {};
  for (const type of relationshipTypes) if (type !== 'CAN_ASSUME') relationships[type] = await readRelationships(store, type);
  const { edgeCount, sources, targets, reasonOf, flags } = adjacency;
  const reasonCount = reasonOf.reduce((most, index) => Math.max(most, index + 1), 0);
  const read = nodes as { readonly [L in NodeLabel]: readonly NodeRow<L>[] };
  return {
    nodes: {
      ...read,
      Principal: arrange(
        read.Principal,
        ({ arn }) => arn,
        adjacency.principals.map(({ arn }) => arn),
      ),
      Reason: arrange(
        read.Reason,
        ({ id }) => id,
        Array.from({ length: reasonCount }, (_, index) => adjacency.reason(index).id),
      ),
    },
    relationships: relationships as AccessGraph['relationships'],
    canAssume: { length: edgeCount, from: sources, to: targets, reason: reasonOf, flags },
  };
}

async function readNodes(store: Pick<GraphReader, 'run'>, label: NodeLabel): Promise<object[]> {
  const columns = columnsOf(label);
  const fields = columns.map(({ name }) => `n.${quoteName(name)} AS ${quoteName(name)}`).join(', ');
  return [...(await store.run(`MATCH (n:${quoteName(label)}) RETURN ${fields}`, {}))];
}

async function readRelationships(store: Pick<GraphReader, 'run'>, type: RowRelationshipType): Promise<object[]> {
  const rows: object[] = [];
  for (const [fromLabel, toLabel] of relationshipSpecs[type].endpoints) {
    const fields = [
      `a.${quoteName(nodeSpecs[fromLabel].key)} AS from_key`,
      `b.${quoteName(nodeSpecs[toLabel].key)} AS to_key`,
      ...columnsOf(type).map(({ name }) => `r.${quoteName(name)} AS ${quoteName(name)}`),
    ];
    const text = `MATCH (a:${quoteName(fromLabel)})-[r:${quoteName(type)}]->(b:${quoteName(toLabel)}) RETURN ${fields.join(', ')}`;
    for (const { from_key: from, to_key: to, ...properties } of await store.run(text, {})) {
      rows.push({ fromLabel, from, toLabel, to, ...properties } as LinkedRow<RowRelationshipType>);
    }
  }
  return rows;
}

/** Those of the keys first, in that order: the adjacency's numbers count on it. */
function arrange<T>(rows: readonly T[], keyOf: (row: T) => string, keys: readonly string[]): T[] {
  const left = new Map(rows.map((row) => [keyOf(row), row]));
  const arranged = keys.map((key) => {
    const row = left.get(key);
    if (row === undefined)
      throw new StoreError('store-corrupt', `The graph lacks ${JSON.stringify(key)}, which the adjacency has. Ingest again.`);
    left.delete(key);
    return row;
  });
  return [...arranged, ...left.values()];
}
