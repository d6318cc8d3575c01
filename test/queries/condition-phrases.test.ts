import { describe, expect, it } from 'vitest';
import { identityAllows, policyDenies, rcpsAllow, scpsAllow } from '../../iam/request.ts';
import type { Condition } from '../../iam/types.ts';
import { describeCondition, describeConditions } from '../../queries/condition-phrases.ts';

const condition = (key: string, operator: string, values: readonly string[], rest: Partial<Condition> = {}): Condition => ({
  key,
  operator,
  values,
  qualifier: null,
  ifExists: false,
  negated: false,
  source: 'caller',
  ...rest,
});

const cases: readonly { readonly given: Condition; readonly expected: string }[] = [
  { given: condition('sts:ExternalId', 'StringEquals', ['x']), expected: 'the external id that it sends is "x"' },
  {
    given: condition('sts:ExternalId', 'StringEquals', ['x', 'y', 'z'], { negated: true }),
    expected: 'the external id that it sends is not "x", "y" or "z"',
  },
  { given: condition('sts:ExternalId', 'StringNotEquals', ['x'], { negated: true }), expected: 'the external id that it sends is "x"' },
  { given: condition('aws:MultiFactorAuthPresent', 'Bool', ['true']), expected: 'it signed in with MFA' },
  { given: condition('aws:multifactorauthpresent', 'Bool', ['false'], { negated: true }), expected: 'it signed in with MFA' },
  { given: condition('aws:SourceIp', 'NotIpAddress', ['192.0.2.0/24']), expected: 'its IP address does not lie in "192.0.2.0/24"' },
  {
    given: condition('g.example:sub', 'StringLike', ['a', 'b', 'c', 'd', 'e']),
    expected: 'g.example:sub matches one of "a", "b", "c" and 2 more',
  },
  {
    given: condition('aws:TagKeys', 'StringEquals', ['team'], { qualifier: 'ForAllValues' }),
    expected: 'every value of aws:TagKeys is "team"',
  },
  {
    given: condition('aws:TagKeys', 'StringEquals', ['team'], { qualifier: 'ForAllValues', negated: true }),
    expected: 'some value of aws:TagKeys is not "team"',
  },
  {
    given: condition('aws:TagKeys', 'StringEquals', ['team'], { qualifier: 'ForAnyValue', negated: true }),
    expected: 'every value of aws:TagKeys is not "team"',
  },
  { given: condition('aws:SourceVpc', 'Null', ['true']), expected: 'the VPC that it calls from is absent' },
  { given: condition('aws:SourceVpc', 'Null', ['true'], { negated: true }), expected: 'the VPC that it calls from is present' },
  { given: condition('aws:SourceVpc', 'Null', ['false']), expected: 'the VPC that it calls from is present' },
  {
    given: condition('aws:CurrentTime', 'DateLessThan', ['2030-01-01T00:00:00Z']),
    expected: 'the time of the call is before "2030-01-01T00:00:00Z"',
  },
  {
    given: condition('aws:PrincipalTag/team', 'StringEquals', ['a'], { ifExists: true }),
    expected: 'aws:PrincipalTag/team is "a", where there is one',
  },
  {
    given: condition('aws:PrincipalTag/team', 'StringEquals', ['a'], { ifExists: true, negated: true }),
    expected: 'aws:PrincipalTag/team is present and is not "a"',
  },
  {
    given: condition('aws:PrincipalAccount', 'StringNotEquals', ['1'], { ifExists: true, negated: true }),
    expected: 'aws:PrincipalAccount is "1"',
  },
  { given: condition('aws:userid', 'StringEquals', ['AROA123:oncall']), expected: 'the name of its session is "oncall"' },
  { given: condition('aws:userid', 'StringLike', ['AIDA123']), expected: 'aws:userid matches "AIDA123"' },
  { given: condition('x', 'Strange', ['$&']), expected: 'x passes Strange "$&"' },
  { given: condition('rolepath:Undecided', 'Allows', []), expected: 'conditions hold that are too many to work out' },
  { given: identityAllows('$&'), expected: 'account $& (not in the data) lets it' },
  { given: { ...policyDenies('p-1'), negated: true }, expected: 'the policy p-1 (not in the data) does not deny it' },
  { given: scpsAllow('1'), expected: 'the SCPs over account 1 (not in the data) allow it' },
  { given: rcpsAllow('1'), expected: 'the RCPs over account 1 (not in the data) let it pass' },
];

describe('a condition in words', () => {
  it.each(cases)('$expected', ({ given, expected }) => {
    expect(describeCondition(given)).toBe(expected);
  });

  it('cuts a long list and says so', () => {
    const many = Array.from({ length: 6 }, (_, place) => condition(`k${place}`, 'StringEquals', ['v']));
    expect(describeConditions(many)).toBe('k0 is "v", and k1 is "v", and k2 is "v", and k3 is "v", and 2 more conditions hold');
  });
});
