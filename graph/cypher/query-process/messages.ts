/** What the serving process and a query process say to each other. */
import type { CypherErrorCode } from '../../cypher-runner.ts';
import type { StoreErrorCode } from '../../store.ts';

/** The first message to a query process. Not on its command line, which others on the machine can read. */
export interface OpenMessage<EngineOptions = unknown> {
  /** The process ends itself when it holds more than this. */
  readonly memoryBytes: number;
  /** How its engine reaches the graph. */
  readonly engine: EngineOptions;
}

export interface QueryRequest {
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly rows: number;
  readonly milliseconds: number;
  /** Most characters of all rows together, as JSON. */
  readonly characters: number;
}

/** From the query process. Rows come as JSON text in pieces, so that reading one never holds up the serving process. */
export type QueryMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unusable'; readonly code: StoreErrorCode; readonly message: string }
  | { readonly kind: 'rows'; readonly json: string }
  | { readonly kind: 'done'; readonly columns: readonly string[]; readonly truncated: boolean }
  | { readonly kind: 'failed'; readonly code: CypherErrorCode; readonly message: string; readonly line?: number; readonly column?: number }
  | { readonly kind: 'store-failed'; readonly code: StoreErrorCode; readonly message: string }
  | { readonly kind: 'out-of-memory' };
