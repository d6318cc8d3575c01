/** Who of Identity Center gets which role, decided as STS does it. */
import { expect, test } from 'vitest';
import { decideAssumeRole, parsePolicyDocument } from '../../iam/index.ts';
import type { AccountFacts, Caller, TargetRole } from '../../iam/types.ts';

const account: AccountFacts = {
  id: '111122223333',
  partition: 'aws',
  collected: true,
  organizationId: null,
  organizationPath: null,
  isManagement: false,
  scps: 'off',
  rcps: 'off',
};
const provider = 'arn:aws:iam::111122223333:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE';
const otherProvider = 'arn:aws:iam::111122223333:saml-provider/Corporate';
const elsewhere = 'arn:aws:iam::444455556666:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE';
const roleArn = 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef';

const trust = (audience: string, effect = 'Allow') => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: effect,
      Principal: { Federated: provider },
      Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
      Condition: { StringEquals: { 'SAML:aud': audience } },
    },
  ],
});

const roleWith = (document: unknown, changes: Partial<TargetRole> = {}): TargetRole => ({
  arn: roleArn,
  account,
  name: 'AWSReservedSSO_Admin_0123456789abcdef',
  uniqueId: null,
  tags: [],
  trust: { as: 'trust', id: 't', name: 't', document: parsePolicyDocument(document, 'trust').document, viaGroup: null },
  identityProviders: [provider],
  ...changes,
});

const person = (assignedRoles: readonly string[]): Caller => ({
  kind: 'identity-center-user',
  arn: 'arn:aws:identitystore:::user/u-1',
  account: null,
  name: 'grace',
  uniqueId: 'u-1',
  tags: [],
  identityPolicies: [],
  boundary: null,
  trust: null,
  given: [],
  assignedRoles,
});

const { assignedRoles: _, ...nobodyKnows } = person([]);
const usual = 'https://signin.aws.amazon.com/saml';
const cases = [
  { name: 'assigned', given: [person([roleArn]), roleWith(trust(usual))], expected: 'allowed' },
  { name: 'not assigned, though the role is there', given: [person([]), roleWith(trust(usual))], expected: 'denied' },
  {
    name: 'a trust policy for another audience',
    given: [person([roleArn]), roleWith(trust('https://example.com/saml'))],
    expected: 'denied',
  },
  { name: 'a trust policy that denies', given: [person([roleArn]), roleWith(trust(usual, 'Deny'))], expected: 'denied' },
  { name: 'the provider is gone', given: [person([roleArn]), roleWith(trust(usual), { identityProviders: [] })], expected: 'denied' },
  { name: 'providers were not read', given: [person([roleArn]), roleWith(trust(usual), { identityProviders: null })], expected: 'allowed' },
  {
    name: 'GovCloud signs in elsewhere',
    given: [
      person([roleArn]),
      roleWith(trust('https://signin.amazonaws-us-gov.com/saml'), { account: { ...account, partition: 'aws-us-gov' } }),
    ],
    expected: 'allowed',
  },
  { name: 'assignments were not read', given: [nobodyKnows, roleWith(trust(usual))], expected: 'denied' },
  {
    name: 'a trust policy that names other providers too, and a person',
    given: [
      person([roleArn]),
      roleWith({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' },
          {
            Effect: 'Allow',
            Principal: { Federated: ['accounts.google.com', otherProvider, elsewhere] },
            Action: 'sts:AssumeRoleWithSAML',
          },
          ...trust(usual).Statement,
        ],
      }),
    ],
    expected: 'allowed',
  },
  {
    name: "a trust policy that names another provider of the account alone: Identity Center's own is not it",
    given: [
      person([roleArn]),
      roleWith(
        {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Federated: otherProvider }, Action: 'sts:AssumeRoleWithSAML' }],
        },
        { identityProviders: null },
      ),
    ],
    expected: 'denied',
  },
  {
    name: "a trust policy that names another account's provider alone",
    given: [
      person([roleArn]),
      roleWith(
        { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Federated: elsewhere }, Action: 'sts:AssumeRoleWithSAML' }] },
        { identityProviders: null },
      ),
    ],
    expected: 'denied',
  },
  {
    name: 'a trust policy that could not be read',
    given: [
      person([roleArn]),
      roleWith(null, { trust: { as: 'trust', id: 't', name: 't', document: null, viaGroup: null }, identityProviders: null }),
    ],
    expected: 'conditional',
  },
] as const;

test.each(cases)('$name: $expected', ({ given: [caller, role], expected }) => {
  const { verdict, action, canChooseSessionName } = decideAssumeRole(caller, role);
  expect({ verdict, action, canChooseSessionName }).toEqual({
    verdict: expected,
    action: 'sts:AssumeRoleWithSAML',
    canChooseSessionName: false,
  });
});

test('a refusal says what Identity Center lacks', () => {
  const [caller] = decideAssumeRole(person([]), roleWith(trust(usual))).gates;
  expect([caller?.verdict, caller?.why]).toEqual(['denied', 'Identity Center assigns it no permission set that this role stands for']);
});

test('the audience is held against what a trust policy asks of it, as one present text', () => {
  const asks = (operator: string, value: string) => ({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: provider },
      Action: 'sts:AssumeRoleWithSAML',
      Condition: { [operator]: { 'saml:aud': value } },
    },
  });
  const verdicts = [
    asks('StringLike', 'https://*.aws.amazon.com/saml'),
    asks('StringNotEquals', usual),
    asks('Null', 'true'),
    asks('Null', 'false'),
  ].map((document) => decideAssumeRole(person([roleArn]), roleWith(document)).verdict);
  expect(verdicts).toEqual(['allowed', 'denied', 'denied', 'allowed']);
});
