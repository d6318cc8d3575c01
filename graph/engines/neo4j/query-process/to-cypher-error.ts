/** The driver's errors as CypherErrors, and as StoreErrors where the server and not the query is at fault. */
import { CypherError, type CypherErrorCode, type CypherPlace } from '../../../cypher-runner.ts';
import { StoreError } from '../../../store.ts';
import { toStoreError } from '../errors.ts';

interface Rule {
  /** Matched with the error's code, a space, and its message. */
  readonly pattern: RegExp;
  readonly code: CypherErrorCode;
  readonly next: string;
}

const rules: readonly Rule[] = [
  {
    pattern: /TransactionTimedOut|TransactionTerminated|LockClientStopped|transaction has been terminated/i,
    code: 'cypher-timeout',
    next: 'It took longer than its time limit. Ask for less, or allow more time.',
  },
  {
    pattern: /OutOfMemory|memory pool|StackOverflow/i,
    code: 'cypher-memory',
    next: 'It needs more memory than the server gives a query. Ask for less: name labels and keys, or add a LIMIT.',
  },
  { pattern: /Statement\.(SyntaxError|SemanticError|ParameterMissing|ParameterNotProvided)/i, code: 'cypher-syntax', next: '' },
  { pattern: /Statement\.AccessMode|Security\.Forbidden/i, code: 'cypher-refused', next: 'Queries here only read the graph.' },
  {
    // Neo4j 5.26 at times plans ENDS WITH on an indexed property as a scan of a range index, which then refuses it.
    pattern: /predicate is not allowed for an? \w+ index/i,
    code: 'cypher-failed',
    next: "Neo4j chose an index that cannot answer it. Write =~ '.*…' in place of ENDS WITH or CONTAINS.",
  },
  { pattern: /ClientError\.(Statement|Procedure)/i, code: 'cypher-failed', next: '' },
];

export function toCypherError(error: unknown, server: string): CypherError | StoreError {
  if (error instanceof CypherError || error instanceof StoreError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message.trim() : String(error);
  const rule = rules.find(({ pattern }) => pattern.test(`${code} ${text}`));
  if (rule === undefined) return toStoreError(error, 'query-failed', `The query failed in Neo4j at ${server}`);
  const [first = ''] = text.split('\n');
  const said = first.replace(/\s*\(line \d+, column \d+ \(offset: \d+\)\)$/, '');
  const sentence = /[.!?]$/.test(said) ? said : `${said}.`;
  return new CypherError(rule.code, rule.next === '' ? sentence : `${sentence} ${rule.next}`, placeIn(text), { cause: error });
}

/** Neo4j counts both from 1. */
function placeIn(text: string): CypherPlace | undefined {
  const found = /\(line (\d+), column (\d+) \(offset: \d+\)\)/.exec(text);
  return found === null ? undefined : { line: Number(found[1]), column: Number(found[2]) };
}
