/** Which statements tell callers of one account, kind and set of policies apart; callers that none tells apart are decided once. */
import { describe, expect, it } from 'vitest';
import { decidesByCaller, looksAtRoleTags } from '../../iam/decides-by-caller.ts';
import { parsePolicyDocument } from '../../iam/index.ts';

function statementOf(elements: object) {
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*', ...elements };
  const [parsed] = parsePolicyDocument({ Version: '2012-10-17', Statement: statement }, 'identity').document?.statements ?? [];
  if (!parsed) throw new Error('no statement');
  return parsed;
}

const when = (operator: string, block: Record<string, unknown>) => ({ Condition: { [operator]: block } });

const cases: [name: string, elements: object, byCaller: boolean, roleTags: boolean][] = [
  ['nothing', {}, false, false],
  ['no Resource', { Resource: undefined }, false, false],
  ['resources without variables', { Resource: ['arn:aws:iam::1:role/a', 'arn:aws:iam::1:role/b'] }, false, false],
  ['one resource of two with a variable', { Resource: ['arn:aws:iam::1:role/a', 'arn:aws:iam::1:role/${aws:username}'] }, true, false],
  ['an escape is no variable', { Resource: 'arn:aws:iam::1:role/${*}' }, false, false],
  ['the ARN', when('ArnLike', { 'aws:PrincipalArn': '*' }), true, false],
  ['a tag', when('StringEquals', { 'aws:PrincipalTag/team': 'a' }), true, false],
  ['the user name', when('StringEquals', { 'aws:username': 'a' }), true, false],
  ['the user id', when('StringEquals', { 'AWS:USERID': 'a' }), true, false],
  ['one condition of two', when('StringEquals', { 'sts:ExternalId': 'x', 'aws:username': 'a' }), true, false],
  ['the account', when('StringEquals', { 'aws:PrincipalAccount': '111122223333' }), false, false],
  ['a key that begins alike', when('StringEquals', { 'aws:usernamed': 'a', 'x-aws:username': 'b' }), false, false],
  ['one value of two with a variable', when('StringEquals', { 'sts:ExternalId': ['x', '${aws:username}'] }), true, false],
  ["the role's tag", when('StringEquals', { 'aws:ResourceTag/team': 'a' }), false, true],
  [
    "the role's tag by its older name, with another key",
    when('StringEquals', { 'sts:ExternalId': 'x', 'IAM:ResourceTag/team': 'a' }),
    false,
    true,
  ],
  ['a key that holds such a name', when('StringEquals', { 'x-aws:ResourceTag/team': 'a' }), false, false],
];

describe('a statement that looks at', () => {
  it.each(cases)('%s', (_, elements, byCaller, roleTags) => {
    const statement = statementOf(elements);
    expect([decidesByCaller(statement), decidesByCaller(statement), looksAtRoleTags(statement)]).toEqual([byCaller, byCaller, roleTags]);
  });
});
