/** Emptiness of intersections against trying every short text. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canMeet } from '../../iam/logic/pattern-automata.ts';
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

it('gives up rather than search for ever, and refutes nothing', () => {
  const hard = Array.from({ length: 12 }, (_, index) => ({
    patterns: [{ tokens: globTokens(`*${'ab'[index % 2]}${'?'.repeat(12 + index)}`), ignoreCase: false }],
    matched: index % 3 !== 0,
  }));
  expect(canMeet(hard)).toBe(true);
});
