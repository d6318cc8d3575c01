/** Reads back what the adjacency is built of, so that a machine with nothing but a Neo4j full of data can answer everything. */
import type { EdgeColumns } from '../../access-graph.ts';
import type { AdjacencySource } from '../../build-adjacency.ts';
import { type EdgeProperties, packEdge } from '../../edge-flags.ts';
import { type NodeLabel, type NodeRow, nodeSpecs } from '../../schema.ts';
import { columnsOf, quoteName } from '../../schema-columns.ts';
import { StoreError } from '../../store.ts';
import type { Neo4jConnection } from './connection.ts';
import { nodeKey } from './keys.ts';
import { createReader, type ReadTransaction, type Row } from './reader.ts';
import type { MirrorState } from './snapshot-node.ts';

const nodePage = 5000;
const sourcePage = 1000;

/** Principals by ARN, accounts by id and edges as ingest orders them. Rejects with StoreError `store-busy` when a load begins meanwhile. */
export async function readChains(connection: Neo4jConnection, state: Pick<MirrorState, 'load'>): Promise<AdjacencySource> {
  const read = createReader(connection, state);
  const [Principal, Account, Reason] = [
    await readNodes(read, 'Principal'),
    await readNodes(read, 'Account'),
    await readNodes(read, 'Reason'),
  ];
  return { nodes: { Principal, Account, Reason }, canAssume: await readEdges(read, Principal, Reason) };
}

async function readNodes<L extends NodeLabel>(read: ReadTransaction, label: L): Promise<NodeRow<L>[]> {
  const { key } = nodeSpecs[label];
  const names = columnsOf(label).map(({ name }) => name);
  const text = `MATCH (n:Rolepath:${quoteName(label)}) WHERE n._key > $after
    RETURN n._key AS key, [${names.map((name) => `n.${quoteName(name)}`).join(', ')}] AS fields ORDER BY n._key LIMIT ${nodePage}`;
  const nodes: Record<string, unknown>[] = [];
  for (let after = ''; ; ) {
    const page = await read((run) => run(text, { after }));
    for (const { fields } of page)
      nodes.push(Object.fromEntries(names.map((name, index) => [name, (fields as readonly unknown[])[index]])));
    if (page.length < nodePage) break;
    after = String(page.at(-1)?.['key']);
  }
  return nodes.sort((a, b) => (String(a[key]) < String(b[key]) ? -1 : 1)) as unknown as NodeRow<L>[];
}

const edgesOf = `UNWIND $sources AS source MATCH (:Rolepath {_key: source})-[r:CAN_ASSUME]->(target:Rolepath) WHERE r._hash IS NOT NULL
  RETURN source, target._key AS target, r.reasonId AS reasonId, r.action AS action, r.verdict AS verdict, r.oidcSub AS oidcSub,
    r.crossAccount AS crossAccount, r.grant AS grant, r.canTagSession AS canTagSession, r.canSetSourceIdentity AS canSetSourceIdentity,
    r.canChooseSessionName AS canChooseSessionName`;

async function readEdges(
  read: ReadTransaction,
  principals: readonly NodeRow<'Principal'>[],
  reasons: readonly NodeRow<'Reason'>[],
): Promise<EdgeColumns> {
  const keys = principals.map(({ arn }) => nodeKey('Principal', arn));
  const principalNumbers = new Map(keys.map((key, number) => [key, number]));
  const reasonNumbers = new Map(reasons.map(({ id }, number) => [id, number]));
  const columns = createColumns();
  for (let first = 0; first < keys.length; first += sourcePage) {
    const rows = await read((run) => run(edgesOf, { sources: keys.slice(first, first + sourcePage) }));
    const edges = rows.map((row) => ({
      from: numberOf(principalNumbers, row['source']),
      to: numberOf(principalNumbers, row['target']),
      reason: numberOf(reasonNumbers, row['reasonId']),
      flags: packEdge(row as Row & EdgeProperties),
    }));
    edges.sort((a, b) => a.from - b.from || a.to - b.to || a.flags - b.flags);
    for (const edge of edges) columns.add(edge);
  }
  return columns.finish();
}

function numberOf(numbers: ReadonlyMap<string, number>, key: unknown): number {
  const number = numbers.get(String(key));
  if (number !== undefined) return number;
  throw new StoreError('store-corrupt', 'An edge in Neo4j leads to something that is not there. Ingest again with --store neo4j.');
}

/** Columns that grow as edges come. */
function createColumns() {
  let length = 0;
  let [from, to, reason, flags] = [new Uint32Array(1024), new Uint32Array(1024), new Uint32Array(1024), new Uint16Array(1024)];
  const grow = <T extends Uint32Array | Uint16Array>(old: T, larger: T): T => {
    larger.set(old);
    return larger;
  };
  return {
    add(edge: { readonly from: number; readonly to: number; readonly reason: number; readonly flags: number }): void {
      if (length === from.length) {
        from = grow(from, new Uint32Array(length * 2));
        to = grow(to, new Uint32Array(length * 2));
        reason = grow(reason, new Uint32Array(length * 2));
        flags = grow(flags, new Uint16Array(length * 2));
      }
      from[length] = edge.from;
      to[length] = edge.to;
      reason[length] = edge.reason;
      flags[length] = edge.flags;
      length += 1;
    },
    finish: (): EdgeColumns => ({
      length,
      from: from.slice(0, length),
      to: to.slice(0, length),
      reason: reason.slice(0, length),
      flags: flags.slice(0, length),
    }),
  };
}
