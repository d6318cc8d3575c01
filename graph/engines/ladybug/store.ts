/** The GraphStore port over a Ladybug database that is opened for reading only. */
import { access, constants } from 'node:fs/promises';
import { comparePolicyUses } from '../../policy-use-order.ts';
import { type NodeLabel, type NodeRow, nodeSpecs } from '../../schema.ts';
import { nodeLabels, quoteName, relationshipTypes } from '../../schema-columns.ts';
import { type GraphStore, type StoredPolicyUse, type StoredPrincipal, StoreError } from '../../store.ts';
import { toStoreError } from './errors.ts';
import { collectEnds, idText, type NodeId, toNodeRow, toPlain } from './plain-values.ts';
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

/** Labels by table number. Refuses a database that lacks a table of the schema. */
async function readTables(session: Session): Promise<ReadonlyMap<number, NodeLabel>> {
  const rows = await session.run('CALL show_tables() RETURN id, name', {}, (row) => ({ id: Number(row['id']), name: String(row['name']) }));
  const names = new Set(rows.map(({ name }) => name));
  const absent = [...nodeLabels, ...relationshipTypes].find((name) => !names.has(name));
  if (absent !== undefined)
    throw new StoreError('store-corrupt', `The graph database has no table ${absent}. Ingest again to build a new one.`);
  return new Map(rows.flatMap(({ id, name }) => (name in nodeSpecs ? [[id, name as NodeLabel]] : [])));
}

type Query = <T>(cypher: string, parameters: Readonly<Record<string, unknown>>, visit: (row: Row) => T) => Promise<T[]>;

function storeOver(session: Session, tables: ReadonlyMap<number, NodeLabel>): GraphStore {
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
      const ofGroups = await query(groupPolicies, { arn }, (row) => toPolicyUse(row, String(row['viaGroup'])));
      const groups = await query(groupsOf, { arn }, (row) => String(row['arn']));
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
      const { keys, missing } = collectEnds(rows);
      for (const [id, key] of await readKeys(query, tables, missing)) keys.set(id, key);
      return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toPlain(value, keys)])));
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

/** Keys of nodes that are known by their place only. Comparing with a long list takes the engine longer than giving all keys. */
async function readKeys(query: Query, tables: ReadonlyMap<number, NodeLabel>, ids: readonly NodeId[]): Promise<[string, string][]> {
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

function toPolicyUse(row: Row, viaGroup: string | null): StoredPolicyUse {
  const document = String(row['document']);
  return {
    as: String(row['as']) as StoredPolicyUse['as'],
    id: String(row['id']),
    name: String(row['name']),
    document: document === '' ? null : document,
    viaGroup,
  };
}
