/** The one place that maps what went wrong to an exit code and to the words on stderr. */
import { CommanderError } from 'commander';
import { CypherError } from '../graph/cypher-runner.ts';
import { SnapshotError } from '../graph/snapshots.ts';
import { IngestError } from '../ingest/errors.ts';
import type { PrincipalAnswerRef } from '../queries/answers.ts';
import { QueryError } from '../queries/questions.ts';
import { describeSavedQueryError, SavedQueryError } from '../queries/saved/saved-query-error.ts';
import { ServerStartError } from '../server/server-start-error.ts';
import { OutputClosedError } from './terminal.ts';

/** `findings`: at or above `--fail-on`, or an `--expect` not met. `incomplete`: done, but something of the input was skipped or unknown. */
export const exitCodes = { done: 0, failed: 1, usage: 2, findings: 3, incomplete: 4 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command line itself makes no sense. The message says what to write instead. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

export interface Failure {
  readonly exitCode: ExitCode;
  /** For stderr, as the data has them, so not free of control characters; empty if there is nothing to say or it was said already. */
  readonly lines: readonly string[];
}

export function describeFailure(error: unknown): Failure {
  if (error instanceof OutputClosedError) return { exitCode: exitCodes.done, lines: [] };
  // Commander has printed its message, or the help or version that was asked for.
  if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? exitCodes.done : exitCodes.usage, lines: [] };
  if (error instanceof UsageError) return { exitCode: exitCodes.usage, lines: [error.message] };
  if (error instanceof QueryError) {
    return {
      exitCode: error.code === 'cancelled' ? exitCodes.failed : exitCodes.usage,
      lines: [error.message, ...listCandidates(error.candidates)],
    };
  }
  if (error instanceof SnapshotError && (error.code === 'unknown-snapshot' || error.code === 'ambiguous-snapshot'))
    return { exitCode: exitCodes.usage, lines: [error.message] };
  if (error instanceof SavedQueryError)
    return { exitCode: error.code === 'saved-query-failed' ? exitCodes.failed : exitCodes.usage, lines: describeSavedQueryError(error) };
  if (error instanceof CypherError) {
    const where = error.line === undefined ? '' : `Line ${error.line}, column ${error.column}: `;
    const isUsage = error.code === 'cypher-refused' || error.code === 'cypher-syntax';
    return { exitCode: isUsage ? exitCodes.usage : exitCodes.failed, lines: [`${where}${error.message}`] };
  }
  if (error instanceof IngestError)
    return {
      exitCode: usageCodes.has(error.code) ? exitCodes.usage : exitCodes.failed,
      lines: [error.message, error.remedy, ...listFindings(error.findings)],
    };
  if (error instanceof ServerStartError) {
    if (error.code === 'token-required')
      return { exitCode: exitCodes.usage, lines: [error.message, 'The token is read from ROLEPATH_TOKEN.'] };
    return { exitCode: exitCodes.failed, lines: [error.message] };
  }
  return { exitCode: exitCodes.failed, lines: [error instanceof Error ? error.message : String(error)] };
}

/** What the command line can mend. */
const usageCodes: ReadonlySet<string> = new Set(['role-name-needed', 'wrong-role-name', 'unknown-account', 'nothing-to-resume']);

const shownFindings = 20;

function listFindings(findings: IngestError['findings']): string[] {
  const lines = findings
    .slice(0, shownFindings)
    .map(({ code, file, path, reason }) => `  ${file}${path === null ? '' : ` ${path}`}: ${reason} (${code})`);
  return findings.length > shownFindings ? [...lines, `  … and ${findings.length - shownFindings} more`] : lines;
}

const listCandidates = (candidates: readonly PrincipalAnswerRef[]): string[] =>
  candidates.map(({ arn, kind, accountName }) => `  ${arn} (${kind}${accountName === null ? '' : ` in ${accountName}`})`);
