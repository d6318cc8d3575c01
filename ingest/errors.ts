/** The failures that end an ingest. Everything milder is a `Finding`. */
import type { Finding } from '../graph/finding.ts';

/** `incomplete`: something was skipped or unknown and the run was strict. */
export type IngestErrorCode =
  | 'not-found'
  | 'nothing-to-read'
  | 'broken-collection'
  | 'incomplete'
  | 'invalid-high-value'
  // Of live ingestion:
  | 'no-credentials'
  | 'role-name-needed'
  | 'wrong-role-name'
  | 'unknown-account'
  | 'nothing-to-resume'
  | 'other-organization';

/** An ingest that cannot go on. `remedy` says what to do next; `findings` is what was learnt of the input before it ended. */
export class IngestError extends Error {
  readonly code: IngestErrorCode;
  readonly remedy: string;
  readonly findings: readonly Finding[];

  constructor(code: IngestErrorCode, message: string, remedy: string, details: { findings?: readonly Finding[]; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'IngestError';
    this.code = code;
    this.remedy = remedy;
    this.findings = details.findings ?? [];
  }
}
