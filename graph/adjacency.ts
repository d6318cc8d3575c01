/** The adjacency in memory: who can assume whom, in compressed sparse rows both ways. The file format is in adjacency-file.ts. */
import type { Alternatives } from '../iam/types.ts';
import type { Attribute, HopShape } from './hop-shape.ts';

/** A reason as chains need it. */
export interface AdjacencyReason {
  readonly id: string;
  readonly alternatives: Alternatives;
  /** For passing session tags, and for setting a source identity, with the call; `[]` is never. */
  readonly tagSession: Alternatives;
  readonly setSourceIdentity: Alternatives;
  readonly requires: readonly string[];
  readonly truncated: boolean;
}

/** What is kept per principal, so that names can be resolved and shown without the database. */
export interface AdjacencyPrincipal {
  readonly arn: string;
  readonly kind: string;
  readonly name: string;
  /** Empty if it has none. */
  readonly accountId: string;
  readonly collected: boolean;
  /** `AIDA…`, `AROA…`; empty if it has none or it is not in the data. */
  readonly uniqueId: string;
  readonly isAdmin: boolean;
  readonly highValue: boolean;
}

export interface AdjacencyAccount {
  readonly id: string;
  readonly name: string;
  readonly alias: string;
  readonly unitPath: string;
  readonly inOrganization: boolean;
  readonly isManagement: boolean;
  readonly collected: boolean;
}

/**
 * Principals and edges by number. The edges of principal `p` are `offsets[p] … offsets[p + 1] - 1`, sorted by target;
 * `reverse*` lists, per role, the numbers of the edges into it, sorted by source.
 */
export interface Adjacency {
  readonly snapshotId: string;
  readonly principals: readonly AdjacencyPrincipal[];
  readonly accounts: readonly AdjacencyAccount[];
  readonly edgeCount: number;
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
  readonly sources: Uint32Array;
  readonly reasonOf: Uint32Array;
  /** See edge-flags.ts. */
  readonly flags: Uint16Array;
  readonly reverseOffsets: Uint32Array;
  /** Numbers of edges. */
  readonly reverseEdges: Uint32Array;
  reason(index: number): AdjacencyReason;
  /** Number of each reason's shape. */
  readonly shapeOf: Uint32Array;
  /** What chain state needs of a reason; see hop-shape.ts. */
  shape(index: number): HopShape;
  /** What of a session some hop looks at. */
  readonly tracked: readonly Attribute[];
}
