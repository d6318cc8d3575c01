/** What people hear of trust policies while edges are derived: names that let nobody in, condition keys that nobody knows. */
import { expect, test } from 'vitest';
import { deriveEdges } from '../../../ingest/derive/derive-edges.ts';
import { accountId, detailsWith, roleEntry, userEntry } from '../../support/collection-files.ts';
import { link } from '../../support/linked.ts';

const user = `arn:aws:iam::${accountId}:user/ann`;

const cases = [
  {
    name: 'a key that is misspelt, once for all edges',
    condition: { StringEquals: { 'aws:PrincipleArn': 'x' } },
    expected: ['unknown-condition-key'],
  },
  { name: 'a key in other letters', condition: { StringEquals: { 'STS:externalID': 'x' } }, expected: [] },
  { name: 'a key that no call to STS carries', condition: { StringNotEquals: { 's3:prefix': 'x' } }, expected: [] },
  { name: 'a key of the network', condition: { StringEquals: { 'aws:VpceOrgID': 'o-example' } }, expected: [] },
  {
    name: 'a key that nobody knows where nobody comes in',
    principal: { AWS: 'AROAGONEGONEGONEGONE0' },
    condition: { StringEquals: { 'aws:PrincipleArn': 'x' } },
    expected: ['dead-trust-deleted-principal', 'dead-trust-deleted-principal'],
  },
  {
    name: 'an issuer in place of a provider',
    principal: { Federated: 'token.actions.githubusercontent.com' },
    expected: ['dead-trust-unknown-provider', 'dead-trust-unknown-provider'],
  },
  { name: 'a well-known web identity', principal: { Federated: 'accounts.google.com' }, expected: [] },
];

test.each(cases)('$name', ({ principal = { AWS: user }, condition, expected }) => {
  const action = 'Federated' in principal ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole';
  const statement = { Effect: 'Allow', Principal: principal, Action: action, ...(condition ? { Condition: condition } : {}) };
  const trust = { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [statement] } };
  const details = detailsWith({ users: [userEntry('ann')], roles: [roleEntry('one', trust), roleEntry('two', trust)] });
  expect(deriveEdges(link({ accounts: { [accountId]: details } })).findings.map(({ code }) => code)).toEqual(expected);
});
