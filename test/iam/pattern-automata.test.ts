/** Emptiness of intersections against trying every short text. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canMeet, type PatternConstraint } from '../../iam/logic/pattern-automata.ts';
import { confineToArnParts, foldTokens, globTokens, matchTokens } from '../../iam/matching/glob.ts';

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
const inAnyCase = (text: string) => ({ tokens: globTokens(text), ignoreCase: true });
const shared = pattern('*a*');
const a = pattern('a');

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
    name: 'two patterns of which one begins as the other does',
    why: 'What begins with ab begins with a',
    given: [
      { patterns: [pattern('ab*')], matched: true },
      { patterns: [pattern('a*')], matched: true },
    ],
    expected: true,
  },
  {
    name: 'one of two beginnings, and the second of them',
    why: 'The second is one of the two',
    given: [
      { patterns: [pattern('a*'), pattern('b*')], matched: true },
      { patterns: [pattern('b*')], matched: true },
    ],
    expected: true,
  },
  {
    name: 'two beginnings in different case, case ignored in both',
    why: 'They are one beginning',
    given: [
      { patterns: [inAnyCase('A*')], matched: true },
      { patterns: [inAnyCase('a*')], matched: true },
    ],
    expected: true,
  },
  {
    name: 'two beginnings in different case, case ignored in one',
    why: 'The one in any case is met in the case of the other',
    given: [
      { patterns: [inAnyCase('A*')], matched: true },
      { patterns: [pattern('a*')], matched: true },
    ],
    expected: true,
  },
  {
    name: 'a text in any case, but not as it is written',
    why: 'The capital is left',
    given: [
      { patterns: [{ ...a, ignoreCase: true }], matched: true },
      { patterns: [a], matched: false },
    ],
    expected: true,
  },
  {
    name: 'one of two patterns, and the opposite of the first',
    why: 'The second is left',
    given: [
      { patterns: [a, pattern('b')], matched: true },
      { patterns: [a], matched: false },
    ],
    expected: true,
  },
  {
    name: 'what only fits across the parts of an ARN',
    why: 'A star that stays inside its part takes anything but a colon',
    given: [
      { patterns: [pattern('*')], matched: true },
      { patterns: [{ tokens: confineToArnParts(globTokens('*'), false), ignoreCase: false }], matched: false },
    ],
    expected: true,
  },
  {
    name: 'one character, but none of those that are named',
    why: 'There are others',
    given: [
      { patterns: [pattern('?')], matched: true },
      { patterns: [a, pattern(':')], matched: false },
    ],
    expected: true,
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
