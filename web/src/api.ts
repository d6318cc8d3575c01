/** Asks the HTTP API. Every failure becomes an AskError that a person can read. */
import type { PrincipalAnswerRef, Problem } from '../../queries/answers.ts';
import { learnNames } from './redaction.ts';

/** `code` is a problem code of the API, or `offline` if no answer came at all. */
export class AskError extends Error {
  readonly code: string;
  readonly title: string;
  readonly candidates: readonly PrincipalAnswerRef[];
  /** 1-based place in a Cypher query. */
  readonly place: { readonly line: number; readonly column: number } | null;
  constructor(
    code: string,
    title: string,
    detail: string,
    candidates: readonly PrincipalAnswerRef[] = [],
    place: { line: number; column: number } | null = null,
  ) {
    super(detail);
    this.name = 'AskError';
    this.code = code;
    this.title = title;
    this.candidates = candidates;
    this.place = place;
  }
}

/** What was thrown while something was asked: of the API, or of the page itself. */
export const asAskError = (error: unknown): AskError =>
  error instanceof AskError ? error : new AskError('page-error', 'The page failed', String(error));

const tokenKey = 'rolepath-token';
let token = sessionStorage.getItem(tokenKey);

/** Keeps the token for this browser tab only. */
export function keepToken(given: string): void {
  token = given;
  sessionStorage.setItem(tokenKey, given);
}

export type Parameters = Readonly<Record<string, string | number | boolean | null>>;

/** Resolves to the answer of `/api/v1/<question>`; null parameters are left out. */
export async function ask<T>(question: string, parameters: Parameters, signal: AbortSignal): Promise<T> {
  return send<T>(addressOf(question, parameters), { signal });
}

function addressOf(question: string, parameters: Parameters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== null) search.set(name, String(value));
  return `/api/v1/${question}?${search}`;
}

/** The answer as a file, in the format that the parameters ask for. */
export async function askFile(question: string, parameters: Parameters, signal: AbortSignal): Promise<Blob> {
  const response = await request(addressOf(question, parameters), { signal });
  return await response.blob();
}

/** The same for questions that are too long for an address. */
export function post<T>(question: string, body: unknown, signal: AbortSignal): Promise<T> {
  return send<T>(`/api/v1/${question}`, {
    signal,
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  });
}

type Request = RequestInit & { signal: AbortSignal; headers?: Record<string, string> };

async function send<T>(address: string, asked: Request): Promise<T> {
  const answer = (await (await request(address, asked)).json()) as T;
  learnNames(answer);
  return answer;
}

/** The response if it is an answer. @throws AskError */
async function request(address: string, asked: Request): Promise<Response> {
  const { signal } = asked;
  const headers = token === null ? { ...asked.headers } : { ...asked.headers, Authorization: `Bearer ${token}` };
  const response = await fetch(address, { ...asked, headers }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new AskError('offline', 'Rolepath does not answer', 'Is "rolepath serve" still running? Start it again, then retry.');
  });
  if (!response.ok) throw await readProblem(response);
  return response;
}

async function readProblem(response: Response): Promise<AskError> {
  try {
    const problem = (await response.json()) as Problem;
    const place = problem.line === undefined ? null : { line: problem.line, column: problem.column ?? 1 };
    return new AskError(problem.code, problem.title, problem.detail, problem.candidates, place);
  } catch {
    return new AskError(
      'unreadable-answer',
      'The answer cannot be read',
      `The server answered with status ${response.status} and no explanation.`,
    );
  }
}
