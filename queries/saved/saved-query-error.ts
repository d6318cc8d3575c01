/** What can be wrong with saved queries, always with the place and what to do. */

export type SavedQueryErrorCode =
  | 'query-file-invalid'
  | 'query-directory-unreadable'
  | 'unknown-query'
  | 'bad-parameter'
  | 'mute-file-invalid'
  | 'guard-file-invalid'
  | 'saved-query-failed';

/** One thing that is wrong with a query file. */
export interface QueryFileProblem {
  readonly file: string;
  /** 1-based; null where the whole file is meant. */
  readonly line: number | null;
  readonly reason: string;
}

/** `problems` is filled where files are to blame; `candidates` has ids like an unknown one. */
export class SavedQueryError extends Error {
  readonly code: SavedQueryErrorCode;
  readonly problems: readonly QueryFileProblem[];
  readonly candidates: readonly string[];
  constructor(
    code: SavedQueryErrorCode,
    message: string,
    more: { problems?: readonly QueryFileProblem[]; candidates?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'SavedQueryError';
    this.code = code;
    this.problems = more.problems ?? [];
    this.candidates = more.candidates ?? [];
  }
}

/** `FILE:LINE: reason`, as compilers write it. */
export const showProblem = ({ file, line, reason }: QueryFileProblem): string => `${file}${line === null ? '' : `:${line}`}: ${reason}`;

/** The lines that say what is wrong, for people. */
export const describeSavedQueryError = ({ message, problems, candidates }: SavedQueryError): readonly string[] => [
  message,
  ...problems.map((problem) => `  ${showProblem(problem)}`),
  ...candidates.map((candidate) => `  ${candidate}`),
];
