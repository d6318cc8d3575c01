/** Patterns against two slow readings of the same rules: a recursion and a regular expression. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confineToArnParts, foldTokens, globTokens, literalTokens, matchTokens } from '../../iam/matching/glob.ts';

const texts = (characters: string, maxLength: number) =>
  fc.array(fc.constantFrom(...characters), { maxLength }).map((parts) => parts.join(''));

function matchesSlowly(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern[0] === '*') return matchesSlowly(rest, text) || (text !== '' && matchesSlowly(pattern, text.slice(1)));
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && matchesSlowly(rest, text.slice(1));
}

const quote = (character: string): string => character.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** As a Resource is read: wildcards stay inside the first five parts, but a star that ends a part may leave it. */
function arnExpression(pattern: string, crossing: boolean): RegExp {
  let colons = 0;
  const pieces = [...pattern].map((character, index) => {
    if (character === ':') colons += 1;
    const isFree = colons >= 5;
    if (character === '?') return isFree ? '.' : '[^:]';
    if (character !== '*') return quote(character);
    const endsPart = index === pattern.length - 1 || pattern[index + 1] === ':';
    return isFree || (crossing && endsPart) ? '.*' : '[^:]*';
  });
  return new RegExp(`^${pieces.join('')}$`, 'su');
}

describe('patterns', () => {
  it('match as the recursion does', () => {
    fc.assert(
      fc.property(texts('ab*?:', 7), texts('ab:', 7), (pattern, text) => {
        expect(matchTokens(globTokens(pattern), text)).toBe(matchesSlowly(pattern, text));
      }),
      { numRuns: 3_000 },
    );
  });

  it('match as a regular expression does, whatever the letters', () => {
    fc.assert(
      fc.property(texts('aÜ😀.[*?', 6), texts('aÜ😀.[', 6), (pattern, text) => {
        const expression = new RegExp(`^${[...pattern].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : quote(c))).join('')}$`, 'su');
        expect(matchTokens(globTokens(pattern), text)).toBe(expression.test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([true, false])('stay inside the parts of an ARN (crossing: %s)', (crossing) => {
    fc.assert(
      fc.property(texts('a:*?', 10), texts('a:', 10), (pattern, text) => {
        expect(matchTokens(confineToArnParts(globTokens(pattern), crossing), text)).toBe(arnExpression(pattern, crossing).test(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it('match without regard to case once folded', () => {
    expect(matchTokens(foldTokens(globTokens('STS:Assume*')), 'sts:assumerole')).toBe(true);
    expect(matchTokens(foldTokens(literalTokens('A*')), 'a*')).toBe(true);
    expect(matchTokens(foldTokens(literalTokens('A*')), 'ab')).toBe(false);
  });

  it('take linear time on patterns that make backtracking explode', () => {
    // Backtracking would not end before the test's time is up.
    expect(matchTokens(globTokens(`${'a*'.repeat(40)}b`), 'a'.repeat(2_000))).toBe(false);
  });
});
