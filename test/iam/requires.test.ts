/** The short words for condition keys: each key that has one, and near misses that do not. */
import { expect, it } from 'vitest';
import { requiresOf } from '../../iam/requires.ts';
import type { Condition } from '../../iam/types.ts';
import { conditionOf } from '../support/graph-builder.ts';

const on = (key: string, more: Partial<Condition> = {}): Condition => ({ ...conditionOf(key), ...more });

const keys: Readonly<Record<string, readonly string[]>> = {
  'external-id': ['sts:ExternalId'],
  'root-task': ['sts:TaskPolicyArn'],
  mfa: ['aws:MultiFactorAuthPresent', 'aws:MultiFactorAuthAge'],
  'source-ip': ['aws:SourceIp', 'aws:VpcSourceIp'],
  'source-vpc': ['aws:SourceVpc', 'aws:SourceVpce'],
  'session-name': ['sts:RoleSessionName', 'aws:userid'],
  'session-tag': ['aws:RequestTag/team', 'aws:TagKeys', 'sts:TransitiveTagKeys', 'aws:PrincipalTag/team'],
  'source-identity': ['sts:SourceIdentity', 'aws:SourceIdentity'],
  'service-source': ['aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID', 'aws:SourceOrgPaths'],
  time: ['aws:CurrentTime', 'aws:EpochTime', 'aws:TokenIssueTime'],
  region: ['aws:RequestedRegion'],
  'caller-identity': ['aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:PrincipalArn', 'aws:PrincipalAccount'],
  'saml-attribute': ['saml:aud', 'SAML:sub', 'saml:namequalifier'],
  'oidc-sub': ['token.actions.githubusercontent.com:sub', 'localhost:sub'],
  'oidc-aud': ['token.actions.githubusercontent.com:aud'],
  'oidc-claim': ['accounts.google.com:email', 'gitlab.example.com:subject', 'gitlab.example.com:audience', 'gitlab.example.com:8443:ref'],
  'unknown-identity': ['rolepath:Allows'],
};

/** Each holds a key of the table, or most of one. */
const others = [
  ...[
    'my-sts:ExternalId',
    'sts:ExternalId2',
    'my-sts:TaskPolicyArn',
    'sts:TaskPolicyArns',
    'my-aws:MultiFactorAuthPresent',
    'aws:MultiFactorAuthAges',
  ],
  ...[
    'my-aws:SourceIp',
    'aws:SourceIps',
    'my-aws:SourceVpc',
    'aws:SourceVpcArn',
    'my-sts:RoleSessionName',
    'aws:userids',
    'my-aws:RequestTag/team',
  ],
  ...[
    'aws:TagKeysOf',
    'my-sts:SourceIdentity',
    'aws:SourceIdentities',
    'my-aws:SourceArn',
    'aws:SourceArns',
    'my-aws:CurrentTime',
    'aws:CurrentTimes',
  ],
  ...[
    'my-aws:RequestedRegion',
    'aws:RequestedRegions',
    'my-aws:PrincipalArn',
    'aws:PrincipalArns',
    'my:saml:x',
    'a:b.c:d',
    'my:rolepath:x',
    'aws:subject',
  ],
];

it.each(Object.entries(keys).flatMap(([word, all]) => all.map((key) => ({ key, word }))))(
  '$key is $word, whatever its letters',
  ({ key, word }) => {
    for (const each of [key, key.toUpperCase(), key.toLowerCase()]) expect(requiresOf([[on(each)]]), each).toEqual([word]);
  },
);

it.each(others)('%s has no word of its own', (key) => {
  expect(requiresOf([[on(key)]])).toEqual(['other']);
});

it.each([
  {
    why: 'what is outside of the data, whatever its key',
    given: [[on('aws:SourceIp', { source: 'unknown-identity' })]],
    expected: ['unknown-identity'],
  },
  {
    why: 'of a Resource its variable',
    given: [[on('rolepath:Resource', { values: ['arn:aws:iam::1:role/${aws:PrincipalTag/team}'] })]],
    expected: ['session-tag'],
  },
  {
    why: 'a Resource without one',
    given: [[on('rolepath:Resource', { values: ['arn:aws:iam::1:role/x'] })]],
    expected: ['unknown-identity'],
  },
  {
    why: 'sorted, each once',
    given: [[on('sts:RoleSessionName'), on('aws:userid'), on('sts:ExternalId')]],
    expected: ['external-id', 'session-name'],
  },
  { why: 'the least demanding alternative alone', given: [[on('aws:SourceIp')], [on('sts:ExternalId')]], expected: ['source-ip'] },
  { why: 'nothing asked', given: [[]], expected: [] },
  { why: 'no alternative', given: [], expected: [] },
])('$why', ({ given, expected }) => {
  expect(requiresOf(given)).toEqual(expected);
});
