/** Relationships of the database against those of the graph, source by source: new ones are made, changed ones set, others removed. */
import type { AccessGraph } from '../../access-graph.ts';
import { type NodeLabel, type RelationshipType, relationshipSpecs } from '../../schema.ts';
import { quoteName, relationshipTypes } from '../../schema-columns.ts';
import type { BatchWriter, RowStatement } from './batch-writer.ts';
import { ownLabel } from './keys.ts';
import { type Links, linksOf, nodeKeys } from './links.ts';
import type { ReadRows } from './load-nodes.ts';

/** Sources are compared in groups of at most so many, with about so many relationships. */
const mostSources = 2000;
const mostLinks = 5000;

/** All nodes of the graph must be stored. `isEmpty`: no relationship is stored, so none is looked for. */
export async function loadRelationships(graph: AccessGraph, isEmpty: boolean, read: ReadRows, writer: BatchWriter): Promise<void> {
  const keys = nodeKeys(graph);
  for (const type of relationshipTypes) {
    const statements = statementsFor(type);
    for (const label of new Set<NodeLabel>(relationshipSpecs[type].endpoints.map(([from]) => from))) {
      const links = linksOf(graph, type, label, keys);
      for (const [first, end] of groupSources(links)) {
        const stored = isEmpty ? [] : await readStored(read, statements.stored, keys[label].slice(first, end));
        await compare(links, [first, end], keys[label], stored, statements, writer);
      }
    }
  }
  await writer.flush();
}

interface StoredLink {
  readonly id: string;
  readonly hash: string;
  /** Keys of source and target. */
  readonly ends: string;
}

async function readStored(read: ReadRows, text: string, sources: readonly string[]): Promise<StoredLink[]> {
  const rows = await read(text, { sources });
  return rows.map((row) => ({
    id: String(row['id']),
    hash: String(row['hash']),
    ends: `${String(row['source'])}${String(row['target'])}`,
  }));
}

/** Bounds of groups of sources: `[first, end)`. */
function* groupSources({ offsets }: Links): Generator<readonly [number, number]> {
  const sources = offsets.length - 1;
  for (let first = 0; first < sources; ) {
    let end = first + 1;
    const links = (): number => (offsets[end + 1] ?? 0) - (offsets[first] ?? 0);
    while (end < sources && end - first < mostSources && links() <= mostLinks) end += 1;
    yield [first, end];
    first = end;
  }
}

/**
 * Equal ones are paired first; of the rest between the same two nodes, one that is stored is set to one that is wanted. So several
 * relationships of a type between two nodes are kept apart by what they say.
 */
async function compare(
  links: Links,
  [first, end]: readonly [number, number],
  sourceKeys: readonly string[],
  stored: readonly StoredLink[],
  statements: Statements,
  writer: BatchWriter,
): Promise<void> {
  const wanted = new Map<string, number[]>();
  for (let source = first; source < end; source++) {
    for (let place = links.offsets[source] ?? 0; place < (links.offsets[source + 1] ?? 0); place++) {
      const ends = `${sourceKeys[source]}${links.target(place)}`;
      const places = wanted.get(ends);
      if (places === undefined) wanted.set(ends, [place]);
      else places.push(place);
    }
  }
  const unequal = stored.filter(({ ends, hash }) => {
    const places = wanted.get(ends) ?? [];
    const equal = places.findIndex((place) => links.hash(place) === hash);
    if (equal >= 0) places.splice(equal, 1);
    return equal < 0;
  });
  for (const { id, hash, ends } of unequal) {
    const place = wanted.get(ends)?.pop();
    if (place === undefined) await writer.add(statements.remove, { id, hash });
    else await writer.add(statements.update, { id, hash, properties: propertiesOf(links, place) });
  }
  for (const [ends, places] of wanted) {
    for (const place of places) {
      const from = ends.slice(0, ends.length / 2);
      await writer.add(statements.create, { from, to: links.target(place), properties: propertiesOf(links, place) });
    }
  }
}

const propertiesOf = (links: Links, place: number): Record<string, unknown> => ({ ...links.properties(place), _hash: links.hash(place) });

interface Statements {
  /** Takes `$sources`, keys of nodes; gives id, hash, source and target. */
  readonly stored: string;
  readonly create: RowStatement;
  readonly update: RowStatement;
  readonly remove: RowStatement;
}

/** A relationship is found by its id, which may be another's by now, so it is checked to be Rolepath's and the one that was read. */
function statementsFor(type: RelationshipType): Statements {
  const found = `MATCH (:${ownLabel})-[r:${quoteName(type)}]->(:${ownLabel}) WHERE elementId(r) = row.id AND r._hash = row.hash`;
  return {
    stored: `UNWIND $sources AS source MATCH (:${ownLabel} {_key: source})-[r:${quoteName(type)}]->(target:${ownLabel}) WHERE r._hash IS NOT NULL
      RETURN elementId(r) AS id, r._hash AS hash, source, target._key AS target`,
    create: {
      text: `UNWIND $rows AS row MATCH (from:${ownLabel} {_key: row.from}) MATCH (to:${ownLabel} {_key: row.to})
        CREATE (from)-[r:${quoteName(type)}]->(to) SET r = row.properties RETURN count(*) AS n`,
      exact: true,
    },
    update: { text: `UNWIND $rows AS row ${found} SET r = row.properties RETURN count(*) AS n`, exact: true },
    remove: { text: `UNWIND $rows AS row ${found} DELETE r RETURN count(*) AS n`, exact: true },
  };
}
