/**
 * The port for Cypher that a person typed, or that was saved: one read-only query under limits, on whichever engine. An
 * implementation lets no text through that the guard (graph/cypher/guard.ts) refuses, so nobody who holds a runner has to think of it.
 */

export type CypherErrorCode =
  | 'cypher-refused'
  | 'cypher-syntax'
  | 'cypher-timeout'
  | 'cypher-memory'
  | 'cypher-busy'
  | 'cypher-failed'
  | 'cancelled';

/**
 * A query that was not answered. `cypher-refused`: the guard forbids it; `cypher-syntax`: the language or the schema knows no such thing;
 * `cypher-timeout`, `cypher-memory`: it was ended for taking too much; `cypher-busy`: it was not begun, as too many others are running;
 * `cypher-failed`: it failed while running. The message says what to do. `line` and `column` are 1-based, where the place is known.
 */
export class CypherError extends Error {
  readonly code: CypherErrorCode;
  readonly line?: number;
  readonly column?: number;
  constructor(code: CypherErrorCode, message: string, place?: CypherPlace, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'CypherError';
    this.code = code;
    if (place !== undefined) {
      this.line = place.line;
      this.column = place.column;
    }
  }
}

/** 1-based; the column counts UTF-16 units, as editors do. */
export interface CypherPlace {
  readonly line: number;
  readonly column: number;
}

export interface CypherLimits {
  /** Most rows to answer with. */
  readonly rows: number;
  /** Most time, from when it begins to run. */
  readonly milliseconds: number;
  /** Ends the query when it is aborted; it then rejects with `cancelled`. */
  readonly signal?: AbortSignal;
}

/**
 * Values are plain JSON: nodes as `{_label, …properties}`, relationships as `{_label, _from, _to, …properties}` with the keys of their
 * ends, paths as `{nodes, relationships}`. Whole numbers beyond 2^53 are rounded, as in all JSON that JavaScript reads.
 */
export interface CypherRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** True if there were more rows than the limit, or more than may be held in memory. */
  readonly truncated: boolean;
}

export interface CypherRunner {
  readonly engine: 'ladybug' | 'neo4j';
  /** Rejects with a CypherError, or with a StoreError if the store itself cannot be used. */
  run(text: string, parameters: Readonly<Record<string, unknown>>, limits: CypherLimits): Promise<CypherRows>;
  /** Ends what is running. The one who opened it closes it; closing twice is allowed. */
  close(): Promise<void>;
}
