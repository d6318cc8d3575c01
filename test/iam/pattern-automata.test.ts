/** Emptiness of intersections against trying every short text. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canMeet, type PatternConstraint } from '../../iam/logic/pattern-automata.ts';
import { foldTokens, globTokens, matchTokens } from '../../iam/matching/glob.ts';

const alphabet = ['a', 'A', 'c'];
const shortTexts = Array.from({ length: 6 }).reduce<string[]>(
  (texts) => ['', ...texts.flatMap((text) => alphabet.map((character) => character + text))],
  [''],
);

const patternText = fc.array(fc.constantFrom('a', 'A', '*', '?'), { maxLength: 3 }).map((parts) => parts.join(''));
const constraint = fc.record({
  patterns: fc.array(fc.record({ text: patternText, ignoreCase: fc.boolean() }), { maxLength: 2 }),
  matched: fc.boolean(),
});

it('finds a text exactly where there is one', () => {
  const texts = [...new Set(shortTexts)];
  let found = 0;
  fc.assert(
    fc.property(fc.array(constraint, { minLength: 1, maxLength: 3 }), (constraints) => {
      const matches = (text: string) =>
        constraints.every(({ patterns, matched }) => {
          const some = patterns.some((pattern) =>
            pattern.ignoreCase
              ? matchTokens(foldTokens(globTokens(pattern.text)), text.toLowerCase())
              : matchTokens(globTokens(pattern.text), text),
          );
          return some === matched;
        });
      const exists = texts.some(matches);
      if (exists) found += 1;
      const answer = canMeet(
        constraints.map(({ patterns, matched }) => ({
          patterns: patterns.map(({ text, ignoreCase }) => ({ tokens: globTokens(text), ignoreCase })),
          matched,
        })),
      );
      expect(answer).toBe(exists);
    }),
    { numRuns: 2_000 },
  );
  // Neither answer is rare.
  expect(found).toBeGreaterThan(200);
  expect(found).toBeLessThan(1_900);
});

const pattern = (text: string) => ({ tokens: globTokens(text), ignoreCase: false });
/** So many joint states that the search gives them up. */
const hard: readonly PatternConstraint[] = Array.from({ length: 12 }, (_, index) => ({
  patterns: [pattern(`*${'ab'[index % 2]}${'?'.repeat(12 + index)}`)],
  matched: index % 3 !== 0,
}));
const shared = pattern('*a*');

it.each<{ name: string; why: string; given: readonly PatternConstraint[]; expected: boolean }>([
  {
    name: 'patterns of too many states',
    why: 'The search gives up rather than go on for ever, and refutes nothing',
    given: hard,
    expected: true,
  },
  {
    name: 'a pattern and its opposite beside them',
    why: 'It is refuted without a search',
    given: [...hard, { patterns: [shared], matched: true }, { patterns: [shared], matched: false }],
    expected: false,
  },
  {
    name: 'lists of patterns that begin differently beside them',
    why: 'After one character one of the lists can match no more, whatever follows',
    given: [
      ...hard,
      { patterns: [pattern('a*'), pattern('aa*')], matched: true },
      { patterns: [pattern('b*'), pattern('bb*')], matched: true },
    ],
    expected: false,
  },
  {
    name: 'every short text refused',
    why: 'A longer one is left',
    given: [{ patterns: [pattern(''), pattern('?'), pattern('??')], matched: false }],
    expected: true,
  },
])('$name: $why', ({ given, expected }) => {
  expect(canMeet(given)).toBe(expected);
});
