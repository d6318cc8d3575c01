/**
 * What is known of every condition key, for each kind of caller, as a table in test/cases/key-facts: read it beside "AWS global condition
 * context keys" and "IAM and AWS STS condition context keys". `npx vitest run test/iam/condition-keys.test.ts -u` writes it again.
 */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { conditionKeys, principalKeys } from '../../iam/assume-role/condition-keys.ts';
import type { KeyFact, KeyFacts } from '../../iam/conditions/key-facts.ts';
import type { AssumeAction, Condition } from '../../iam/types.ts';
import { type DecisionCase, describeAlternatives, readCase } from '../support/decision-case.ts';

const keys = [
  'aws:PrincipalArn aws:PrincipalAccount aws:PrincipalType aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalIsAWSService aws:PrincipalServiceName',
  'aws:PrincipalServiceNamesList aws:username aws:userid aws:PrincipalTag/Team aws:PrincipalTag/other aws:MultiFactorAuthPresent aws:MultiFactorAuthAge',
  'aws:SourceIdentity aws:TokenIssueTime aws:FederatedProvider aws:AssumedRoot aws:SourceIp aws:VpcSourceIp aws:SourceVpc aws:SourceVpce aws:UserAgent',
  'aws:Referer aws:Ec2InstanceSourceVpc aws:Ec2InstanceSourcePrivateIPv4 ec2:SourceInstanceArn aws:CurrentTime aws:EpochTime aws:SecureTransport',
  'aws:ViaAWSService aws:SourceArn aws:SourceAccount aws:SourceOrgID aws:SourceOrgPaths aws:CalledVia aws:CalledViaFirst aws:CalledViaLast',
  'aws:RequestedRegion aws:RequestTag/x aws:TagKeys sts:TransitiveTagKeys sts:ExternalId sts:RoleSessionName sts:SourceIdentity sts:DurationSeconds',
  'sts:RoleArn aws:ResourceAccount aws:ResourceOrgID aws:ResourceOrgPaths aws:ResourceTag/Tier aws:ResourceTag/other iam:ResourceTag/Tier',
  'saml:aud saml:iss saml:sub saml:namequalifier saml:eduPersonAffiliation saml:eduPersonEntitlement saml:eduPersonOrgDN',
  'saml:eduPersonScopedAffiliation saml:mail token.example.com:sub token.example.com:aud token.example.com:amr token.example.com:groups',
  'token.example.com:ref other.example.com:sub accounts.google.com:sub s3:prefix kms:ViaService cognito-identity:x newservice:key sts:NewKey aws:NewKey',
  'ec2:RoleDelivery ssm:SourceInstanceArn lambda:SourceFunctionArn glue:CredentialIssuingService glue:RoleAssumedBy lambda:FunctionArn',
].flatMap((line) => line.split(' '));

type CallerInput = DecisionCase['given']['caller'];
type Accounts = DecisionCase['given']['accounts'];

const ours = '111111111111';
const opens = (principal: unknown, action: unknown) => ({ Effect: 'Allow' as const, Principal: principal, Action: action });
const iam = (resource: string, account = ours) => `arn:aws:iam::${account}:${resource}`;
const oidc = iam('oidc-provider/token.example.com');

