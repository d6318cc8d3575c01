/**
 * The AccessGraph: everything a snapshot stores, ready to be written by any engine and by the adjacency file.
 * Assume edges are kept in columns (they can be millions); everything else is rows.
 */
import type { NodeLabel, NodeRow, RelationshipRow, RelationshipType } from './schema.ts';

/** Relationship types whose rows are kept as objects. */
export type RowRelationshipType = Exclude<RelationshipType, 'CAN_ASSUME'>;

/** `fromLabel` and `toLabel` are one of the pairs in the schema; `from` and `to` are keys. */
export type LinkedRow<T extends RelationshipType> = {
  readonly fromLabel: NodeLabel;
  readonly from: string;
  readonly toLabel: NodeLabel;
  readonly to: string;
} & RelationshipRow<T>;

/**
 * Assume edges in columns, `length` of them. `from` and `to` index `nodes.Principal`, `reason` indexes `nodes.Reason`.
 * Sorted by `from`, then `to`, then action. `flags` is laid out by `edge-flags.ts`.
 */
export interface EdgeColumns {
  readonly length: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly reason: Uint32Array;
  readonly flags: Uint16Array;
}

export interface AccessGraph {
  readonly nodes: { readonly [L in NodeLabel]: readonly NodeRow<L>[] };
  readonly relationships: { readonly [T in RowRelationshipType]: readonly LinkedRow<T>[] };
  readonly canAssume: EdgeColumns;
}
