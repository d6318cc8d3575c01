/** Assume edges as lines of a load file, one at a time: there can be millions, so no object is made per edge. */
import type { AccessGraph } from '../../access-graph.ts';
import { unpackEdge } from '../../edge-flags.ts';
import type { RelationshipRow } from '../../schema.ts';
import { columnsOf } from '../../schema-columns.ts';
import { StoreError } from '../../store.ts';
import type { LoadFormat } from './load-file.ts';

/** Throws a StoreError `write-failed` for an edge that names a principal or reason which is not in the graph. */
export function* edgeLines(graph: AccessGraph, format: LoadFormat): Generator<string> {
  const keys = graph.nodes.Principal.map(({ arn }) => format.key(arn));
  const describe = describeEdges(graph, format);
  const { length, from, to, reason, flags } = graph.canAssume;
  for (let edge = 0; edge < length; edge++) {
    const source = keys[from[edge] ?? -1];
    const target = keys[to[edge] ?? -1];
    if (source === undefined || target === undefined) {
      throw new StoreError('write-failed', `Edge ${edge} names a principal that is not in the graph.`);
    }
    yield `${source},${target},${describe(reason[edge] ?? -1, flags[edge] ?? 0)}`;
  }
}

/** An edge's properties follow from its reason and flags, and few pairs of these explain millions of edges: each is written out once. */
function describeEdges(graph: AccessGraph, format: LoadFormat): (reason: number, flags: number) => string {
  const columns = columnsOf('CAN_ASSUME');
  const known = new Map<number, string>();
  return (reason, flags) => {
    const pair = reason * 2 ** 16 + flags;
    const fields = known.get(pair);
    if (fields !== undefined) return fields;
    const because = graph.nodes.Reason[reason];
    if (because === undefined) throw new StoreError('write-failed', `An edge names reason ${reason}, which is not in the graph.`);
    const row: RelationshipRow<'CAN_ASSUME'> = { ...unpackEdge(flags), requires: because.requires, reasonId: because.id };
    const made = format.fields(columns, row);
    known.set(pair, made);
    return made;
  };
}