const callers: [title: string, caller: CallerInput, accounts?: Accounts][] = [
  ['user', { kind: 'user', arn: iam('user/u'), tags: { TEAM: 'blue' } }],
  [
    'user whose unique id is not known, outside of an organization',
    { kind: 'user', arn: iam('user/u'), uniqueId: null },
    { [ours]: { organization: null } },
  ],
  ['user, the organization not collected', { kind: 'user', arn: iam('user/u') }, { [ours]: { organization: 'unknown' } }],
  ['role that its account opens', { kind: 'role', arn: iam('role/c'), tags: { team: 'blue' } }],
  ['role whose unique id is not known', { kind: 'role', arn: iam('role/c'), uniqueId: null }],
  [
    'role that its account opens with tags and source identity',
    { kind: 'role', arn: iam('role/c'), tags: { team: 'blue' }, trust: opens({ AWS: ours }, 'sts:*') },
  ],
  ['role that a service opens', { kind: 'role', arn: iam('role/c'), trust: opens({ Service: 'ec2.amazonaws.com' }, 'sts:AssumeRole') }],
  ['role that a provider opens', { kind: 'role', arn: iam('role/c'), trust: opens({ Federated: oidc }, 'sts:AssumeRoleWithWebIdentity') }],
  ['role whose trust policy is not in the data', { kind: 'role', arn: iam('role/c'), trust: 'missing' }],
  ['service', { kind: 'service', arn: 'ec2.amazonaws.com' }],
  ['SAML provider', { kind: 'saml-provider', arn: iam('saml-provider/p') }],
  ['OIDC provider', { kind: 'oidc-provider', arn: oidc }],
  ['federated subject', { kind: 'federated-subject', arn: `${oidc}#repo:acme/*` }],
  ['well-known web identity', { kind: 'oidc-provider', arn: 'accounts.google.com' }],
  ['external account', { kind: 'external-account', arn: iam('root', '999999999999') }],
  [
    'external account, our organization not known',
    { kind: 'external-account', arn: iam('root', '999999999999') },
    { [ours]: { organization: 'unknown' } },
  ],
  [
    'external account, we in no organization',
    { kind: 'external-account', arn: iam('root', '999999999999') },
    { [ours]: { organization: null } },
  ],
  [
    'external account of a known organization',
    { kind: 'external-account', arn: iam('root', '999999999999') },
    { '999999999999': { organization: 'o-other', path: 'o-other/r-x/', collected: false } },
  ],
  ['named user of an external account', { kind: 'external-account', arn: iam('user/u', '999999999999') }],
  ['anyone', { kind: 'anyone', arn: '*', knownAccounts: [ours, '222222222222'] }],
  ['anyone, no account known', { kind: 'anyone', arn: '*', knownAccounts: [] }],
];

const actions: Readonly<Record<string, AssumeAction>> = {
  'saml-provider': 'sts:AssumeRoleWithSAML',
  'oidc-provider': 'sts:AssumeRoleWithWebIdentity',
  'federated-subject': 'sts:AssumeRoleWithWebIdentity',
};

const read = (caller: CallerInput, accounts: Accounts = {}) =>
  readCase({ accounts, caller, role: { arn: iam('role/r'), tags: { tier: 'gold' }, trust: opens('*', 'sts:AssumeRole') } });

function show(fact: KeyFact): string {
  if (fact.state === 'absent') return 'absent';
  if (fact.state === 'known') return `${fact.multivalued ? 'list ' : ''}${fact.values.map((value) => JSON.stringify(value)).join(', ')}`;
  const words = [
    `from ${fact.source}`,
    ...(fact.domain === 'text' ? [] : [fact.domain]),
    ...(fact.multivalued ? ['list'] : []),
    fact.mayBeAbsent ? 'may be absent' : 'always there',
    ...(fact.byDefault === undefined ? [] : [`by default ${JSON.stringify(fact.byDefault)}`]),
    ...fact.given.map((condition) => `given ${describeCondition(condition)}`),
  ];
  return words.join('; ');
}

const describeCondition = (condition: Condition): string => `${describeAlternatives([[condition]])[0]?.[0] ?? ''} (${condition.source})`;

/** Keys with the same fact stand together. */
function table(facts: KeyFacts): string {
  const byFact = new Map<string, string[]>();
  for (const key of keys) {
    const fact = show(facts(key));
    byFact.set(fact, [...(byFact.get(fact) ?? []), key]);
  }
  return [...byFact]
    .map(
      ([fact, names]) => `  ${fact}
    ${names.join(' ')}
`,
    )
    .join('');
}

describe('condition keys', () => {
  test('of a call for a role', async () => {
    const text = callers.map(([title, input, accounts]) => {
      const { caller, role } = read(input, accounts);
      return `${title}\n${table(conditionKeys(caller, role, actions[caller.kind] ?? 'sts:AssumeRole'))}`;
    });
    await expect(text.join('\n')).toMatchFileSnapshot(join(import.meta.dirname, '../cases/key-facts/assume-role.txt'));
  });

  test('of any call of a user or role', async () => {
    const text = callers
      .filter(([, { kind }]) => kind === 'user' || kind === 'role')
      .map(([title, input, accounts]) => `${title}\n${table(principalKeys(read(input, accounts).caller))}`);
    await expect(text.join('\n')).toMatchFileSnapshot(join(import.meta.dirname, '../cases/key-facts/any-call.txt'));
  });

  test('are read in any case, and once', () => {
    const { caller, role } = read({ kind: 'user', arn: iam('user/u') });
    const facts = conditionKeys(caller, role, 'sts:AssumeRole');
    expect(facts('AWS:principalARN')).toBe(facts('aws:PrincipalArn'));
    expect(facts('AWS:PrincipalOrgId')).toEqual(facts('aws:principalorgid'));
  });
});
