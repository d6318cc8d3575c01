/**
 * The one place that maps error codes to HTTP. Everything that goes wrong in a request leaves as
 * application/problem+json (RFC 9457) with a stable `code`; texts may change.
 */
import type { ErrorRequestHandler, Response } from 'express';
import { ZodError } from 'zod';
import { StoreError, type StoreErrorCode } from '../graph/store.ts';
import type { PrincipalAnswerRef, Problem } from '../queries/answers.ts';
import { QueryError, type QueryErrorCode } from '../queries/questions.ts';
import type { Log } from './log.ts';

/** Codes of the server itself, beside those of QueryError and StoreError. */
export type ServerProblemCode =
  | 'no-snapshot'
  | 'not-found'
  | 'method-not-allowed'
  | 'host-refused'
  | 'cross-site-refused'
  | 'token-required'
  | 'too-many-attempts'
  | 'page-not-built'
  | 'internal-error';

type ProblemCode = QueryErrorCode | StoreErrorCode | ServerProblemCode;

const problems: Readonly<Record<ProblemCode, readonly [status: number, title: string]>> = {
  'invalid-argument': [400, 'The question is not well formed'],
  'token-required': [401, 'A token is needed'],
  'host-refused': [403, 'This host name is not served'],
  'cross-site-refused': [403, 'Requests from other sites are refused'],
  'not-found': [404, 'There is nothing at this address'],
  'unknown-principal': [404, 'No principal has this name'],
  'method-not-allowed': [405, 'This address can only be read'],
  'ambiguous-principal': [409, 'The name fits several principals'],
  'not-a-role': [422, 'Only roles can be assumed'],
  'too-many-attempts': [429, 'Too many attempts with a wrong token'],
  'internal-error': [500, 'Something went wrong'],
  'store-corrupt': [500, 'The stored graph cannot be read'],
  'query-failed': [500, 'The graph query failed'],
  'write-failed': [500, 'The graph could not be written'],
  'no-snapshot': [503, 'There is no snapshot yet'],
  'page-not-built': [503, 'The page has not been built'],
  'store-unavailable': [503, 'The graph store does not answer'],
  'store-busy': [503, 'The graph store is busy'],
  cancelled: [503, 'The question was cancelled'],
};

/** A refusal by the server itself. `detail` says what to do next. */
export class ServerProblem extends Error {
  readonly code: ServerProblemCode;
  constructor(code: ServerProblemCode, detail: string) {
    super(detail);
    this.name = 'ServerProblem';
    this.code = code;
  }
}

/** Answers with the problem of that code. */
export function sendProblem(response: Response, code: ProblemCode, detail: string, candidates: readonly PrincipalAnswerRef[] = []): void {
  const [status, title] = problems[code];
  const problem: Problem = { type: `urn:rolepath:problem:${code}`, title, status, code, detail };
  if (candidates.length > 0) problem.candidates = [...candidates];
  response.status(status).set('Cache-Control', 'no-store').type('application/problem+json').send(JSON.stringify(problem));
}

/** The last handler of the app: turns whatever was thrown into a problem; what nobody foresaw is logged and not shown. */
export function problemHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    if (response.headersSent) {
      log.error({ path: request.path, error: text(error) }, 'A response broke off');
      response.destroy();
    } else if (error instanceof QueryError) {
      sendProblem(response, error.code, error.message, error.candidates);
    } else if (error instanceof StoreError) {
      log.error({ path: request.path, code: error.code, error: error.message }, 'The store failed');
      sendProblem(response, error.code, error.message);
    } else if (error instanceof ServerProblem) {
      sendProblem(response, error.code, error.message);
    } else if (error instanceof ZodError) {
      sendProblem(response, 'invalid-argument', error.issues.map(describeIssue).join(' '));
    } else if (isClientError(error)) {
      sendProblem(response, 'invalid-argument', 'The request cannot be read.');
    } else {
      log.error({ path: request.path, error: text(error) }, 'A request failed unexpectedly');
      sendProblem(response, 'internal-error', "The server's log has the details.");
    }
  };
}

function describeIssue(issue: ZodError['issues'][number]): string {
  const where = issue.path.join('.');
  return where === '' ? `${issue.message}.` : `Parameter "${where}": ${issue.message}.`;
}

/** What Express itself throws at malformed requests (a broken percent-encoding, say) has a 4xx status. */
function isClientError(error: unknown): boolean {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500;
}

const text = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
