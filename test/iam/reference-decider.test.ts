/** The reference decider on cases whose answer is known: without these, two wrong deciders could agree. */
import { describe, expect, it } from 'vitest';
import type { AccountFacts, Caller, GuardrailLevel, PolicyUse, Tag, TargetRole } from '../../iam/types.ts';
import type { KeyValue } from '../support/reference/concrete-context.ts';
import { readPolicy, type StatementJson } from '../support/reference/read-document.ts';
import { type Answer, decideInContext } from '../support/reference/reference-decider.ts';
import { knownValues } from '../support/reference/request-facts.ts';

const accountA = '111111111111';
const accountB = '222222222222';
const user = `arn:aws:iam::${accountA}:user/ann`;
const job = `arn:aws:iam::${accountA}:role/ci/job`;
const target = (account: string): string => `arn:aws:iam::${account}:role/target`;
const root = `arn:aws:iam::${accountA}:root`;

const assume: StatementJson = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' };
const trusts = (principal: StatementJson['Principal'], more: Partial<StatementJson> = {}): StatementJson => ({
  Effect: 'Allow',
  Principal: principal ?? '*',
  Action: 'sts:AssumeRole',
  ...more,
});
const when = (Condition: NonNullable<StatementJson['Condition']>): Partial<StatementJson> => ({ Condition });

interface Given {
  /** An ARN or a service; `ann`, a user, unless told. */
  readonly caller?: string;
  readonly roleAccount?: string;
  readonly trust: readonly StatementJson[];
  readonly identity?: readonly StatementJson[] | null;
  readonly boundary?: readonly StatementJson[] | null;
  readonly scps?: readonly (readonly StatementJson[])[];
  readonly rcps?: readonly (readonly StatementJson[])[];
  readonly callerIsManagement?: boolean;
  readonly callerTags?: readonly Tag[];
  readonly providers?: readonly string[];
  /** On top of what is known of the pair; null takes a key away. */
  readonly context?: Readonly<Record<string, KeyValue | null>>;
  readonly unknowns?: readonly string[];
}

interface Case {
  readonly name: string;
  readonly given: Given;
  readonly expected: Answer;
}

