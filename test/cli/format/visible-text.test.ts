import { expect, test } from 'vitest';
import { showText } from '../../../cli/format/visible-text.ts';

const cases = [
  { name: 'plain text stays', given: 'role/ci+deploy@x=1,é山🎉', expected: 'role/ci+deploy@x=1,é山🎉' },
  { name: 'an ANSI colour', given: '\u001b[31mred', expected: '\\u001b[31mred' },
  { name: 'a C1 control', given: '\u009b2J', expected: '\\u009b2J' },
  { name: 'a line break, which would forge a row', given: 'a\r\nb', expected: 'a\\u000d\\u000ab' },
  { name: 'right-to-left override and isolate', given: 'a\u202eb\u2066c', expected: 'a\\u202eb\\u2066c' },
  { name: 'zero-width characters, which make two names look the same', given: 'ad\u200bmin\ufeff', expected: 'ad\\u200bmin\\ufeff' },
  { name: 'line and paragraph separators', given: '\u2028\u2029', expected: '\\u2028\\u2029' },
  { name: 'tag characters, by their two halves', given: '\u{e0041}', expected: '\\udb40\\udc41' },
  { name: 'half a character', given: '\ud800x', expected: '\\ud800x' },
];

test.each(cases)('$name', ({ given, expected }) => {
  expect(showText(given)).toBe(expected);
});
