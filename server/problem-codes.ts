/** Every error code that the API can answer with: its HTTP status, its title, and what to do. docs/generated/errors.md is made of this. */
import type { CypherErrorCode } from '../graph/cypher-runner.ts';
import type { SnapshotErrorCode } from '../graph/snapshots.ts';
import type { StoreErrorCode } from '../graph/store.ts';
import type { QueryErrorCode } from '../queries/questions.ts';
import type { SavedQueryErrorCode } from '../queries/saved/saved-query-error.ts';

/** Codes of the server itself, beside those of the questions and the store. */
export type ServerProblemCode =
  | 'no-snapshot'
  | 'not-found'
  | 'method-not-allowed'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'host-refused'
  | 'cross-site-refused'
  | 'token-required'
  | 'too-many-attempts'
  | 'too-many-requests'
  | 'page-not-built'
  | 'internal-error';

/** Those that reading can meet. */
type SnapshotProblemCode = Exclude<SnapshotErrorCode, 'ingest-running'>;

/** Of the errors of saved queries, those that a request can lead to. */
type SavedQueryProblemCode = Extract<SavedQueryErrorCode, 'unknown-query' | 'bad-parameter' | 'saved-query-failed'>;

export type ProblemCode =
  | SnapshotProblemCode
  | QueryErrorCode
  | StoreErrorCode
  | CypherErrorCode
  | ServerProblemCode
  | SavedQueryProblemCode;

export interface ProblemFacts {
  readonly status: number;
  readonly title: string;
  /** What whoever gets it can do. */
  readonly next: string;
}

export const problemCodes: Readonly<Record<ProblemCode, ProblemFacts>> = {
  'invalid-argument': {
    status: 400,
    title: 'The question is not well formed',
    next: 'The detail names the parameter or field and what it must be. Unknown parameters are refused too.',
  },
  'cypher-refused': {
    status: 400,
    title: 'The query says what may not be asked here',
    next: 'The detail names the rule, "line" and "column" the place. docs/generated/cypher.md has all rules.',
  },
  'cypher-syntax': {
    status: 400,
    title: 'The query cannot be understood',
    next: 'Correct the query; docs/generated/schema.md has the labels and properties.',
  },
  'token-required': { status: 401, title: 'A token is needed', next: 'Send "Authorization: Bearer <token>" with the token of the server.' },
  'host-refused': {
    status: 403,
    title: 'This host name is not served',
    next: 'Use localhost or 127.0.0.1, or start the server with a token.',
  },
  'cross-site-refused': {
    status: 403,
    title: 'Requests from other sites are refused',
    next: "Ask from Rolepath's own page or from a program, not from a page of another site.",
  },
  'not-found': { status: 404, title: 'There is nothing at this address', next: 'Look the address up in the OpenAPI document.' },
  'bad-parameter': {
    status: 400,
    title: 'A parameter of the saved query is wrong',
    next: 'The detail names it and what it must be; GET /api/v1/queries/{id} has all parameters with their types.',
  },
  'unknown-query': { status: 404, title: 'No saved query has this id', next: 'GET /api/v1/queries lists those there are.' },
  'saved-query-failed': {
    status: 422,
    title: 'The saved query was not answered',
    next: 'The detail has file, line and reason. If it took too long, allow more time with "timeoutSeconds".',
  },
  'unknown-principal': {
    status: 404,
    title: 'No principal has this name',
    next: 'Search for it. "candidates" holds names that come close.',
  },
  'unknown-snapshot': { status: 404, title: 'No snapshot has this name', next: 'GET /api/v1/snapshots lists those there are.' },
  'ambiguous-snapshot': { status: 409, title: 'The name fits several snapshots', next: 'Write more of the id.' },
  'snapshot-format': {
    status: 409,
    title: 'Another version of Rolepath wrote this snapshot',
    next: '"rolepath snapshots rebuild ID" makes one of this version from the files that are kept with it.',
  },
  'snapshot-newer': { status: 409, title: 'A newer Rolepath wrote this snapshot', next: 'Use the Rolepath that wrote it, or a newer one.' },
  'snapshot-damaged': {
    status: 500,
    title: 'The snapshot is damaged',
    next: '"rolepath snapshots rebuild ID" makes it anew from the files that are kept with it, if those are whole; else ingest again.',
  },
  'data-directory': {
    status: 500,
    title: 'The data directory cannot be read',
    next: 'Look at its permissions and at the disk.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take this method',
    next: 'The Allow header has the methods that it takes.',
  },
  'ambiguous-principal': {
    status: 409,
    title: 'The name fits several principals',
    next: 'Ask again with one of the ARNs in "candidates".',
  },
  'body-too-large': { status: 413, title: 'The body is too large', next: 'Send less at once.' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON', next: 'Send it with "Content-Type: application/json".' },
  'not-a-role': { status: 422, title: 'Only roles can be assumed', next: 'Give a role as target.' },
  'cypher-timeout': { status: 422, title: 'The query took too long', next: 'Ask for less, or allow more time with "timeoutSeconds".' },
  'cypher-memory': { status: 422, title: 'The query needs too much memory', next: 'Ask for less: name labels and keys, or add a LIMIT.' },
  'cypher-failed': {
    status: 422,
    title: 'The query failed while it ran',
    next: 'The detail has what the engine says; write the query in another way.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests from this address',
    next: 'Wait for as long as the Retry-After header says.',
  },
  'too-many-attempts': { status: 429, title: 'Too many attempts with a wrong token', next: 'Wait a minute and send the right token.' },
  'internal-error': { status: 500, title: 'Something went wrong', next: "The server's log has the details. Please report it." },
  'store-corrupt': { status: 500, title: 'The stored graph cannot be read', next: 'Ingest again to build a new snapshot.' },
  'query-failed': { status: 500, title: 'The graph query failed', next: "The server's log has the details." },
  'write-failed': {
    status: 500,
    title: 'The graph could not be written',
    next: 'Look at the free space and the permissions of the data directory.',
  },
  'no-snapshot': { status: 503, title: 'There is no snapshot yet', next: 'Run "rolepath ingest PATH" first.' },
  'page-not-built': { status: 503, title: 'The page has not been built', next: 'Run "npm run build", then reload.' },
  'store-unavailable': { status: 503, title: 'The graph store does not answer', next: 'Try again; see whether the store runs.' },
  'cypher-busy': { status: 503, title: 'Too many queries are running', next: 'Try again in a moment.' },
  'store-busy': { status: 503, title: 'The graph store is busy', next: 'Try again in a moment.' },
  cancelled: { status: 503, title: 'The question was cancelled', next: 'Ask again.' },
};

export const isProblemCode = (code: unknown): code is ProblemCode => typeof code === 'string' && Object.hasOwn(problemCodes, code);
