/** One Resource entry against one ARN, without variables. Source: "IAM JSON policy elements: Resource". */
import { expect, it } from 'vitest';
import { matchesResourcePattern } from '../../iam/matching/resource.ts';

const role = 'arn:aws:iam::111122223333:role/team/red';
const cases: [pattern: string, arn: string, expected: boolean][] = [
  ['*', role, true],
  [role, role, true],
  ['arn:aws:iam::111122223333:role/*', role, true],
  ['arn:aws:iam::111122223333:role/team/???', role, true],
  ['arn:aws:iam::*:role/team/red', role, true],
  ['arn:*:iam::111122223333:role/team/red', role, true],
  ['arn:aws:iam::*', role, true],
  ['arn:aws:iam:*', role, true],
  ['arn:aws:*', role, false],
  ['arn:aws:i*::111122223333:role/team/red', role, false],
  ['arn:aws:ia?::111122223333:role/team/red', role, false],
  ['arn:aws:iam::111122223333:role/team', role, false],
  ['arn:aws:iam::11112222333?:role/team/red', role, true],
  ['arn:aws:iam::1111*role/team/red', role, false],
  ['arn:aws:iam::111122223333:ROLE/team/red', role, false],
  ['arn:aws:iam::111122223333:role/${aws:username}', 'arn:aws:iam::111122223333:role/${aws:username}', true],
  ['arn:aws:iam::111122223333:role/${aws:username}', role, false],
  ['**', role, true],
];

it.each(cases)('%s on %s: %s', (pattern, arn, expected) => {
  expect(matchesResourcePattern(pattern, arn)).toBe(expected);
});
