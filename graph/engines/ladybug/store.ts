/** The GraphStore port over a Ladybug database that is opened for reading only. */
import { access, constants } from 'node:fs/promises';
import { comparePolicyUses } from '../../policy-use-order.ts';
import { toPolicyUse } from '../../policy-use-row.ts';
import { type NodeLabel, type NodeRow, nodeSpecs } from '../../schema.ts';
import { quoteName } from '../../schema-columns.ts';
import type { GraphStore, StoredPrincipal } from '../../store.ts';
import { toStoreError } from './errors.ts';
import { type Query, readTables, type Tables, toPlainRows } from './plain-rows.ts';
import { toNodeRow } from './plain-values.ts';
import { openSession, type Row, type Session } from './session.ts';

const ownPolicies = `MATCH (:Principal {arn: $arn})-[has:HAS_POLICY]->(policy:Policy)
  RETURN has.\`as\` AS \`as\`, policy.id AS id, policy.name AS name, policy.document AS document`;
const groupPolicies = `MATCH (:Principal {arn: $arn})-[:MEMBER_OF]->(owner:Principal)-[has:HAS_POLICY]->(policy:Policy)
  RETURN has.\`as\` AS \`as\`, policy.id AS id, policy.name AS name, policy.document AS document, owner.arn AS viaGroup`;
const groupsOf = 'MATCH (:Principal {arn: $arn})-[:MEMBER_OF]->(owner:Principal) RETURN owner.arn AS arn';

export interface LadybugOptions {
  /** Most memory for the engine's pages, in bytes; 512 MiB unless given. */
  readonly bufferBytes?: number;
  /** Most time for one query, in milliseconds; 30,000 unless given. */
  readonly timeoutMs?: number;
}

/** Opens what `createLadybugWriter` wrote. Rejects with StoreError `store-unavailable`, `store-corrupt` or `store-busy`. */
export async function openLadybugStore(databasePath: string, options: LadybugOptions = {}): Promise<GraphStore> {
  const { bufferBytes = 512 * 2 ** 20, timeoutMs = 30_000 } = options;
  const opening = `Cannot open the graph in ${databasePath}`;
  let session: Session | null = null;
  try {
    await access(databasePath, constants.R_OK);
    session = await openSession(databasePath, { readOnly: true, bufferBytes, timeoutMs });
    const tables = await readTables(session);
    return storeOver(session, tables);
  } catch (error) {
    await session?.close();
    throw toStoreError(error, 'store-unavailable', opening);
  }
}

function storeOver(session: Session, tables: Tables): GraphStore {
  const query: Query = async (cypher, parameters, visit) => {
    try {
      return await session.run(cypher, parameters, visit);
    } catch (error) {
      throw toStoreError(error, 'query-failed', 'The graph query failed');
    }
  };
  const readNodes = <L extends NodeLabel>(label: L, keys: readonly string[]): Promise<NodeRow<L>[]> =>
    query(
      `UNWIND $keys AS key MATCH (n:${quoteName(label)}) WHERE n.${quoteName(nodeSpecs[label].key)} = key RETURN n`,
      { keys },
      ({ n }) => toNodeRow(label, n as Row) as NodeRow<L>,
    );

  return {
    engine: 'ladybug',
    readPrincipal: async (arn) => {
      const [node] = await readNodes('Principal', [arn]);
      if (node === undefined) return null;
      const own = await query(ownPolicies, { arn }, (row) => toPolicyUse(row, null));
      // Each question waits for its turn, so none is asked whose answer is known: roles are in no group.
      const groups = node.kind === 'role' ? [] : await query(groupsOf, { arn }, (row) => String(row['arn']));
      const ofGroups = groups.length === 0 ? [] : await query(groupPolicies, { arn }, (row) => toPolicyUse(row, String(row['viaGroup'])));
      return { node, policies: [...own, ...ofGroups].sort(comparePolicyUses), groups: groups.sort() } satisfies StoredPrincipal;
    },
    readAccount: async (id) => (await readNodes('Account', [id]))[0] ?? null,
    readPolicies: async (ids) => {
      if (ids.length === 0) return [];
      const found = new Map((await readNodes('Policy', [...new Set(ids)])).map((policy) => [policy.id, policy]));
      return ids.flatMap((id) => found.get(id) ?? []);
    },
    run: async (cypher, parameters) => {
      const rows = await query(cypher, parameters, (row) => row);
      return await toPlainRows(query, tables, rows);
    },
    close: async () => {
      try {
        await session.close();
      } catch (error) {
        throw toStoreError(error, 'store-unavailable', 'The graph database did not close');
      }
    },
  };
}
