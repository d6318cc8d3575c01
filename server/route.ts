/**
 * What a route is: the one description that routing, parameter checks, the OpenAPI document and the tests are made of.
 * A route that is in the table (routes.ts) is served, checked and documented; there is no other way to add one.
 */
import type { z } from 'zod';
import type { AuditAnswer } from '../queries/audit-answer.ts';
import type { DiffAnswer } from '../queries/diff-answer.ts';
import type { Questions } from '../queries/questions.ts';
import type { SavedQuery } from '../queries/saved/metadata.ts';
import type { ServedAnswer, SnapshotsAnswer } from '../queries/snapshots-answer.ts';
import type { ProblemCode } from './problem-codes.ts';

/** How an audit can be had, beside JSON: a page that opens by double click, or OCSF Detection Findings, one JSON value a line. */
export type AuditFile = 'html' | 'ocsf';

/** What routes work with, beside the snapshot. Whoever starts the server hands it in; see AppOptions. */
export interface RouteServices {
  /**
   * The handle of the current snapshot at the time of the request; null while there is none. `hold` is given what to call when the
   * request is over: until then the snapshot must stay open.
   */
  readonly questions: (hold: (release: () => void) => void) => Questions | null;
  /** The saved queries; none unless given. */
  readonly savedQueries?: readonly SavedQuery[];
  /** Writes an audit as a file of that format; none but JSON unless given. */
  readonly auditFiles?: Readonly<Record<AuditFile, (answer: AuditAnswer) => Iterable<string>>>;
  /** The data directory, where the server knows it. */
  readonly snapshots?: SnapshotDesk;
}

/** What the server asks of the data directory. */
export interface SnapshotDesk {
  list(): Promise<SnapshotsAnswer>;
  /** Why the current snapshot is not the one that is served; null while all is well. */
  problem(): ServedAnswer['problem'];
  /** Compares two snapshots, named by id, its beginning, `current` or `previous`. Rejects with a SnapshotError or a QueryError. */
  diff(before: string, after: string, options: { readonly maxHops: number; readonly limit: number }): Promise<DiffAnswer>;
}

/** One request's view of the server. */
export interface RouteContext {
  readonly services: RouteServices;
  /** The same handle for the whole request. @throws ServerProblem `no-snapshot` */
  questions(): Questions;
  /** Aborted when the client goes away before it has its answer. */
  readonly signal: AbortSignal;
}

/** JSON of this shape. `snapshot`: it depends on address and snapshot alone, so clients may keep it while the snapshot is current. */
export interface JsonAnswer {
  readonly kind: 'json';
  readonly schema: z.ZodType;
  readonly cache: 'snapshot' | 'none';
}

/** Something that is written in portions or downloaded; `mediaTypes` are all that the route can answer with. */
export interface StreamAnswer {
  readonly kind: 'stream';
  readonly mediaTypes: readonly string[];
  /** Of what is `application/json`, if that is one of them. */
  readonly schema?: z.ZodType;
  readonly description: string;
}

/** What the handler of a StreamAnswer resolves to. */
export interface Download {
  readonly mediaType: string;
  /** Offered as the name to save under; ASCII letters, digits, `.`, `-`, `_`. */
  readonly fileName?: string;
  readonly content: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
}

export interface RouteInput<Query, Path, Body> {
  readonly query: Query;
  readonly path: Path;
  readonly body: Body;
}

interface RouteFacts {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** From the root, parameters in braces: `/api/v1/queries/{id}`. */
  readonly path: string;
  /** Stable name of the operation, in camel case. */
  readonly id: string;
  /** Heading in the document. */
  readonly group: 'Questions' | 'Queries' | 'Snapshots' | 'Reports' | 'Service';
  readonly summary: string;
  readonly description?: string;
  /** Codes of its own, beside those that every route can answer with (`commonProblems` in openapi.ts). */
  readonly problems?: readonly ProblemCode[];
  /** True if it is answered without the token: nothing of the data is in the answer. */
  readonly open?: boolean;
  /** Most bytes of the body; 64 KiB unless given. */
  readonly bodyLimit?: number;
}

/** A request that the example organization answers with 200. The document shows it; the generated-request test starts from it. */
interface Example {
  readonly query?: Readonly<Record<string, string>>;
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface RouteSpec<
  Query extends z.ZodObject,
  Path extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends JsonAnswer | StreamAnswer,
> extends RouteFacts {
  /** Strict, so that a misspelt filter is not ignored. */
  readonly query: Query;
  readonly pathParameters?: Path;
  /** JSON. Only routes with one read a body at all. */
  readonly body?: Body;
  readonly answer: Answer;
  readonly example: Example;
  handle(
    context: RouteContext,
    input: RouteInput<z.output<Query>, z.output<Path>, z.output<Body>>,
  ): Promise<Answer extends StreamAnswer ? Download : object> | (Answer extends StreamAnswer ? Download : object);
}

/** A route of any parameters. */
export interface Route extends RouteFacts {
  readonly query: z.ZodObject;
  readonly pathParameters?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: JsonAnswer | StreamAnswer;
  readonly example: Example;
  handle(context: RouteContext, input: RouteInput<unknown, unknown, unknown>): Promise<object> | object;
}

/** Checks the handler against the parameters; what comes out fits into the table. */
export const defineRoute = <
  Query extends z.ZodObject,
  Answer extends JsonAnswer | StreamAnswer,
  Path extends z.ZodObject = z.ZodObject<Record<string, never>>,
  Body extends z.ZodType = z.ZodUndefined,
>(
  spec: RouteSpec<Query, Path, Body, Answer>,
): Route => spec as unknown as Route;

/** An answer that depends on address and snapshot alone. */
export const snapshotJson = (schema: z.ZodType): JsonAnswer => ({ kind: 'json', schema, cache: 'snapshot' });
/** An answer that must be asked for anew each time. */
export const freshJson = (schema: z.ZodType): JsonAnswer => ({ kind: 'json', schema, cache: 'none' });
