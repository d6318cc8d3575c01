/** Nodes of the database against those of the graph: what is new or changed is written, what is gone is told. */
import type { AccessGraph } from '../../access-graph.ts';
import { type NodeLabel, nodeSpecs } from '../../schema.ts';
import { nodeLabels, quoteName } from '../../schema-columns.ts';
import type { BatchWriter, RowStatement } from './batch-writer.ts';
import { contentHasher, nodeKey, ownLabel } from './keys.ts';

/** Reads rows on the member of the cluster that takes writes, so that nothing written before is missed. */
export type ReadRows = (
  text: string,
  parameters: Readonly<Record<string, unknown>>,
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

export interface NodeDifference {
  /** Keys of stored nodes that are not in the graph. */
  readonly gone: readonly string[];
  /** Whether any node was stored before. */
  readonly wasEmpty: boolean;
}

const pageSize = 10_000;

/** Keys are hexadecimal; the Snapshot node's is not, and comes after them. */
const storedPage = `MATCH (n:${ownLabel}) WHERE n._key > $after AND n._key < 'g'
  RETURN n._key AS key, n._hash AS hash ORDER BY n._key LIMIT ${pageSize}`;

/** Compares in the order of keys, a page at a time, so memory holds one key per node of the graph and no stored node. */
export async function loadNodes(graph: AccessGraph, read: ReadRows, writer: BatchWriter): Promise<NodeDifference> {
  const local = listNodes(graph);
  const hashers = new Map(nodeLabels.map((label) => [label, contentHasher(label)]));
  const hashOf = ({ label, row }: LocalNode): string => hashers.get(label)?.(row) ?? '';
  const write = async (node: LocalNode, hash: string): Promise<void> =>
    writer.add(upsert(node.label), { key: node.key, properties: { ...node.row, _hash: hash } });

  const gone: string[] = [];
  let next = 0;
  let wasEmpty = true;
  for await (const { key, hash } of storedNodes(read)) {
    wasEmpty = false;
    for (let node = local[next]; node !== undefined && node.key < key; node = local[++next]) await write(node, hashOf(node));
    const node = local[next];
    if (node?.key !== key) {
      gone.push(key);
      continue;
    }
    next += 1;
    const wanted = hashOf(node);
    if (hash !== wanted) await write(node, wanted);
  }
  for (const node of local.slice(next)) await write(node, hashOf(node));
  await writer.flush();
  return { gone, wasEmpty };
}

interface LocalNode {
  readonly key: string;
  readonly label: NodeLabel;
  readonly row: Readonly<Record<string, unknown>>;
}

/** All nodes of the graph, by key. */
function listNodes(graph: AccessGraph): LocalNode[] {
  const nodes = nodeLabels.flatMap((label) =>
    graph.nodes[label].map((row: Readonly<Record<string, unknown>>) => ({
      key: nodeKey(label, String(row[nodeSpecs[label].key])),
      label,
      row,
    })),
  );
  return nodes.sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function* storedNodes(read: ReadRows): AsyncGenerator<{ key: string; hash: string }> {
  for (let after = ''; ; ) {
    const page = await read(storedPage, { after });
    for (const row of page) yield { key: String(row['key']), hash: String(row['hash']) };
    if (page.length < pageSize) return;
    after = String(page.at(-1)?.['key']);
  }
}

const upserts = new Map<NodeLabel, RowStatement>();

/** `+=` leaves what people have added to a node of ours. */
function upsert(label: NodeLabel): RowStatement {
  const known = upserts.get(label);
  if (known !== undefined) return known;
  const text = `UNWIND $rows AS row MERGE (n:${ownLabel} {_key: row.key}) SET n:${quoteName(label)}, n += row.properties RETURN count(*) AS n`;
  const made = { text, exact: true };
  upserts.set(label, made);
  return made;
}

const relationshipsOfGone = `UNWIND $keys AS key MATCH (n:${ownLabel} {_key: key})-[r]->(:${ownLabel}) WHERE r._hash IS NOT NULL
  WITH r LIMIT 5000 DELETE r RETURN count(*) AS n`;
const deleteGone: RowStatement = {
  text: `UNWIND $rows AS row MATCH (n:${ownLabel} {_key: row.key}) WHERE NOT EXISTS { (n)--() } DELETE n RETURN count(*) AS n`,
  exact: false,
};
const releaseGone: RowStatement = {
  text: `UNWIND $rows AS row MATCH (n:${ownLabel} {_key: row.key})
    REMOVE n:${[ownLabel, ...nodeLabels.map(quoteName)].join(':')}, n._key, n._hash RETURN count(*) AS n`,
  exact: false,
};

/**
 * Removes nodes with the relationships that Rolepath made. A node to which others have tied theirs stays for them, with its
 * properties and without Rolepath's labels.
 */
export async function removeNodes(gone: readonly string[], writer: BatchWriter): Promise<void> {
  for (let first = 0; first < gone.length; first += 1000) {
    const keys = gone.slice(first, first + 1000);
    while ((await writer.run(relationshipsOfGone, { keys })) > 0);
  }
  for (const key of gone) {
    await writer.add(deleteGone, { key });
    await writer.add(releaseGone, { key });
  }
  await writer.flush();
}
