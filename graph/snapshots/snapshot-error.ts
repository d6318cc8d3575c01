/** What can go wrong with snapshots, in terms that a person can act on. */

export type SnapshotErrorCode =
  | 'no-snapshot'
  | 'unknown-snapshot'
  | 'ambiguous-snapshot'
  | 'snapshot-damaged'
  | 'snapshot-format'
  | 'snapshot-newer'
  | 'ingest-running'
  | 'data-directory';

/** `code` is stable; `message` names the place, the reason and the next step. */
export class SnapshotError extends Error {
  readonly code: SnapshotErrorCode;
  constructor(code: SnapshotErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SnapshotError';
    this.code = code;
  }
}

/** The file system's own words, or the message of any other error. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** True if `error` is a file system error of one of these codes. */
export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}
