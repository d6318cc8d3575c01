/** Writes an AccessGraph into a new Ladybug database: tables from the schema, then one COPY per label and per pair of labels. */
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { AccessGraph, RowRelationshipType } from '../../access-graph.ts';
import { refuseUnknownPairs } from '../../check-graph.ts';
import { directoryMode, fileMode, syncDirectory, syncFile } from '../../durable-file.ts';
import { type NodeLabel, relationshipSpecs } from '../../schema.ts';
import { type Column, columnsOf, nodeLabels, quoteName, relationshipTypes } from '../../schema-columns.ts';
import { type GraphWriter, StoreError } from '../../store.ts';
import { edgeLines } from './edge-lines.ts';
import { toStoreError } from './errors.ts';
import { createLoadFormat, type LoadFormat, writeLines } from './load-file.ts';
import { openSession, type Session } from './session.ts';
import { createTableStatements } from './tables.ts';

/** `databasePath` names a file that does not exist yet, in a directory that does. */
export function createLadybugWriter(databasePath: string): GraphWriter {
  const path = resolve(databasePath);
  return {
    write: async (graph) => {
      try {
        refuseUnknownPairs(graph);
        await refuseOccupied(path);
        await load(path, graph);
        await chmod(path, fileMode);
        await syncFile(path);
        await syncDirectory(dirname(path));
      } catch (error) {
        throw toStoreError(error, 'write-failed', `Cannot write the graph to ${path}`);
      }
    },
  };
}

/** Leftovers count too: Ladybug would take another database's log of this name for its own. */
async function refuseOccupied(path: string): Promise<void> {
  const found = (await readdir(dirname(path))).find((name) => name === basename(path) || name.startsWith(`${basename(path)}.`));
  if (found === undefined) return;
  throw new StoreError(
    'write-failed',
    `There is already ${join(dirname(path), found)}; a graph is written into an empty place. Remove it first.`,
  );
}

/** Load files lie beside the database, where there is room for one, and go whatever happens. */
async function load(path: string, graph: AccessGraph): Promise<void> {
  const directory = `${path}.load`;
  await mkdir(directory, { mode: directoryMode });
  try {
    const session = await openSession(path, { readOnly: false, bufferBytes: bufferBytes(graph) });
    try {
      await fill(session, graph, join(directory, 'rows.csv'));
    } finally {
      await session.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function fill(session: Session, graph: AccessGraph, file: string): Promise<void> {
  const format = createLoadFormat();
  const copy = async (table: string, columns: readonly Column[], lines: Iterable<string>, options = ''): Promise<void> => {
    await writeLines(file, lines);
    await session.run(`COPY ${quoteName(table)} FROM ${format.source(file, columns)}${options}`, {}, () => null);
    await rm(file);
  };
  for (const statement of createTableStatements()) await session.run(statement, {}, () => null);
  for (const label of nodeLabels) await copy(label, columnsOf(label), nodeLines(graph, label, format));
  for (const type of relationshipTypes) {
    for (const [from, to] of relationshipSpecs[type].endpoints) {
      const columns: Column[] = [{ name: 'from key', type: 'STRING' }, { name: 'to key', type: 'STRING' }, ...columnsOf(type)];
      const lines = type === 'CAN_ASSUME' ? edgeLines(graph, format) : relationshipLines(graph, type, from, to, format);
      await copy(type, columns, lines, ` (FROM='${from}', TO='${to}')`);
    }
  }
}

function* nodeLines(graph: AccessGraph, label: NodeLabel, format: LoadFormat): Generator<string> {
  const columns = columnsOf(label);
  for (const row of graph.nodes[label]) yield format.fields(columns, row);
}

function* relationshipLines(
  graph: AccessGraph,
  type: RowRelationshipType,
  from: NodeLabel,
  to: NodeLabel,
  format: LoadFormat,
): Generator<string> {
  const columns = columnsOf(type);
  const properties = columns.length === 0 ? () => '' : (row: Readonly<Record<string, unknown>>) => `,${format.fields(columns, row)}`;
  for (const row of graph.relationships[type]) {
    if (row.fromLabel === from && row.toLabel === to) yield `${format.key(row.from)},${format.key(row.to)}${properties(row)}`;
  }
}

/**
 * The engine sorts all relationships of a COPY in memory, 500 to 700 bytes each were measured, and holds what was written before until the
 * end. This bounds it and reserves nothing.
 */
function bufferBytes({ canAssume, nodes, relationships }: AccessGraph): number {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  const rows = [...Object.values(nodes), ...Object.values(relationships)].reduce((sum, { length }) => sum + length, canAssume.length);
  return Math.min(2 ** 30 + rows * 2 ** 11, memory * 0.75);
}
