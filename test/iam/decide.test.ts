/** The decision core on resources that are no roles: it knows no service. */
import { describe, expect, it } from 'vitest';
import { absent } from '../../iam/conditions/key-facts.ts';
import { decide } from '../../iam/decide.ts';
import { type AccountFacts, type Caller, type PolicyUse, parsePolicyDocument } from '../../iam/index.ts';

const account = (id: string): AccountFacts => ({
  id,
  partition: 'aws',
  collected: true,
  organizationId: 'o-example',
  organizationPath: 'o-example/r-root/',
  isManagement: false,
  scps: 'off',
  rcps: 'off',
});

const use = (as: PolicyUse['as'], statement: object): PolicyUse => {
  const { document } = parsePolicyDocument({ Version: '2012-10-17', Statement: statement }, as === 'trust' ? 'trust' : 'identity');
  return { as, id: `#${as}`, name: as, document, viaGroup: null };
};

const user = (id: string, ...policies: object[]): Caller => ({
  kind: 'user',
  arn: `arn:aws:iam::${id}:user/u`,
  account: account(id),
  name: 'u',
  uniqueId: null,
  tags: [],
  identityPolicies: policies.map((statement) => use('inline', statement)),
  boundary: null,
  trust: null,
  given: [],
});

const [own, other] = ['111111111111', '222222222222'] as const;
const bucket = 'arn:aws:s3:::bucket/key';
const may = { Effect: 'Allow', Action: 's3:GetObject', Resource: bucket };
const deny = { ...may, Effect: 'Deny' };
const policyFor = (principal: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action: 's3:*',
  Resource: '*',
  Principal: principal,
  ...more,
});

const cases: [name: string, caller: Caller, policy: object | null, policyMustAllow: boolean, expected: boolean][] = [
  ['without resource policy, to one that may', user(own, may), null, false, true],
  ['without resource policy, to one that may not', user(own), null, false, false],
  ['without resource policy, to one of another account that may', user(other, may), null, false, false],
  ['with a resource policy for others, to one that may', user(own, may), policyFor({ AWS: other }), false, true],
  ['with a resource policy that names it', user(own), policyFor({ AWS: `arn:aws:iam::${own}:user/u` }), false, true],
  ['with a resource policy that names its account', user(own), policyFor({ AWS: own }), false, false],
  ['across accounts, named, to one that may', user(other, may), policyFor({ AWS: other }), false, true],
  ['across accounts, named, to one that may not', user(other), policyFor({ AWS: `arn:aws:iam::${other}:user/u` }), false, false],
  ['with a resource policy that denies it', user(own, may), policyFor('*', { Effect: 'Deny' }), false, false],
  [
    'with a resource policy that names it, denied by its own',
    user(own, deny),
    policyFor({ AWS: `arn:aws:iam::${own}:user/u` }),
    false,
    false,
  ],
  [
    'with a resource policy for another resource',
    user(other, may),
    policyFor({ AWS: other }, { Resource: 'arn:aws:s3:::other/*' }),
    false,
    false,
  ],
  ['with a policy that must allow, and does not', user(own, may), policyFor({ AWS: other }), true, false],
  ['with a policy that must allow, and delegates', user(own, may), policyFor({ AWS: own }), true, true],
  ['with a policy that must allow, and there is none', user(own, may), null, true, false],
];

describe('access to an object is decided', () => {
  it.each(cases)('%s', (_name, principal, policy, policyMustAllow, expected) => {
    const resource = { arn: bucket, account: account(own), policy: policy && use('trust', policy), policyMustAllow };
    expect(decide({ principal, action: 's3:GetObject', resource, context: () => absent }).formula).toBe(expected);
  });
});
