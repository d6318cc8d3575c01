/** ARNs taken apart: which texts are ARNs, and where the sixth part begins. */
import { describe, expect, it } from 'vitest';
import { isAccountId, parseArn, splitArn } from '../../iam/arn.ts';

const arns: [text: string, parts: string[] | null][] = [
  ['arn:aws:iam::111122223333:role/r', ['aws', 'iam', '', '111122223333', 'role/r']],
  ['arn:aws-us-gov:s3:::bucket/key', ['aws-us-gov', 's3', '', '', 'bucket/key']],
  ['arn:aws:logs:eu-west-1:111122223333:log-group:a:*', ['aws', 'logs', 'eu-west-1', '111122223333', 'log-group:a:*']],
  ['arn:::::', ['', '', '', '', '']],
  ['arn:aws:iam::111122223333', null],
  ['arn', null],
  ['', null],
  ['ARN:aws:iam::111122223333:role/r', null],
  ['urn:aws:iam::111122223333:role/r', null],
  ['x-arn:aws:iam::111122223333:role/r', null],
];

describe('an ARN', () => {
  it.each(arns)('%j', (text, parts) => {
    const arn = parseArn(text);
    expect(arn && [arn.partition, arn.service, arn.region, arn.account, arn.resource]).toEqual(parts);
  });

  it('has at most six parts', () => {
    expect(splitArn('a:b:c:d:e:f')).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(splitArn('a:b:c:d:e:f:g:h')).toEqual(['a', 'b', 'c', 'd', 'e', 'f:g:h']);
    expect(splitArn('a:b')).toEqual(['a', 'b']);
  });
});

it.each([
  ['111122223333', true],
  ['11112222333', false],
  ['1111222233334', false],
  ['x111122223333', false],
  ['111122223333x', false],
  ['11112222333x', false],
  ['', false],
])('account id %j: %s', (text, expected) => {
  expect(isAccountId(text)).toBe(expected);
});