const dateRevoked = { DateLessThan: { 'aws:TokenIssueTime': '2024-01-01T00:00:00Z' } };
const mfaIfExists = when({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } });
const oidc = `arn:aws:iam::${accountA}:oidc-provider/ci.example.com`;
const web = 'sts:AssumeRoleWithWebIdentity';
const outsideOrg: StatementJson = {
  Effect: 'Deny',
  Action: 'sts:*',
  Resource: '*',
  ...when({ StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-one' } }),
};
const ssoArn = (middle: string): string => `arn:aws:iam::${accountA}:role/aws-reserved/sso.amazonaws.com/${middle}AWSReservedSSO_Dev_abc`;
const ssoPattern = when({
  ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${accountA}:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Dev_*` },
});

const cases: readonly Case[] = [
  { name: 'same account, trust names the account, no identity policy', given: { trust: [trusts({ AWS: root })] }, expected: 'deny' },
  {
    name: 'same account, trust names the bare account id, identity allows',
    given: { trust: [trusts({ AWS: accountA })], identity: [assume] },
    expected: 'allow',
  },
  { name: 'same account, trust names the user', given: { trust: [trusts({ AWS: user })] }, expected: 'allow' },
  {
    name: 'same account, trust names the user, boundary of s3 only',
    given: { trust: [trusts({ AWS: user })], boundary: [{ ...assume, Action: 's3:*' }] },
    expected: 'allow',
  },
  {
    name: 'same account, trust names the role, boundary of s3 only',
    given: { caller: job, trust: [trusts({ AWS: job })], boundary: [{ ...assume, Action: 's3:*' }] },
    expected: 'deny',
  },
  {
    name: 'same account, trust names the session, boundary of s3 only',
    given: {
      caller: job,
      trust: [trusts({ AWS: `arn:aws:sts::${accountA}:assumed-role/job/nightly` })],
      boundary: [{ ...assume, Action: 's3:*' }],
      context: { 'aws:userid': 'AROA1:nightly' },
    },
    expected: 'allow',
  },
  {
    name: 'trust names another session of the role',
    given: {
      caller: job,
      trust: [trusts({ AWS: `arn:aws:sts::${accountA}:assumed-role/job/nightly` })],
      context: { 'aws:userid': 'AROA1:daily' },
    },
    expected: 'deny',
  },
  {
    name: 'a role path in a session ARN names nobody',
    given: {
      caller: job,
      trust: [trusts({ AWS: `arn:aws:sts::${accountA}:assumed-role/ci/job/nightly` })],
      context: { 'aws:userid': 'AROA1:nightly' },
    },
    expected: 'deny',
  },
  {
    name: 'trust of everyone with the role in PrincipalArn, boundary of s3 only',
    given: {
      caller: job,
      trust: [trusts('*', when({ ArnEquals: { 'aws:PrincipalArn': job } }))],
      boundary: [{ ...assume, Action: 's3:*' }],
    },
    expected: 'allow',
  },
  {
    name: 'trust of everyone with PrincipalAccount, user without policies',
    given: { trust: [trusts('*', when({ StringEquals: { 'aws:PrincipalAccount': accountA } }))] },
    expected: 'allow',
  },
  {
    name: 'explicit deny of the identity side stops a direct grant',
    given: { trust: [trusts({ AWS: user })], identity: [{ ...assume, Effect: 'Deny' }] },
    expected: 'deny',
  },
  {
    name: 'cross-account, trust names the user, no identity policy',
    given: { roleAccount: accountB, trust: [trusts({ AWS: user })] },
    expected: 'deny',
  },
  {
    name: 'cross-account, both sides allow',
    given: { roleAccount: accountB, trust: [trusts({ AWS: user })], identity: [assume] },
    expected: 'allow',
  },
  {
    name: 'cross-account, trust of everyone, no identity policy',
    given: { roleAccount: accountB, trust: [trusts('*')] },
    expected: 'deny',
  },
  {
    name: 'cross-account, boundary does not allow',
    given: { roleAccount: accountB, trust: [trusts({ AWS: user })], identity: [assume], boundary: [{ ...assume, Action: 's3:*' }] },
    expected: 'deny',
  },
  {
    name: 'a wildcard in a principal ARN names nobody',
    given: { trust: [trusts({ AWS: `arn:aws:iam::${accountA}:user/*` })], identity: [assume] },
    expected: 'deny',
  },
  { name: 'the unique id of a living user names it', given: { trust: [trusts({ AWS: 'AIDA1' })] }, expected: 'allow' },
  {
    name: 'the unique id of a deleted user names nobody',
    given: { trust: [trusts({ AWS: 'AIDAGONE' })], identity: [assume] },
    expected: 'deny',
  },
  {
    name: 'a role that trusts itself by its ARN',
    given: { caller: target(accountA), trust: [trusts({ AWS: target(accountA) })] },
    expected: 'allow',
  },
  { name: 'a root user', given: { caller: root, trust: [trusts('*')] }, expected: 'deny' },
  {
    name: 'another partition',
    given: { caller: `arn:aws-cn:iam::${accountA}:user/ann`, trust: [trusts('*')], identity: [assume] },
    expected: 'deny',
  },
  { name: 'BoolIfExists MFA lets long-term keys through', given: { trust: [trusts({ AWS: user }, mfaIfExists)] }, expected: 'allow' },
  {
    name: 'BoolIfExists MFA stops a role without MFA',
    given: { caller: job, trust: [trusts({ AWS: job }, mfaIfExists)], context: { 'aws:MultiFactorAuthPresent': 'false' } },
    expected: 'deny',
  },
  {
    name: 'Bool MFA stops long-term keys',
    given: { trust: [trusts({ AWS: user }, when({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }))] },
    expected: 'deny',
  },
  {
    name: 'DurationSeconds is never there',
    given: { trust: [trusts({ AWS: user }, when({ NumericLessThan: { 'sts:DurationSeconds': '3600' } }))] },
    expected: 'deny',
  },
  {
    name: 'DurationSeconds, IfExists',
    given: { trust: [trusts({ AWS: user }, when({ NumericLessThanIfExists: { 'sts:DurationSeconds': '3600' } }))] },
    expected: 'allow',
  },
  {
    name: 'Deny NotIpAddress hits a call through a VPC endpoint',
    given: {
      trust: [trusts({ AWS: user }), trusts('*', { Effect: 'Deny', ...when({ NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }) })],
    },
    expected: 'deny',
  },
  {
    name: 'Deny NotIpAddress spares an address of the network',
    given: {
      trust: [trusts({ AWS: user }), trusts('*', { Effect: 'Deny', ...when({ NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }) })],
      context: { 'aws:SourceIp': '198.51.100.9' },
    },
    expected: 'allow',
  },
  {
    name: 'ForAnyValue, negated, without tags: false',
    given: { trust: [trusts({ AWS: user }, when({ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'team' } }))] },
    expected: 'deny',
  },
  {
    name: 'ForAllValues without tags: true',
    given: { trust: [trusts({ AWS: user }, when({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' } }))] },
    expected: 'allow',
  },
  {
    name: 'ForAllValues with one stranger among the tags',
    given: {
      trust: [trusts({ AWS: user }, when({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' } }))],
      context: { 'aws:TagKeys': ['team', 'x'] },
    },
    expected: 'deny',
  },
  {
    name: 'Deny with NotResource and a tag variable without value denies everything',
    given: {
      trust: [trusts({ AWS: user })],
      identity: [{ Effect: 'Deny', Action: '*', NotResource: `arn:aws:iam::${accountA}:role/\${aws:PrincipalTag/x}` }],
    },
    expected: 'deny',
  },
  {
    name: 'Deny with NotResource spares what the tag names',
    given: {
      trust: [trusts({ AWS: user })],
      identity: [{ Effect: 'Deny', Action: '*', NotResource: `arn:aws:iam::${accountA}:role/\${aws:PrincipalTag/x}` }],
      callerTags: [{ key: 'x', value: 'target' }],
    },
    expected: 'allow',
  },
  {
    name: 'reserved role with the region in its path',
    given: { caller: ssoArn('eu-west-1/'), trust: [trusts('*', ssoPattern)] },
    expected: 'allow',
  },
  {
    name: 'reserved role without the region in its path',
    given: { caller: ssoArn(''), trust: [trusts('*', ssoPattern)] },
    expected: 'deny',
  },
  {
    name: 'revoked sessions: an old one',
    given: {
      caller: job,
      trust: [trusts({ AWS: job })],
      identity: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: dateRevoked }],
      context: { 'aws:TokenIssueTime': '2023-12-31T23:59:59Z' },
    },
    expected: 'deny',
  },
  {
    name: 'revoked sessions: a new one',
    given: {
      caller: job,
      trust: [trusts({ AWS: job })],
      identity: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: dateRevoked }],
      context: { 'aws:TokenIssueTime': '2024-01-01T00:00:00Z' },
    },
    expected: 'allow',
  },
  {
    name: 'SourceAccount on an AWS principal',
    given: { trust: [trusts({ AWS: user }, when({ StringEquals: { 'aws:SourceAccount': accountA } }))] },
    expected: 'deny',
  },
  {
    name: 'SourceAccount on a service',
    given: {
      caller: 'ec2.amazonaws.com',
      trust: [trusts({ Service: 'ec2.amazonaws.com' }, when({ StringEquals: { 'aws:SourceAccount': accountA } }))],
      context: { 'aws:SourceAccount': accountA },
    },
    expected: 'allow',
  },
  {
    name: 'EKS pods without TagSession',
    given: { caller: 'pods.eks.amazonaws.com', trust: [trusts({ Service: 'pods.eks.amazonaws.com' })] },
    expected: 'deny',
  },
  {
    name: 'EKS pods with TagSession',
    given: {
      caller: 'pods.eks.amazonaws.com',
      trust: [trusts({ Service: 'pods.eks.amazonaws.com' }, { Action: ['sts:AssumeRole', 'sts:TagSession'] })],
    },
    expected: 'allow',
  },
  {
    name: 'another organization',
    given: { trust: [trusts('*', when({ StringEquals: { 'aws:PrincipalOrgID': 'o-two' } }))] },
    expected: 'deny',
  },
  {
    name: 'two values of NotResource are read as neither',
    given: {
      roleAccount: accountB,
      trust: [trusts({ AWS: user })],
      identity: [{ Effect: 'Allow', Action: '*', NotResource: ['arn:aws:s3:::*', target(accountB)] }],
    },
    expected: 'deny',
  },
  {
    name: 'a star that ends a part runs on past colons',
    given: { roleAccount: accountB, trust: [trusts({ AWS: user })], identity: [{ ...assume, Resource: 'arn:aws:iam::*' }] },
    expected: 'allow',
  },
  {
    name: 'a star within a part stays inside it',
    given: { roleAccount: accountB, trust: [trusts({ AWS: user })], identity: [{ ...assume, Resource: 'arn:aws:iam::2*2target' }] },
    expected: 'deny',
  },
  {
    name: 'an SCP level that allows nothing',
    given: { trust: [trusts({ AWS: user })], scps: [[{ ...assume, Action: '*' }], [{ ...assume, Action: 's3:*' }]] },
    expected: 'deny',
  },
  {
    name: 'SCPs do not bind the management account',
    given: { trust: [trusts({ AWS: user })], scps: [[{ ...assume, Effect: 'Deny' }]], callerIsManagement: true },
    expected: 'allow',
  },
  {
    name: 'an RCP that denies outsiders stops federated logins',
    given: { caller: oidc, trust: [trusts({ Federated: oidc }, { Action: web })], rcps: [[outsideOrg]] },
    expected: 'deny',
  },
  {
    name: 'an RCP that asks for the key to be there spares federated logins',
    given: {
      caller: oidc,
      trust: [trusts({ Federated: oidc }, { Action: web })],
      rcps: [[{ ...outsideOrg, ...when({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-one' }, Null: { 'aws:PrincipalOrgID': 'false' } }) }]],
    },
    expected: 'allow',
  },
  {
    name: 'a provider that the account does not have',
    given: { caller: oidc, trust: [trusts({ Federated: oidc }, { Action: web })], providers: [] },
    expected: 'deny',
  },
  {
    name: 'a missing boundary, were it to allow',
    given: {
      roleAccount: accountB,
      trust: [trusts({ AWS: user })],
      identity: [assume],
      boundary: null,
      unknowns: ['PolicyAllows boundary'],
    },
    expected: 'allow',
  },
  {
    name: 'a missing boundary, were it not to allow',
    given: { roleAccount: accountB, trust: [trusts({ AWS: user })], identity: [assume], boundary: null },
    expected: 'deny',
  },
  {
    name: 'NotPrincipal in a Deny spares a user listed with its account',
    given: { trust: [trusts({ AWS: user }), { Effect: 'Deny', NotPrincipal: { AWS: [user, root] }, Action: '*' }] },
    expected: 'allow',
  },
  {
    name: 'NotPrincipal in a Deny hits who has a boundary',
    given: { trust: [trusts({ AWS: user }), { Effect: 'Deny', NotPrincipal: { AWS: [user, root] }, Action: '*' }], boundary: [assume] },
    expected: 'deny',
  },
];

describe('the reference decider', () => {
  it.each(cases)('$name: $expected', ({ given, expected }) => {
    const { caller, role } = pairOf(given);
    const keys = new Map(knownValues(caller, role));
    for (const [key, value] of Object.entries(given.context ?? {})) {
      if (value === null) keys.delete(key.toLowerCase());
      else keys.set(key.toLowerCase(), value);
    }
    const unknowns = new Map((given.unknowns ?? []).map((question) => [question, true]));
    expect(decideInContext(caller, role, { keys, unknowns })).toBe(expected);
  });
});

function pairOf(given: Given): { caller: Caller; role: TargetRole } {
  const arn = given.caller ?? user;
  const isService = !arn.startsWith('arn:');
  const kind = isService
    ? 'service'
    : arn === root
      ? 'root'
      : arn.includes(':role/')
        ? 'role'
        : arn.includes(':oidc-provider/')
          ? 'oidc-provider'
          : 'user';
  const callerAccount = { ...accountOf(accountA, arn.split(':')[1] ?? 'aws', given), isManagement: given.callerIsManagement ?? false };
  const roleAccount = accountOf(given.roleAccount ?? accountA, 'aws', given);
  const boundary = given.boundary === undefined ? null : readPolicy('boundary', 'boundary', given.boundary);
  const caller: Caller = {
    kind,
    arn,
    account: isService ? null : callerAccount,
    name: arn.slice(arn.lastIndexOf('/') + 1),
    uniqueId: kind === 'role' ? 'AROA1' : 'AIDA1',
    tags: given.callerTags ?? [],
    identityPolicies: given.identity === undefined ? [] : [readPolicy('inline', 'inline', given.identity)],
    boundary,
    trust: null,
    given: [],
  };
  const role: TargetRole = {
    arn: target(roleAccount.id),
    account: roleAccount,
    name: 'target',
    uniqueId: 'AROATARGET',
    tags: [],
    trust: readPolicy('trust', 'trust', given.trust),
    identityProviders: given.providers ?? [oidc],
  };
  return { caller, role };
}

function accountOf(id: string, partition: string, given: Given): AccountFacts {
  const levels = (as: PolicyUse['as'], documents: readonly (readonly StatementJson[])[] | undefined): GuardrailLevel[] | 'off' =>
    documents === undefined
      ? 'off'
      : documents.map((statements, i) => ({ target: `level-${i}`, policies: [readPolicy(as, `${as}-${i}`, statements)] }));
  return {
    id,
    partition,
    collected: true,
    organizationId: 'o-one',
    organizationPath: 'o-one/r-1/',
    isManagement: false,
    scps: levels('scp', given.scps),
    rcps: levels('rcp', given.rcps),
  };
}
