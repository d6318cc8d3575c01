/** Builds the adjacency in memory: from a graph that is about to be stored, or from the arrays of an adjacency file. */
import type { Alternatives } from '../iam/types.ts';
import type { AccessGraph } from './access-graph.ts';
import type { Adjacency, AdjacencyReason } from './adjacency.ts';
import type { NodeRow } from './schema.ts';

/** The part of a graph that the adjacency is made of. */
export interface AdjacencySource {
  readonly nodes: Pick<AccessGraph['nodes'], 'Principal' | 'Account' | 'Reason'>;
  readonly canAssume: AccessGraph['canAssume'];
}

/** Throws a RangeError if the edges are not sorted by `from`, then `to`, or name principals or reasons that are not there. */
export function buildAdjacency(snapshotId: string, graph: AdjacencySource): Adjacency {
  const { Principal, Account, Reason } = graph.nodes;
  const { length, from, to, reason, flags } = graph.canAssume;
  checkEdges(graph);
  const offsets = countInto(from, length, Principal.length);
  const { reverseOffsets, reverseEdges } = reverse(to, length, Principal.length);
  return {
    snapshotId,
    principals: Principal.map(({ arn, kind, name, accountId, collected }) => ({ arn, kind, name, accountId, collected })),
    accounts: Account.map(({ id, name, alias, unitPath, inOrganization, isManagement, collected }) => ({
      id,
      name,
      alias,
      unitPath,
      inOrganization,
      isManagement,
      collected,
    })),
    edgeCount: length,
    offsets,
    targets: to.subarray(0, length),
    sources: from.subarray(0, length),
    reasonOf: reason.subarray(0, length),
    flags: flags.subarray(0, length),
    reverseOffsets,
    reverseEdges,
    reason: readReasons(Reason.length, (index) => toReason(Reason[index])),
  };
}

/** A reader that parses each reason once, when it is first asked for. Throws a RangeError for a number that is none. */
export function readReasons(count: number, read: (index: number) => AdjacencyReason): (index: number) => AdjacencyReason {
  const known = new Map<number, AdjacencyReason>();
  return (index) => {
    if (!Number.isInteger(index) || index < 0 || index >= count) throw new RangeError(`There is no reason ${index}; there are ${count}`);
    const reason = known.get(index) ?? read(index);
    known.set(index, reason);
    return reason;
  };
}

function toReason(row: NodeRow<'Reason'> | undefined): AdjacencyReason {
  if (row === undefined) throw new RangeError('A reason is missing');
  return { id: row.id, alternatives: JSON.parse(row.alternatives) as Alternatives, requires: row.requires, truncated: row.truncated };
}

/** The edges grouped by target, as offsets and numbers of edges. Within a target they keep their order, so they are sorted by source. */
function reverse(to: Uint32Array, length: number, principals: number): { reverseOffsets: Uint32Array; reverseEdges: Uint32Array } {
  const reverseOffsets = countInto(to, length, principals);
  const next = reverseOffsets.slice();
  const reverseEdges = new Uint32Array(length);
  for (let edge = 0; edge < length; edge++) {
    const target = to[edge] as number;
    const place = next[target] as number;
    reverseEdges[place] = edge;
    next[target] = place + 1;
  }
  return { reverseOffsets, reverseEdges };
}

/** For each of `principals` where its group begins, and the end of the last. */
function countInto(keys: Uint32Array, length: number, principals: number): Uint32Array {
  const offsets = new Uint32Array(principals + 1);
  for (let edge = 0; edge < length; edge++) {
    const group = (keys[edge] as number) + 1;
    offsets[group] = (offsets[group] as number) + 1;
  }
  for (let group = 1; group <= principals; group++) offsets[group] = (offsets[group] as number) + (offsets[group - 1] as number);
  return offsets;
}

function checkEdges({ nodes, canAssume: { length, from, to, reason } }: AdjacencySource): void {
  for (let edge = 0; edge < length; edge++) {
    const source = from[edge] ?? Number.NaN;
    const target = to[edge] ?? Number.NaN;
    const known = source < nodes.Principal.length && target < nodes.Principal.length && (reason[edge] ?? Number.NaN) < nodes.Reason.length;
    if (!known) throw new RangeError(`Edge ${edge} names a principal or a reason that is not in the graph`);
    const before = edge === 0 ? 0 : (from[edge - 1] as number);
    if (source < before || (source === before && edge > 0 && target < (to[edge - 1] as number))) {
      throw new RangeError(`Edge ${edge} is out of order: edges are sorted by from, then to`);
    }
  }
}
