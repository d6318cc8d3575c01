/** What the serving process and a query process say to each other. */
import type { CypherErrorCode } from '../../../cypher-runner.ts';

/** How a query process is started: one JSON argument. */
export interface QueryProcessOptions {
  readonly databasePath: string;
  /** Most memory for the engine's pages. */
  readonly bufferBytes: number;
  /** The process ends itself when it holds more than this. */
  readonly memoryBytes: number;
  readonly threads: number;
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
  | { readonly kind: 'unusable'; readonly message: string }
  | { readonly kind: 'rows'; readonly json: string }
  | { readonly kind: 'done'; readonly columns: readonly string[]; readonly truncated: boolean }
  | { readonly kind: 'failed'; readonly code: CypherErrorCode; readonly message: string; readonly line?: number; readonly column?: number }
  | { readonly kind: 'out-of-memory' };
