/** The graph's relationships of one type, grouped by source, whether they are kept as rows or in columns. */
import type { AccessGraph, RowRelationshipType } from '../../access-graph.ts';
import { unpackEdge } from '../../edge-flags.ts';
import { groupOffsets } from '../../group-edges.ts';
import { type NodeLabel, nodeSpecs, type RelationshipType } from '../../schema.ts';
import { columnsOf, nodeLabels } from '../../schema-columns.ts';
import { contentHasher, nodeKey } from './keys.ts';

/** Keys of nodes as they are stored, in the order of the graph. */
export type NodeKeys = Readonly<Record<NodeLabel, readonly string[]>>;

export function nodeKeys(graph: AccessGraph): NodeKeys {
  const of = (label: NodeLabel): string[] =>
    graph.nodes[label].map((row: Readonly<Record<string, unknown>>) => nodeKey(label, String(row[nodeSpecs[label].key])));
  return Object.fromEntries(nodeLabels.map((label) => [label, of(label)])) as unknown as NodeKeys;
}

/** The links of source `s`, a number in the graph's nodes of a label, are at the places `offsets[s] … offsets[s + 1] - 1`. */
export interface Links {
  readonly offsets: Uint32Array;
  /** Stored key of the node that it leads to. */
  target(place: number): string;
  /** Hash of the properties. */
  hash(place: number): string;
  properties(place: number): Readonly<Record<string, unknown>>;
}

/** Those of the type that begin at nodes of the label. All ends must be in the graph. */
export function linksOf(graph: AccessGraph, type: RelationshipType, label: NodeLabel, keys: NodeKeys): Links {
  return type === 'CAN_ASSUME' ? edgeLinks(graph, keys) : rowLinks(graph, type, label);
}

function rowLinks(graph: AccessGraph, type: RowRelationshipType, label: NodeLabel): Links {
  const numbers = new Map(graph.nodes[label].map((row: Readonly<Record<string, unknown>>, number) => [row[nodeSpecs[label].key], number]));
  const rows = graph.relationships[type].filter(({ fromLabel }) => fromLabel === label);
  const sources = rows.map(({ from }) => numbers.get(from) ?? 0);
  const order = Uint32Array.from(rows.keys()).sort((a, b) => (sources[a] ?? 0) - (sources[b] ?? 0) || a - b);
  const hash = contentHasher(type);
  const names = columnsOf(type).map(({ name }) => name);
  const rowAt = (place: number): Readonly<Record<string, unknown>> => ({ ...rows[order[place] ?? -1] });
  return {
    offsets: groupOffsets(sources, graph.nodes[label].length),
    target: (place) => {
      const row = rows[order[place] ?? -1];
      return row === undefined ? '' : nodeKey(row.toLabel, row.to);
    },
    hash: (place) => hash(rowAt(place)),
    properties: (place) => {
      const row = rowAt(place);
      return Object.fromEntries(names.map((name) => [name, row[name]]));
    },
  };
}

/** An edge's properties follow from its reason and flags, and few pairs of these explain millions of edges: each is made once. */
function edgeLinks({ nodes, canAssume }: AccessGraph, keys: NodeKeys): Links {
  const hasher = contentHasher('CAN_ASSUME');
  const known = new Map<number, { readonly hash: string; readonly properties: Readonly<Record<string, unknown>> }>();
  const describe = (edge: number) => {
    const [reason, flags] = [canAssume.reason[edge] ?? 0, canAssume.flags[edge] ?? 0];
    const pair = reason * 2 ** 16 + flags;
    const found = known.get(pair);
    if (found !== undefined) return found;
    const because = nodes.Reason[reason];
    const properties = { ...unpackEdge(flags), requires: because?.requires ?? [], reasonId: because?.id ?? '' };
    const made = { hash: hasher(properties), properties };
    known.set(pair, made);
    return made;
  };
  return {
    offsets: groupOffsets(canAssume.from.subarray(0, canAssume.length), nodes.Principal.length),
    target: (edge) => keys.Principal[canAssume.to[edge] ?? -1] ?? '',
    hash: (edge) => describe(edge).hash,
    properties: (edge) => describe(edge).properties,
  };
}
