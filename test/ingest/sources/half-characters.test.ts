import { describe, expect, it } from 'vitest';
import { replaceHalfCharacters } from '../../../ingest/sources/half-characters.ts';

/** The text between the quotes of a JSON string, as it stands in a file. */
const cases: readonly { readonly name: string; readonly given: string; readonly expected: string; readonly replaced: number }[] = [
  { name: 'a pair', given: '\\ud83d\\uDE00', expected: '\\ud83d\\uDE00', replaced: 0 },
  { name: 'a first half', given: 'a\\uD83db', expected: 'a\\ufffdb', replaced: 1 },
  { name: 'a second half', given: '\\ude00', expected: '\\ufffd', replaced: 1 },
  { name: 'halves in the wrong order', given: '\\ude00\\ud83d', expected: '\\ufffd\\ufffd', replaced: 2 },
  { name: 'a half before a pair', given: '\\ud83d\\ud83d\\ude00', expected: '\\ufffd\\ud83d\\ude00', replaced: 1 },
  { name: 'a backslash before what looks like one', given: '\\\\ud83d', expected: '\\\\ud83d', replaced: 0 },
  { name: 'other escapes', given: '\\n\\"\\u00e9\\ud83d', expected: '\\n\\"\\u00e9\\ufffd', replaced: 1 },
];

describe('half characters in JSON', () => {
  it.each(cases)('$name: $replaced replaced', ({ given, expected, replaced }) => {
    expect(replaceHalfCharacters(`"${given}"`)).toEqual({ json: `"${expected}"`, replaced });
    expect(/\p{Surrogate}/u.test(JSON.parse(`"${expected}"`) as string)).toBe(false);
  });
});
