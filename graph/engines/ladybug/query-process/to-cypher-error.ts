/** What Ladybug throws, which is text only, as CypherErrors. */
import { placeOf } from '../../../cypher/tokens.ts';
import { CypherError, type CypherErrorCode, type CypherPlace } from '../../../cypher-runner.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly code: CypherErrorCode;
  readonly next: string;
}

const rules: readonly Rule[] = [
  { pattern: /^interrupted/i, code: 'cypher-timeout', next: 'It took longer than its time limit. Ask for less, or allow more time.' },
  {
    pattern: /buffer pool is full|unable to allocate memory|bad[_ ]alloc|out of memory/i,
    code: 'cypher-memory',
    next: 'It needs more memory than a query may have. Ask for less: name labels and keys, or add a LIMIT.',
  },
  { pattern: /^(parser|binder|catalog) exception|^cannot find|^table .* does not exist/i, code: 'cypher-syntax', next: '' },
  { pattern: /^parameter|not found\.?$/i, code: 'cypher-syntax', next: '' },
];

export function toCypherError(error: unknown, query: string): CypherError {
  if (error instanceof CypherError) return error;
  const text = (error instanceof Error ? error.message : String(error)).trim();
  const rule = rules.find(({ pattern }) => pattern.test(text));
  // A parser's message goes on with the query and a mark below it; the place says the same.
  const [first = ''] = text.split('\n');
  const said = first.replace(/\s*\(line: \d+, offset: \d+\)$/, '').replace(/\s*expecting \{.*\}$/, '');
  const sentence = /[.!?]$/.test(said) ? said : `${said}.`;
  return new CypherError(rule?.code ?? 'cypher-failed', rule?.next ? `${sentence} ${rule.next}` : sentence, placeIn(text, query), {
    cause: error,
  });
}

/** What a message names that the engine could not find, with what it was asked of, if it says so. */
const missing =
  /cannot find property (\w+) for (\w+)|table (\w+) does not exist|variable (\w+) is not in scope|^parameter (\w+) not found/i;

/** Where the text first speaks of what is missing: only its parser knows places. */
function placeOfMissing(text: string, query: string): CypherPlace | undefined {
  const [, property, owner, ...others] = missing.exec(text) ?? [];
  const name = property ?? others.find((other) => other !== undefined);
  if (name === undefined) return undefined;
  const word = new RegExp(`(?<![\\w$])${owner === undefined ? '' : `${owner}\\s*\\.\\s*`}\\$?${name}\\b`);
  const at = query.search(word);
  return at < 0 ? undefined : placeOf(query, at);
}

/** The engine counts lines from 1 and columns from 0, in characters. */
function placeIn(text: string, query: string): CypherPlace | undefined {
  const found = /\(line: (\d+), offset: (\d+)\)/.exec(text);
  if (found === null) return placeOfMissing(text, query);
  const line = Number(found[1]);
  const characters = [...(query.split('\n')[line - 1] ?? '')].slice(0, Number(found[2]));
  return { line, column: characters.join('').length + 1 };
}
