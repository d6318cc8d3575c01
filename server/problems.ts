/**
 * The one place that maps errors to HTTP. Everything that goes wrong in a request leaves as application/problem+json
 * (RFC 9457) with a stable `code` of problem-codes.ts; texts may change.
 */
import type { ErrorRequestHandler, Response } from 'express';
import { ZodError } from 'zod';
import { CypherError } from '../graph/cypher-runner.ts';
import type { Problem } from '../queries/answers.ts';
import { QueryError } from '../queries/questions.ts';
import type { Log } from './log.ts';
import { isProblemCode, type ProblemCode, problemCodes, type ServerProblemCode } from './problem-codes.ts';

/** A refusal by the server itself. `detail` says what to do next. */
export class ServerProblem extends Error {
  readonly code: ServerProblemCode;
  constructor(code: ServerProblemCode, detail: string) {
    super(detail);
    this.name = 'ServerProblem';
    this.code = code;
  }
}

/** What some problems carry beside code and texts. */
type ProblemExtras = Pick<Problem, 'candidates' | 'line' | 'column'>;

/** Answers with the problem of that code. */
export function sendProblem(response: Response, code: ProblemCode, detail: string, more: ProblemExtras = {}): void {
  const { status, title } = problemCodes[code];
  const problem: Problem = { type: `urn:rolepath:problem:${code}`, title, status, code, detail, ...more };
  response
    .status(status)

    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

/**
 * The last handler of the app: turns whatever was thrown into a problem. Our errors carry a code of problem-codes.ts; what nobody foresaw
 * is logged and not shown.
 */
export function problemHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const code = codeOf(error);
    if (response.headersSent) {
      log.error({ path: request.path, error: text(error) }, 'A response broke off');
      response.destroy();
    } else if (error instanceof ZodError) {
      sendProblem(response, 'invalid-argument', error.issues.map(describeIssue).join(' '));
    } else if (error instanceof Error && isProblemCode(code)) {
      if (problemCodes[code].status === 500) log.error({ path: request.path, code, error: text(error) }, 'A request failed');
      sendProblem(response, code, error.message, extrasOf(error));
    } else if (isClientError(error)) {
      sendProblem(response, error.status === 413 ? 'body-too-large' : 'invalid-argument', 'The request cannot be read.');
    } else {
      log.error({ path: request.path, error: text(error) }, 'A request failed unexpectedly');
      sendProblem(response, 'internal-error', "The server's log has the details.");
    }
  };
}

function extrasOf(error: Error): ProblemExtras {
  if (error instanceof QueryError && error.candidates.length > 0) return { candidates: [...error.candidates] };
  if (error instanceof CypherError && error.line !== undefined && error.column !== undefined)
    return { line: error.line, column: error.column };
  return {};
}

const codeOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined);

function describeIssue(issue: ZodError['issues'][number]): string {
  const where = issue.path.join('.');
  return where === '' ? `${issue.message}.` : `Parameter "${where}": ${issue.message}.`;
}

/** What Express and its body parser throw at malformed requests (a broken percent-encoding, say) has a 4xx status. */
function isClientError(error: unknown): error is { status: number } {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500;
}

const text = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
