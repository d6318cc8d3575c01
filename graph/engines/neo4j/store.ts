/** The GraphStore port over a Neo4j database that mirrors one snapshot. */
import { comparePolicyUses } from '../../policy-use-order.ts';
import { toPolicyUse } from '../../policy-use-row.ts';
import { type NodeLabel, type NodeRow, nodeSpecs } from '../../schema.ts';
import { columnsOf, quoteName } from '../../schema-columns.ts';
import { type GraphStore, StoreError } from '../../store.ts';
import type { Neo4jConnection } from './connection.ts';
import { collectEnds, toPlain, type ValueTests } from './plain-values.ts';
import { createReader, type Run } from './reader.ts';
import type { MirrorState } from './snapshot-node.ts';

const policiesOf = `MATCH (owner:Rolepath:Principal {arn: $arn})-[has:HAS_POLICY]->(policy:Policy)
  RETURN has.\`as\` AS \`as\`, policy.id AS id, policy.name AS name, policy.document AS document, null AS viaGroup
  UNION ALL MATCH (:Rolepath:Principal {arn: $arn})-[:MEMBER_OF]->(owner:Principal)-[has:HAS_POLICY]->(policy:Policy)
  RETURN has.\`as\` AS \`as\`, policy.id AS id, policy.name AS name, policy.document AS document, owner.arn AS viaGroup`;
const groupsOf = 'MATCH (:Rolepath:Principal {arn: $arn})-[:MEMBER_OF]->(group:Principal) RETURN group.arn AS arn';
/** Nodes by element id, for the keys of the ends of relationships. */
export const endKeys = 'MATCH (n) WHERE elementId(n) IN $ids RETURN n';

/**
 * Reads the snapshot that `state` describes, and rejects with StoreError `store-busy` when the database has begun to mirror another.
 * `connection` is the store's from now on: closing the store closes it.
 */
export async function openNeo4jStore(connection: Neo4jConnection, state: Pick<MirrorState, 'load'>): Promise<GraphStore> {
  const { default: neo4j } = await import('neo4j-driver');
  const is: ValueTests = neo4j;
  let isClosed = false;

  const read = createReader(connection, state);
  const inTransaction: typeof read = async (work) => {
    if (isClosed) throw new StoreError('query-failed', 'The graph query failed: the store is closed.');
    return await read(work);
  };

  const readNodes = async <L extends NodeLabel>(run: Run, label: L, keys: readonly string[]): Promise<NodeRow<L>[]> => {
    const { key } = nodeSpecs[label];
    const text = `UNWIND $keys AS key MATCH (n:Rolepath:${quoteName(label)} {${quoteName(key)}: key}) RETURN properties(n) AS properties`;
    const names = columnsOf(label).map(({ name }) => name);
    return (await run(text, { keys })).map(({ properties }) => {
      const found = properties as Readonly<Record<string, unknown>>;
      return Object.fromEntries(names.map((name) => [name, found[name]])) as NodeRow<L>;
    });
  };

  return {
    engine: 'neo4j',
    readPrincipal: (arn) =>
      inTransaction(async (run) => {
        const [node] = await readNodes(run, 'Principal', [arn]);
        if (node === undefined) return null;
        const policies = (await run(policiesOf, { arn }))
          .map((row) => toPolicyUse(row, row['viaGroup'] === null ? null : String(row['viaGroup'])))
          .sort(comparePolicyUses);
        const groups = (await run(groupsOf, { arn })).map((row) => String(row['arn'])).sort();
        return { node, policies, groups };
      }),
    readAccount: (id) => inTransaction(async (run) => (await readNodes(run, 'Account', [id]))[0] ?? null),
    readPolicies: async (ids) => {
      if (ids.length === 0) return [];
      const rows = await inTransaction((run) => readNodes(run, 'Policy', [...new Set(ids)]));
      const found = new Map(rows.map((policy) => [policy.id, policy]));
      return ids.flatMap((id) => found.get(id) ?? []);
    },
    run: (cypher, parameters) =>
      inTransaction(async (run) => {
        const rows = await run(cypher, parameters);
        const { keys, missing } = collectEnds(rows, is);
        if (missing.length > 0) {
          const found = collectEnds(await run(endKeys, { ids: missing }), is);
          for (const [id, key] of found.keys) keys.set(id, key);
        }
        return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toPlain(value, keys, is)])));
      }),
    close: async () => {
      isClosed = true;
      await connection.close();
    },
  };
}
