/**
 * Cypher as tokens, for the guard. It reads what Ladybug and Neo4j both read in the same way and refuses the rest: where an engine could
 * see another token than this file does, a forbidden clause could hide. Sources: Ladybug's grammar (src/antlr4/Cypher.g4 of
 * Kuzu, from which it comes) and https://neo4j.com/docs/cypher-manual/current/syntax/parsing/.
 */
import { CypherError, type CypherPlace } from '../cypher-runner.ts';

export interface Token {
  /** `quoted`: a name in backticks; `parameter`: `$name`; `symbol`: one character of punctuation. */
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol';
  /** As written; of a quoted name what it stands for. */
  readonly text: string;
  /** 0-based place in the query, in UTF-16 units. */
  readonly at: number;
}

/**
 * Neo4j replaces `\uXXXX` wherever it stands, in keywords and comments too, before it looks for tokens. So such an escape may stand only in a
 * string, and not for a character that has a meaning there.
 */
const spaces = /[ \t\r\n]+/y;
const lineComment = /\/\/[^\n]*/y;
const blockComment = /\/\*[\s\S]*?\*\//y;
const word = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const number = /(?:0x[0-9a-f]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?)/iy;
const quotedName = /`(?:[^`]|``)*`/y;
const singleQuoted = /'(?:[^'\\]|\\[\s\S])*'/y;
const doubleQuoted = /"(?:[^"\\]|\\[\s\S])*"/y;
const parameter = /\$(?:[\p{L}_][\p{L}\p{Nd}_]*|\d+)/uy;
const symbol = /[()[\]{}.,:;|=<>+\-*/%^!&~]/y;
const escapes = /\\(?:[\\'"bfnrt]|u[0-9a-f]{4}|U[0-9a-f]{8}|[\s\S])/gi;

/** Vertical space that ends a line for one engine and not for another. */
const oddLineEnd = /\r(?!\n|$)|[\v\f\u0085\u2028\u2029]/;

/** All tokens but comments and white space. Throws a CypherError `cypher-syntax` or, for what would be read differently, `cypher-refused`. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  while (at < text.length) {
    const found = readOne(text, at, match);
    if (found.token !== null) tokens.push(found.token);
    at += found.length;
  }
  return tokens;
}

function readOne(text: string, at: number, match: (pattern: RegExp) => string | null): { token: Token | null; length: number } {
  const token = (kind: Token['kind'], raw: string, meaning = raw) => ({ token: { kind, text: meaning, at }, length: raw.length });
  const space = match(spaces);
  if (space !== null) return { token: null, length: space.length };
  const comment = match(lineComment) ?? match(blockComment);
  if (comment !== null) {
    checkComment(text, comment, at);
    return { token: null, length: comment.length };
  }
  if (text.startsWith('/*', at)) throw syntax(text, at, 'This comment is never closed. Close it with */.');
  const name = match(word);
  if (name !== null) return token('word', name);
  const digits = match(number);
  if (digits !== null) {
    const next = text.slice(at + digits.length);
    if (/^[\p{L}_]/u.test(next)) throw syntax(text, at, 'A letter follows this number directly. Put a space or an operator between them.');
    return token('number', digits);
  }
  const quoted = match(quotedName);
  if (quoted !== null) {
    if (/\\u/i.test(quoted)) throw refused(text, at, 'A name in backticks has a Unicode escape. Write the character itself.');
    return token('quoted', quoted, quoted.slice(1, -1).replaceAll('``', '`'));
  }
  const string = match(singleQuoted) ?? match(doubleQuoted);
  if (string !== null) {
    checkEscapes(text, string, at);
    return token('string', string);
  }
  const given = match(parameter);
  if (given !== null) return token('parameter', given);
  const sign = match(symbol);
  if (sign !== null) return token('symbol', sign);
  throw unreadable(text, at);
}

function unreadable(text: string, at: number): CypherError {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (character === '`') return syntax(text, at, 'This name is never closed. Close it with a backtick.');
  if (character === "'" || character === '"') return syntax(text, at, `This text is never closed. Close it with ${character}.`);
  if (character === '$') return syntax(text, at, 'A parameter is $ and a name, such as $arn.');
  if (character === '\\')
    return refused(text, at, 'A backslash stands outside a text. Write the character itself: escapes can hide what a query does.');
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return refused(text, at, `The character U+${code} is not allowed here. Use plain spaces and signs, and put unusual names in backticks.`);
}

function checkComment(text: string, comment: string, at: number): void {
  if (/\\u/i.test(comment)) throw refused(text, at, 'A comment has a Unicode escape, which can end it. Leave the escape out.');
  if (comment.startsWith('//') && oddLineEnd.test(comment))
    throw refused(text, at, 'A comment has an unusual line end. End it with a plain line break.');
}

/** An escape that only one engine knows, or that Neo4j replaces before it looks where the text ends, is refused. */
function checkEscapes(text: string, string: string, at: number): void {
  for (const { 0: escaped, index } of string.matchAll(escapes)) {
    const hex = /^\\u([0-9a-f]{4})$|^\\U([0-9a-f]{8})$/i.exec(escaped);
    if (escaped.length === 2) {
      if (!/^\\[\\'"bfnrt]$/.test(escaped))
        throw refused(
          text,
          at + index,
          `The escape ${escaped} is not one of \\\\ \\' \\" \\b \\f \\n \\r \\t \\uXXXX. Write the character itself.`,
        );
      // Neo4j may see the second backslash of \\ and a u after it as the beginning of an escape.
      if (escaped === '\\\\' && /^u/i.test(string.slice(index + 2)))
        throw refused(text, at + index, 'A backslash before u reads as a Unicode escape to some engines. Pass the text as a parameter.');
    } else if (hex !== null && /[\\'"`\0\n\r\u0085\u2028\u2029]/u.test(String.fromCodePoint(codeOf(hex[1] ?? hex[2] ?? '')))) {
      throw refused(text, at + index, `The escape ${escaped} stands for a quote, a backslash or a line end. Write \\' \\" \\\\ or \\n.`);
    }
  }
}

const codeOf = (hex: string): number => Math.min(Number.parseInt(hex, 16), 0x10ffff);

export const refused = (text: string, at: number, message: string): CypherError =>
  new CypherError('cypher-refused', message, placeOf(text, at));
export const syntax = (text: string, at: number, message: string): CypherError =>
  new CypherError('cypher-syntax', message, placeOf(text, at));

/** The place of an offset, 1-based. */
export function placeOf(text: string, at: number): CypherPlace {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - (before.lastIndexOf('\n') + 1) + 1 };
}
