/** Builds the adjacency in memory: from a graph that is about to be stored, or from the arrays of an adjacency file. */
import type { Alternatives } from '../iam/types.ts';
import type { AccessGraph } from './access-graph.ts';
import type { Adjacency, AdjacencyReason } from './adjacency.ts';
import { groupEdges, groupOffsets } from './group-edges.ts';
import { attributesTracked, type HopShape, shapeHop } from './hop-shape.ts';
import type { NodeRow } from './schema.ts';

/** The part of a graph that the adjacency is made of. */
export interface AdjacencySource {
  readonly nodes: Pick<AccessGraph['nodes'], 'Principal' | 'Account' | 'Reason'>;
  readonly canAssume: AccessGraph['canAssume'];
}

/** Throws a RangeError if the edges are not sorted by `from`, then `to`, or name principals or reasons that are not there. */
export function buildAdjacency(snapshotId: string, graph: AdjacencySource): Adjacency {
  const { Principal, Account, Reason } = graph.nodes;
  const { length, from, to, reason: reasonOf, flags } = graph.canAssume;
  checkEdges(graph);
  const [sources, targets] = [from.subarray(0, length), to.subarray(0, length)];
  // Edges are sorted by source, so those of one target are too.
  const byTarget = groupEdges(targets, Principal.length);
  const reason = readOnce(Reason.length, 'reason', (index) => toReason(Reason[index]));
  return {
    snapshotId,
    principals: Principal.map(({ arn, kind, name, accountId, collected, uniqueId, isAdmin, highValue }) => ({
      arn,
      kind,
      name,
      accountId,
      collected,
      uniqueId,
      isAdmin,
      highValue,
    })),
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
    offsets: groupOffsets(sources, Principal.length),
    targets,
    sources,
    reasonOf: reasonOf.subarray(0, length),
    flags: flags.subarray(0, length),
    reverseOffsets: byTarget.offsets,
    reverseEdges: byTarget.edges,
    reason,
    ...shapeHops(Reason.length, reason),
  };
}

/** The shapes of all reasons, equal ones once. */
function shapeHops(count: number, reason: Adjacency['reason']): Pick<Adjacency, 'shapeOf' | 'shape' | 'tracked'> {
  const reasons = Array.from({ length: count }, (_, index) => reason(index));
  const tracked = attributesTracked(reasons);
  const known = new Set(tracked);
  const numbers = new Map<string, number>();
  const shapes: HopShape[] = [];
  const shapeOf = Uint32Array.from(reasons, (each) => {
    const shape = shapeHop(each, known);
    const text = JSON.stringify(shape);
    const number = numbers.get(text) ?? shapes.push(shape) - 1;
    numbers.set(text, number);
    return number;
  });
  return { shapeOf, tracked, shape: readOnce(shapes.length, 'shape', (index) => shapes[index] as HopShape) };
}

/** A reader that reads each of `count` things once, when it is first asked for. Throws a RangeError for a number that is none. */
export function readOnce<T>(count: number, what: string, read: (index: number) => T): (index: number) => T {
  const known = new Map<number, T>();
  return (index) => {
    if (!Number.isInteger(index) || index < 0 || index >= count) throw new RangeError(`There is no ${what} ${index}; there are ${count}`);
    const value = known.get(index) ?? read(index);
    known.set(index, value);
    return value;
  };
}

function toReason(row: NodeRow<'Reason'> | undefined): AdjacencyReason {
  if (row === undefined) throw new RangeError('A reason is missing');
  const parse = (text: string) => JSON.parse(text) as Alternatives;
  const { id, alternatives, tagSession, setSourceIdentity, requires, truncated } = row;
  return {
    id,
    alternatives: parse(alternatives),
    tagSession: parse(tagSession),
    setSourceIdentity: parse(setSourceIdentity),
    requires,
    truncated,
  };
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
