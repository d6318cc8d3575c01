import { describe, expect, test } from 'vitest';
import type { Role, User } from '../../../ingest/organization.ts';
import {
  accountId,
  attached,
  boundaryOf,
  detailsWith,
  groupEntry,
  policyEntry,
  roleEntry,
  statementFor,
  trustOf,
  userEntry,
} from '../../support/collection-files.ts';
import { link, showFindings, showUse } from '../../support/linked.ts';

const policies = [policyEntry('read', statementFor('s3:GetObject')), policyEntry('limit', statementFor('sts:*'))];

const encoded = (document: unknown): string => encodeURIComponent(JSON.stringify(document));

interface Case {
  readonly name: string;
  readonly why: string;
  readonly given: Readonly<Record<string, unknown>>;
  /** Policies as `showUse` writes them; boundary and trust only if they are of interest. */
  readonly expected: { readonly policies: readonly string[]; readonly boundary?: string; readonly trust?: string };
  /** `severity code path below the entry`. */
  readonly findings?: readonly string[];
}

const roleCases: readonly Case[] = [
  {
    name: 'inline and attached policies and a boundary',
    why: 'the plain case',
    given: {
      RolePolicyList: [{ PolicyName: 'own', PolicyDocument: statementFor('sts:AssumeRole') }],
      AttachedManagedPolicies: [attached('read')],
      PermissionsBoundary: boundaryOf('limit'),
    },
    expected: { policies: ['attached read', 'inline own'], boundary: 'boundary limit', trust: 'trust AssumeRolePolicyDocument' },
  },
  {
    name: 'URL-encoded documents',
    why: 'the CLI decodes them, the API and other tools do not',
    given: {
      AssumeRolePolicyDocument: encoded(trustOf('*')),
      RolePolicyList: [{ PolicyName: 'own', PolicyDocument: encoded(statementFor('a:b')) }],
    },
    expected: { policies: ['inline own'], trust: 'trust AssumeRolePolicyDocument' },
  },
  {
    name: 'a raw % in plain JSON text',
    why: 'blind decoding would break it',
    given: {
      RolePolicyList: [
        { PolicyName: 'own', PolicyDocument: ' {"Statement":[{"Effect":"Allow","Action":"a:b","Resource":"arn:x%zz%41"}]}' },
      ],
    },
    expected: { policies: ['inline own'] },
  },
  {
    name: 'a raw % in encoded text',
    why: 'what is no escape stays as it is',
    given: { RolePolicyList: [{ PolicyName: 'own', PolicyDocument: `${encoded(statementFor('a:b')).replace('a%3Ab', 'a%3Ab%zz%ff')}` }] },
    expected: { policies: ['inline own'] },
  },
  {
    name: 'a trust policy that is not JSON',
    why: 'who may come in is unknown, not everyone and not nobody',
    given: { AssumeRolePolicyDocument: '{"Version":' },
    expected: { policies: [], trust: 'trust AssumeRolePolicyDocument (unknown)' },
    findings: ['unknown broken-document .AssumeRolePolicyDocument'],
  },
  {
    name: 'no trust policy',
    why: 'every role has one, so it is missing from the data',
    given: { AssumeRolePolicyDocument: undefined },
    expected: { policies: [], trust: 'trust AssumeRolePolicyDocument (unknown)' },
    findings: ['unknown missing-document .AssumeRolePolicyDocument'],
  },
  {
    name: 'a document with a statement that makes no sense',
    why: 'the statement might have been a Deny: the whole policy is unknown',
    given: {
      RolePolicyList: [
        { PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Permit', Action: '*', Resource: '*' }] } },
      ],
    },
    expected: { policies: ['inline own (unknown)'] },
    findings: ['unknown broken-document .RolePolicyList[0].PolicyDocument.Statement[0].Effect'],
  },
  {
    name: 'a document nested too deep',
    why: 'whatever walks it may recurse',
    given: { RolePolicyList: [{ PolicyName: 'own', PolicyDocument: `${'['.repeat(50_000)}${']'.repeat(50_000)}` }] },
    expected: { policies: ['inline own (unknown)'] },
    findings: ['unknown broken-document .RolePolicyList[0].PolicyDocument'],
  },
  {
    name: 'a policy of another account',
    why: 'AWS attaches only policies of the own account and of AWS',
    given: { AttachedManagedPolicies: [attached('read', '444455556666')] },
    expected: { policies: ['attached read (unknown)'] },
    findings: ['unknown missing-policy .AttachedManagedPolicies[0].PolicyArn'],
  },
  {
    name: 'a missing boundary',
    why: 'unknown, not open',
    given: { PermissionsBoundary: boundaryOf('gone') },
    expected: { policies: [], boundary: 'boundary gone (unknown)' },
    findings: ['unknown missing-boundary .PermissionsBoundary.PermissionsBoundaryArn'],
  },
  {
    name: 'a boundary of a wrong shape',
    why: 'there is one, but which is unknown',
    given: { PermissionsBoundary: 'limit' },
    expected: { policies: [], boundary: 'boundary (unreadable) (unknown)' },
    findings: ['skipped wrong-type .PermissionsBoundary'],
  },
  {
    name: 'a boundary with a wrong ARN',
    why: 'there is one, but which is unknown',
    given: { PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::111122223333:role/limit' } },
    expected: { policies: [], boundary: 'boundary (unreadable) (unknown)' },
    findings: ['unknown wrong-arn .PermissionsBoundary.PermissionsBoundaryArn'],
  },
  {
    name: 'lists of wrong types',
    why: 'there may be policies in them: unknown; tags and profiles are left out',
    given: { RolePolicyList: 'x', AttachedManagedPolicies: { PolicyArn: 'x' }, Tags: 3, InstanceProfileList: [null] },
    expected: { policies: ['attached (unreadable) (unknown)', 'inline (unreadable) (unknown)'] },
    findings: [
      'skipped wrong-type .RolePolicyList',
      'skipped wrong-type .AttachedManagedPolicies',
      'skipped wrong-type .InstanceProfileList[0]',
      'skipped wrong-type .Tags',
    ],
  },
  {
    name: 'entries of wrong types among good ones',
    why: 'one bad entry never costs its siblings',
    given: {
      RolePolicyList: [7, { PolicyName: 'own', PolicyDocument: statementFor('a:b') }],
      AttachedManagedPolicies: [{}, attached('read')],
      Tags: [{ Value: 'x' }, { Key: 'team', Value: 'a' }],
    },
    expected: { policies: ['attached read', 'attached (unreadable) (unknown)', 'inline own', 'inline (unreadable) (unknown)'] },
    findings: [
      'skipped wrong-type .RolePolicyList[0]',
      'unknown missing-field .AttachedManagedPolicies[0]',
      'skipped missing-field .Tags[0]',
    ],
  },
  {
    name: 'two inline policies of one name',
    why: 'AWS has one: what it says is unknown',
    given: {
      RolePolicyList: [
        { PolicyName: 'own', PolicyDocument: statementFor('a:b') },
        { PolicyName: 'own', PolicyDocument: statementFor('c:d') },
      ],
    },
    expected: { policies: ['inline own (unknown)'] },
    findings: ['unknown duplicate-inline-policy .RolePolicyList[1].PolicyDocument'],
  },
  {
    name: 'names of prototypes',
    why: 'a key is a key, whatever JavaScript calls so',
    given: JSON.parse(
      '{"__proto__": {"PermissionsBoundary": "x"}, "constructor": 1, "RolePolicyList": [{"__proto__": {"PolicyName": "p"}}]}',
    ) as Record<string, unknown>,
    expected: { policies: ['inline (unnamed 1) (unknown)'] },
    findings: ['notice missing-field .RolePolicyList[0]', 'unknown missing-document .RolePolicyList[0].PolicyDocument'],
  },
];

describe('a role with', () => {
  for (const { name, why, given, expected, findings = [] } of roleCases) {
    test(`${name}: ${why}`, () => {
      const bystander = roleEntry('bystander', { AttachedManagedPolicies: [attached('read')] });
      const organization = link({
        accounts: { [accountId]: detailsWith({ roles: [{ ...roleEntry('r'), ...given }, bystander], policies }) },
      });
      const role = organization.roles.find((found) => found.name === 'r') as Role;
      expect(role.identityPolicies.map(showUse)).toEqual(expected.policies);
      if (expected.boundary) expect(role.boundary && showUse(role.boundary)).toBe(expected.boundary);
      if (expected.trust) expect(showUse(role.trust)).toBe(expected.trust);
      expect(showFindings(organization.findings, '$.RoleDetailList[0]')).toEqual(findings);
      expect(organization.roles.find((found) => found.name === 'bystander')?.identityPolicies.map(showUse)).toEqual(['attached read']);
    });
  }
});

describe('a user with', () => {
  const groups = [
    groupEntry('ops', {
      GroupPolicyList: [{ PolicyName: 'own', PolicyDocument: statementFor('x:y') }],
      AttachedManagedPolicies: [attached('read')],
    }),
    groupEntry('dev', { AttachedManagedPolicies: [attached('read')] }),
  ];
  const userCases: readonly Case[] = [
    {
      name: 'groups',
      why: "the groups' policies are the user's too",
      given: { GroupList: ['ops', 'dev', 'ops'], AttachedManagedPolicies: [attached('read')] },
      expected: { policies: ['attached read', 'attached read via dev', 'attached read via ops', 'inline own via ops'] },
    },
    {
      name: 'a group that is not in the data',
      why: 'its policies are unknown',
      given: { GroupList: ['gone', 'dev'] },
      expected: { policies: ['attached (unreadable) (unknown) via gone', 'attached read via dev'] },
      findings: ['unknown missing-group .GroupList[0]'],
    },
    {
      name: 'a group list of a wrong type',
      why: 'the user may be in groups',
      given: { GroupList: 'ops' },
      expected: { policies: ['attached (unreadable) (unknown) via u'] },
      findings: ['skipped wrong-type .GroupList'],
    },
  ];
  for (const { name, why, given, expected, findings = [] } of userCases) {
    test(`${name}: ${why}`, () => {
      const organization = link({ accounts: { [accountId]: detailsWith({ users: [userEntry('u', given)], groups, policies }) } });
      const user = organization.users[0] as User;
      expect(user.identityPolicies.map(showUse)).toEqual(expected.policies);
      expect(showFindings(organization.findings, '$.UserDetailList[0]')).toEqual(findings);
    });
  }
});

test('every field of a role is taken over', () => {
  const entry = roleEntry('deploy', {
    Path: '/ci/',
    Arn: `arn:aws-us-gov:iam::${accountId}:role/ci/deploy`,
    Tags: [
      { Key: 'team', Value: 'shop' },
      { Key: '<b>', Value: '' },
    ],
    InstanceProfileList: [{ Arn: `arn:aws-us-gov:iam::${accountId}:instance-profile/deploy` }],
    RoleLastUsed: { LastUsedDate: '2024-05-06T07:08:09.123+02:00', Region: 'us-gov-west-1' },
  });
  const organization = link({ accounts: { [accountId]: detailsWith({ roles: [entry] }) }, aliases: { AccountAliases: ['shop'] } });
  expect(organization.roles[0]).toMatchObject({
    kind: 'role',
    arn: `arn:aws-us-gov:iam::${accountId}:role/ci/deploy`,
    name: 'deploy',
    path: '/ci/',
    uniqueId: 'AROADEPLOY',
    accountId,
    createdAt: '2023-03-09T10:41:45Z',
    lastUsedAt: '2024-05-06T05:08:09Z',
    tags: [
      { key: '<b>', value: '' },
      { key: 'team', value: 'shop' },
    ],
    instanceProfiles: [`arn:aws-us-gov:iam::${accountId}:instance-profile/deploy`],
    boundary: null,
  });
  expect(organization.accounts.get(accountId)).toMatchObject({ alias: 'shop', name: accountId, facts: { partition: 'aws-us-gov' } });
});

test('equal documents are one object, however they were encoded', () => {
  const document = statementFor('sts:AssumeRole');
  const inline = (value: unknown) => ({ RolePolicyList: [{ PolicyName: 'p', PolicyDocument: value }] });
  const { roles } = link({
    accounts: {
      [accountId]: detailsWith({
        roles: [
          roleEntry('a', inline(document)),
          roleEntry('b', inline(encoded(document))),
          roleEntry('c', inline(JSON.stringify(document))),
        ],
      }),
    },
  });
  const documents = roles.map((role) => role.identityPolicies[0]?.document);
  expect(documents[0]).not.toBeNull();
  expect(new Set(documents).size).toBe(1);
});

test('one broken document that many share is one finding', () => {
  const roles = ['a', 'b', 'c'].map((name) => roleEntry(name, { AssumeRolePolicyDocument: '{' }));
  const { findings } = link({ accounts: { [accountId]: detailsWith({ roles }) } });
  expect(findings.filter((finding) => finding.code === 'broken-document')).toEqual([
    expect.objectContaining({
      path: '$.RoleDetailList[0].AssumeRolePolicyDocument',
      reason: expect.stringContaining('(and at 2 more places)') as unknown,
    }),
  ]);
});

const badEntries = [
  { name: 'no object', entry: 'role', finding: 'skipped wrong-type ' },
  { name: 'no ARN', entry: { RoleName: 'x' }, finding: 'skipped missing-field ' },
  { name: 'an ARN of a user', entry: roleEntry('x', { Arn: `arn:aws:iam::${accountId}:user/x` }), finding: 'skipped wrong-arn .Arn' },
  { name: 'an ARN without a name', entry: roleEntry('x', { Arn: `arn:aws:iam::${accountId}:role/` }), finding: 'skipped wrong-arn .Arn' },
  { name: 'an ARN that is a number', entry: roleEntry('x', { Arn: 7 }), finding: 'skipped wrong-type .Arn' },
];

for (const { name, entry, finding } of badEntries) {
  test(`an entry with ${name} is named, and its siblings are read`, () => {
    const { roles, findings } = link({ accounts: { [accountId]: detailsWith({ roles: [entry, roleEntry('good')] }) } });
    expect(roles.map((role) => role.name)).toEqual(['good']);
    expect(showFindings(findings, '$.RoleDetailList[0]')).toEqual([finding]);
  });
}
