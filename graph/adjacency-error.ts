/** Why an adjacency file cannot be used. All of them are cured by building it again. */

export type AdjacencyErrorCode =
  | 'adjacency-unreadable'
  | 'adjacency-magic'
  | 'adjacency-version'
  | 'adjacency-byte-order'
  | 'adjacency-truncated'
  | 'adjacency-checksum'
  | 'adjacency-content'
  | 'adjacency-schema'
  | 'adjacency-snapshot';

/** `code` is stable; `message` names the file, the reason and the next step. */
export class AdjacencyError extends Error {
  readonly code: AdjacencyErrorCode;
  constructor(code: AdjacencyErrorCode, path: string, reason: string, options?: { cause?: unknown }) {
    super(`${path}: ${reason}. Ingest again to build a new one.`, options);
    this.name = 'AdjacencyError';
    this.code = code;
  }
}
