import { expect, test } from 'vitest';
import { isoDate } from '../../../ingest/link/iso-date.ts';

const cases: readonly [given: unknown, expected: string | null, why: string][] = [
  ['2023-03-09 10:41:45+00:00', '2023-03-09T10:41:45Z', 'AWS CLI with a space'],
  ['2023-03-09T10:41:45+00:00', '2023-03-09T10:41:45Z', 'AWS CLI version 2'],
  ['2023-03-09T10:41:45Z', '2023-03-09T10:41:45Z', 'the API'],
  ['2023-03-09T10:41:45.678Z', '2023-03-09T10:41:45Z', 'milliseconds'],
  ['2023-03-09T12:41:45+0200', '2023-03-09T10:41:45Z', 'another zone'],
  ['2023-03-09', '2023-03-09T00:00:00Z', 'a day'],
  [1678358505, '2023-03-09T10:41:45Z', 'seconds since 1970'],
  ['yesterday', null, 'words'],
  ['2023-13-09T10:41:45Z', null, 'no such month'],
  ['', null, 'empty'],
  [{}, null, 'an object'],
  [1e300, null, 'beyond all dates'],
];

for (const [given, expected, why] of cases) {
  test(`${why}: ${JSON.stringify(given)}`, () => expect(isoDate(given)).toBe(expected));
}
