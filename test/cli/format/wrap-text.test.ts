import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayWidth, wrapIndented, wrapText } from '../../../cli/format/wrap-text.ts';

const cases = [
  { name: 'short text stays', given: 'a role', width: 10, expected: ['a role'] },
  { name: 'at spaces', given: 'one two three', width: 8, expected: ['one two', 'three'] },
  { name: 'after separators of an ARN', given: '111122223333:role/ci/deploy', width: 19, expected: ['111122223333:role/', 'ci/deploy'] },
  { name: 'anywhere, if there is nothing better', given: 'abcdefghij', width: 4, expected: ['abcd', 'efgh', 'ij'] },
  { name: 'wide letters take two columns', given: '山川山川', width: 5, expected: ['山川', '山川'] },
  { name: 'breaks of the text itself', given: 'a\nb', width: 10, expected: ['a', 'b'] },
];

test.each(cases)('$name', ({ given, width, expected }) => {
  expect(wrapText(given, width)).toEqual(expected);
});

test('no line is too wide and no letter is lost', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'B', '/', ':', ',', ' ', '山', 'é'), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 30 }), (given, width) => {
      const lines = wrapText(given, width);
      expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
      expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
    }),
  );
});

test('an indent goes before every line, the lead before the first', () => {
  expect(wrapIndented('one two three four five six', 24, 4, '  - ')).toBe('  - one two three four\n    five six');
});
