/** Asks the HTTP API. Every failure becomes an AskError that a person can read. */
import type { PrincipalAnswerRef, Problem } from '../../queries/answers.ts';
import { learnNames } from './redaction.ts';

/** `code` is a problem code of the API, or `offline` if no answer came at all. */
export class AskError extends Error {
  readonly code: string;
  readonly title: string;
  readonly candidates: readonly PrincipalAnswerRef[];
  constructor(code: string, title: string, detail: string, candidates: readonly PrincipalAnswerRef[] = []) {
    super(detail);
    this.name = 'AskError';
    this.code = code;
    this.title = title;
    this.candidates = candidates;
  }
}

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
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== null) search.set(name, String(value));
  const response = await fetch(`/api/v1/${question}?${search}`, {
    signal,
    headers: token === null ? {} : { Authorization: `Bearer ${token}` },
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new AskError('offline', 'Rolepath does not answer', 'Is "rolepath serve" still running? Start it again, then retry.');
  });
  if (!response.ok) throw await readProblem(response);
  const answer = (await response.json()) as T;
  learnNames(answer);
  return answer;
}

async function readProblem(response: Response): Promise<AskError> {
  try {
    const problem = (await response.json()) as Problem;
    return new AskError(problem.code, problem.title, problem.detail, problem.candidates);
  } catch {
    return new AskError(
      'unreadable-answer',
      'The answer cannot be read',
      `The server answered with status ${response.status} and no explanation.`,
    );
  }
}
