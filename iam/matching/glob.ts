/**
 * Patterns with `*` and `?` as token lists, so that literal stars (from `${*}`) and wildcards stay apart, and so that
 * the logic can reason about patterns as automata. A token is a code point, or one of the wildcards below.
 */

/** Any text. */
export const ANY = -1;
/** Any one character. */
export const ONE = -2;
/** Any text without a colon: a wildcard that stays inside its part of an ARN. */
export const ANY_IN_PART = -3;
/** Any one character but a colon. */
export const ONE_IN_PART = -4;

export type Tokens = readonly number[];

const COLON = 0x3a;

/** The text as it stands, without wildcards. */
export function literalTokens(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

/** `*` and `?` become wildcards, everything else stands for itself. */
export function globTokens(text: string): number[] {
  return Array.from(text, (character) => (character === '*' ? ANY : character === '?' ? ONE : (character.codePointAt(0) ?? 0)));
}

/** Does the pattern match the whole text? Linear in the text, whatever the pattern. */
export function matchTokens(pattern: Tokens, text: string): boolean {
  let matcher = matchers.get(pattern);
  if (!matcher) {
    matcher = compileTokens(pattern);
    matchers.set(pattern, matcher);
  }
  return matcher(text);
}

const matchers = new WeakMap<Tokens, (text: string) => boolean>();

/** Most patterns are plain texts, or texts around stars; those need no automaton. */
function compileTokens(pattern: Tokens): (text: string) => boolean {
  const wildcards = pattern.filter((token) => token < 0);
  if (wildcards.every((token) => token === ANY)) return matchPieces(splitAtStars(pattern));
  const [star, ...others] = wildcards;
  if (star !== ANY_IN_PART || others.length > 0) return (text) => runAutomaton(pattern, literalTokens(text));
  const [prefix = '', suffix = ''] = splitAtStars(pattern);
  return (text) =>
    text.length >= prefix.length + suffix.length &&
    text.startsWith(prefix) &&
    text.endsWith(suffix) &&
    !text.slice(prefix.length, text.length - suffix.length).includes(':');
}

/** The texts before, between and after the stars. */
function splitAtStars(pattern: Tokens): string[] {
  const pieces: number[][] = [[]];
  for (const token of pattern) {
    if (isStar(token)) pieces.push([]);
    else pieces.at(-1)?.push(token);
  }
  return pieces.map(textOf);
}

/** The first piece begins the text, the last one ends it, the others stand between them in their order. */
function matchPieces([first = '', ...others]: readonly string[]): (text: string) => boolean {
  const last = others.at(-1);
  if (last === undefined) return (text) => text === first;
  const between = others.slice(0, -1);
  return (text) => {
    const end = text.length - last.length;
    if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const piece of between) {
      at = text.indexOf(piece, at) + piece.length;
      if (at < piece.length || at > end) return false;
    }
    return true;
  };
}

const textOf = (tokens: Tokens): string => String.fromCodePoint(...tokens);

function runAutomaton(pattern: Tokens, text: readonly number[]): boolean {
  let alive = closure(new Set([0]), pattern);
  for (const character of text) {
    const next = new Set<number>();
    for (const position of alive) {
      const token = pattern[position];
      if (token !== undefined && consumes(token, character)) next.add(isStar(token) ? position : position + 1);
    }
    alive = closure(next, pattern);
    if (alive.size === 0) return false;
  }
  return alive.has(pattern.length);
}

/** Case folded by `toLowerCase` on both sides. */
export function foldTokens(tokens: Tokens): number[] {
  return tokens.flatMap((token) => (token < 0 ? [token] : literalTokens(String.fromCodePoint(token).toLowerCase())));
}

/** Can this token take this character? */
export function consumes(token: number, character: number): boolean {
  if (token >= 0) return token === character;
  return token === ANY || token === ONE || character !== COLON;
}

export const isStar = (token: number | undefined): boolean => token === ANY || token === ANY_IN_PART;

/** Adds the positions that are reached without taking a character. */
export function closure(positions: Set<number>, pattern: Tokens): Set<number> {
  for (const position of positions) {
    if (isStar(pattern[position])) positions.add(position + 1);
  }
  return positions;
}

/**
 * Confines wildcards to the part of the ARN they stand in (the parts are separated by the first five colons).
 * @param crossing true for Resource elements: there a `*` that ends a part may run on past colons
 *   ("IAM JSON policy elements: Resource"); false for the Arn condition operators, which match part by part
 */
export function confineToArnParts(tokens: Tokens, crossing: boolean): number[] {
  let colons = 0;
  return tokens.map((token, index) => {
    if (token === COLON) colons += 1;
    if (token >= 0 || colons >= 5) return token;
    if (token === ONE) return ONE_IN_PART;
    const endsPart = index === tokens.length - 1 || tokens[index + 1] === COLON;
    return crossing && endsPart ? ANY : ANY_IN_PART;
  });
}

/** How many parts an ARN pattern has: 6 if complete. */
export function countArnParts(tokens: Tokens): number {
  return Math.min(6, 1 + tokens.filter((token) => token === COLON).length);
}
