/** docs/generated/errors.md: the one list of error codes. */
import { problemCodes } from './problem-codes.ts';

/** The page as Markdown, by status and then by code. */
export function renderErrorsPage(): string {
  const rows = Object.entries(problemCodes)
    .sort(([leftCode, left], [rightCode, right]) => left.status - right.status || (leftCode < rightCode ? -1 : 1))
    .map(([code, { status, title, next }]) => `| \`${code}\` | ${status} | ${title} | ${next} |`);
  return [
    '# Error codes of the HTTP API',
    '',
    'Generated from `server/problem-codes.ts`; do not edit. Every error is `application/problem+json` (RFC 9457): `type`, `title`, `status`, `code`, `detail`, for names',
    'also `candidates`. `code` is stable; the texts are not. [openapi.json](openapi.json) says which operation can answer with which.',
    '',
    '| code | status | meaning | what to do |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}
