/** What sessions of a role can carry, by its trust policy: an Allow of the right action for the right kind of principal. */
import { expect, it } from 'vitest';
import { type SessionFacts, sessionFactsOf } from '../../iam/assume-role/session-facts.ts';
import { parsePolicyDocument } from '../../iam/index.ts';

const provider = 'arn:aws:iam::111122223333:saml-provider/p';
const allow = (Action: unknown, Principal: unknown) => ({ Effect: 'Allow', Action, Principal });
const deny = (Action: unknown, Principal: unknown) => ({ Effect: 'Deny', Action, Principal });
const anyRole = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];

/** In the order tags, source identity, MFA, federated. */
const cases: [name: string, statements: object[], facts: string][] = [
  ['an account', [allow('sts:AssumeRole', { AWS: '111122223333' })], '- - mfa -'],
  ['an account, with tags', [allow(['sts:AssumeRole', 'sts:TagSession'], { AWS: '111122223333' })], 'tags - mfa -'],
  ['an account, with a source identity', [allow(['sts:AssumeRole', 'sts:SetSourceIdentity'], { AWS: '111122223333' })], '- identity mfa -'],
  ['everything of STS', [allow('sts:*', { AWS: '111122223333' })], 'tags identity mfa -'],
  ['tags are denied, nobody allows them', [allow('sts:AssumeRole', { AWS: '111122223333' }), deny('sts:TagSession', '*')], '- - mfa -'],
  ['the source identity is denied', [allow('sts:AssumeRole', { AWS: '111122223333' }), deny('sts:SetSourceIdentity', '*')], '- - mfa -'],
  ['a service', [allow('sts:AssumeRole', { Service: 'ec2.amazonaws.com' })], '- - - -'],
  [
    'a service, and a person who is denied',
    [allow('sts:AssumeRole', { Service: 'ec2.amazonaws.com' }), deny('sts:AssumeRole', { AWS: '111122223333' })],
    '- - - -',
  ],
  ['anyone', [allow(anyRole, '*')], '- - mfa federated'],
  ['all but one', [{ Effect: 'Allow', Action: anyRole, NotPrincipal: { AWS: '111122223333' } }], '- - mfa federated'],
  ['SAML', [allow('sts:AssumeRoleWithSAML', { Federated: provider })], '- - - federated'],
  ['web identity', [allow('sts:AssumeRoleWithWebIdentity', { Federated: 'accounts.google.com' })], '- - - federated'],
  [
    'SAML that is denied',
    [allow('sts:AssumeRole', { Service: 'ec2.amazonaws.com' }), deny('sts:AssumeRoleWithSAML', { Federated: provider })],
    '- - - -',
  ],
  ['a person by the call of federated ones', [allow('sts:AssumeRoleWithSAML', { AWS: '111122223333' })], '- - - -'],
  ['a provider by the call of people', [allow('sts:AssumeRole', { Federated: provider })], '- - - -'],
  ['nobody', [{ Effect: 'Allow', Action: anyRole }], '- - - -'],
];

const words = (facts: SessionFacts): string =>
  [
    facts.mayCarryTags ? 'tags' : '-',
    facts.mayCarrySourceIdentity ? 'identity' : '-',
    facts.mayCarryMfa ? 'mfa' : '-',
    facts.mayBeFederated ? 'federated' : '-',
  ].join(' ');

const use = (document: ReturnType<typeof parsePolicyDocument>['document']) =>
  ({ as: 'trust', id: 't', name: 't', document, viaGroup: null }) as const;

it.each(cases)('%s', (_, statements, expected) => {
  const { document } = parsePolicyDocument({ Version: '2012-10-17', Statement: statements }, 'trust');
  const facts = sessionFactsOf(use(document));
  expect(words(facts)).toBe(expected);
  // Worked out once for a document.
  expect(sessionFactsOf(use(document))).toBe(facts);
});

it('without a trust policy, or its document, everything is possible', () => {
  expect([sessionFactsOf(null), sessionFactsOf(use(null))].map(words)).toEqual(Array(2).fill('tags identity mfa federated'));
});
