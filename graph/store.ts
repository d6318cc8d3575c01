/**
 * The GraphStore port: what Rolepath asks of a graph database, whichever it is. Engines implement it; only composition
 * roots choose one. Every method rejects with a StoreError and nothing else.
 */
import type { PolicyUse } from '../iam/types.ts';
import type { AccessGraph } from './access-graph.ts';
import type { NodeRow } from './schema.ts';

export type StoreErrorCode = 'store-unavailable' | 'store-corrupt' | 'store-busy' | 'query-failed' | 'write-failed';

/** Any failure of an engine. `code` is stable; `message` says what to do next where something can be done. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** Writes one whole graph into an empty place. The caller makes the place current only after `write` has resolved. */
export interface GraphWriter {
  /** Resolves when everything is durable on disk. On rejection the place must be thrown away. */
  write(graph: AccessGraph): Promise<void>;
}

/** A policy as a principal has it, with its document (null if that is not in the data). Order: as, then name. */
export interface StoredPolicyUse {
  readonly as: PolicyUse['as'];
  readonly id: string;
  readonly name: string;
  readonly document: string | null;
  /** ARN of the group it comes from, or null. */
  readonly viaGroup: string | null;
}

export interface StoredPrincipal {
  readonly node: NodeRow<'Principal'>;
  /** Own policies and those of the user's groups. */
  readonly policies: readonly StoredPolicyUse[];
  /** ARNs of the groups, sorted. */
  readonly groups: readonly string[];
}

/** Reads what an explanation needs. Absent things resolve to null; they are not errors. */
export interface GraphReader {
  readPrincipal(arn: string): Promise<StoredPrincipal | null>;
  readAccount(id: string): Promise<NodeRow<'Account'> | null>;
  /** Those of the ids that exist, in the order asked. */
  readPolicies(ids: readonly string[]): Promise<readonly NodeRow<'Policy'>[]>;
  /**
   * Runs one of Rolepath's own read queries (never text that a user typed). Rows are plain JSON values: nodes as
   * `{_label, …properties}`, relationships as `{_label, _from, _to, …properties}`, paths as `{nodes, relationships}`.
   */
  run(cypher: string, parameters: Readonly<Record<string, unknown>>): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

export interface GraphStore extends GraphReader {
  /** Which engine answers, for messages and the manifest. */
  readonly engine: 'ladybug' | 'neo4j';
  /** Ends what is running and releases files. The one who opened it closes it; closing twice is allowed. */
  close(): Promise<void>;
}
