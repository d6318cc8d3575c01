/** Action patterns: the service is compared as it stands, the name as a pattern, neither minds case. */
import { expect, it } from 'vitest';
import { parsePolicyDocument } from '../../iam/index.ts';
import { concernsService, matchesAction } from '../../iam/matching/action.ts';

const cases: [pattern: string, action: string, expected: boolean][] = [
  ['*', 'sts:AssumeRole', true],
  ['sts:*', 'sts:AssumeRole', true],
  ['sts:AssumeRole', 'sts:AssumeRole', true],
  ['STS:assumerole', 'sts:AssumeRole', true],
  ['sts:Assume*', 'sts:AssumeRole', true],
  ['sts:AssumeRol?', 'sts:AssumeRole', true],
  ['sts:*Role', 'sts:AssumeRole', true],
  ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', false],
  ['sts:AssumeRole*', 'sts:AssumeRoleWithSAML', true],
  ['sts:', 'sts:AssumeRole', false],
  ['st:AssumeRole', 'sts:AssumeRole', false],
  ['stsx:AssumeRole', 'sts:AssumeRole', false],
  ['*:AssumeRole', 'sts:AssumeRole', false],
  ['st*:AssumeRole', 'sts:AssumeRole', false],
  ['s3:AssumeRole', 'sts:AssumeRole', false],
  ['iam:*', 'sts:AssumeRole', false],
];

it.each(cases)('%s on %s', (pattern, action, expected) => {
  for (const [element, wanted] of [
    ['Action', expected],
    ['NotAction', !expected],
  ] as const) {
    const raw = { Version: '2012-10-17', Statement: { Effect: 'Allow', [element]: pattern, Resource: '*' } };
    const [statement] = parsePolicyDocument(raw, 'identity').document?.statements ?? [];
    expect(statement && matchesAction(statement, action), element).toBe(wanted);
  }
});

it.each([
  ['*', true],
  ['sts:*', true],
  ['STS:GetCallerIdentity', true],
  ['st:*', false],
  ['stsx:*', false],
  ['s3:sts:*', false],
])('%s concerns STS: %s', (pattern, expected) => {
  const read = (raw: object) =>
    parsePolicyDocument({ Version: '2012-10-17', Statement: { Effect: 'Allow', Resource: '*', ...raw } }, 'identity').document
      ?.statements[0];
  const among = read({ Action: ['s3:GetObject', pattern] });
  const all = read({ NotAction: pattern });
  expect(among && concernsService(among, 'sts')).toBe(expected);
  // What is not listed may be any action.
  expect(all && concernsService(all, 'sts')).toBe(true);
});
