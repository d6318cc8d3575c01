import { expect, test } from 'vitest';
import { accountId, attached, detailsWith, policyEntry, roleEntry, statementFor } from '../../support/collection-files.ts';
import { link, showFindings, showUse } from '../../support/linked.ts';

const other = '444455556666';
const version = (id: string, action: string, isDefault = false) => ({
  VersionId: id,
  IsDefaultVersion: isDefault,
  Document: statementFor(action),
});
const awsPolicy = (id: string, action: string) =>
  policyEntry('Admin', null, 'aws', { DefaultVersionId: id, PolicyVersionList: [version(id, action, true)] });
const actionOf = (organization: ReturnType<typeof link>, name: string) =>
  organization.policies.find((record) => record.name === name)?.use.document?.statements[0]?.actions[0];

const versionCases = [
  {
    name: 'DefaultVersionId names it',
    fields: { DefaultVersionId: 'v2', PolicyVersionList: [version('v1', 'a:1'), version('v2', 'a:2')] },
    expected: 'a:2',
  },
  {
    name: 'only the version itself says so',
    fields: { DefaultVersionId: undefined, PolicyVersionList: [version('v1', 'a:1'), version('v2', 'a:2', true)] },
    expected: 'a:2',
  },
  {
    name: 'it is not in the list',
    fields: { DefaultVersionId: 'v9', PolicyVersionList: [version('v1', 'a:1')] },
    expected: undefined,
    finding: 'unknown missing-version $.Policies[0].PolicyVersionList',
  },
  {
    name: 'there are no versions',
    fields: { PolicyVersionList: undefined },
    expected: undefined,
    finding: 'unknown missing-version $.Policies[0].PolicyVersionList',
  },
];

for (const { name, fields, expected, finding } of versionCases) {
  test(`the default version: ${name}`, () => {
    const organization = link({ accounts: { [accountId]: detailsWith({ policies: [policyEntry('p', null, accountId, fields)] }) } });
    expect(actionOf(organization, 'p')).toBe(expected);
    expect(showFindings(organization.findings)).toEqual(finding ? [finding] : []);
  });
}

test('a policy without PolicyName gets it from its ARN', () => {
  const organization = link({
    accounts: { [accountId]: detailsWith({ policies: [policyEntry('p', statementFor('a:b'), accountId, { PolicyName: undefined })] }) },
  });
  expect(organization.policies).toMatchObject([{ name: 'p', kind: 'customer-managed', accountId }]);
});

test('an AWS managed policy in one file serves all accounts, the newest version of it', () => {
  const role = (account: string) => roleEntry('r', { AttachedManagedPolicies: [attached('Admin', 'aws')] }, account);
  const organization = link({
    accounts: {
      [accountId]: detailsWith({ roles: [role(accountId)], policies: [awsPolicy('v9', 'old:*')] }),
      [other]: detailsWith({ roles: [role(other)], policies: [awsPolicy('v10', 'new:*')] }),
    },
  });
  expect(organization.roles.map((found) => found.identityPolicies[0]?.document?.statements[0]?.actions)).toEqual([['new:*'], ['new:*']]);
  expect(organization.policies).toMatchObject([{ kind: 'aws-managed', accountId: null }]);
  expect(showFindings(organization.findings)).toEqual(['notice aws-policy-versions $.Policies[0]']);
});

test('the same version of an AWS managed policy with two texts is a contradiction', () => {
  const organization = link({
    accounts: {
      [accountId]: detailsWith({ policies: [awsPolicy('v1', 'a:1')] }),
      [other]: detailsWith({ policies: [awsPolicy('v1', 'a:2')] }),
    },
  });
  expect(actionOf(organization, 'Admin')).toBe('a:1');
  expect(organization.findings.filter((finding) => finding.code === 'duplicate-entry')).toMatchObject([
    { file: `accounts/${other}.json`, severity: 'skipped' },
  ]);
});

test('a policy that many have and that is not in the data is one finding and one record', () => {
  const roles = ['a', 'b', 'c'].map((name) => roleEntry(name, { AttachedManagedPolicies: [attached('Gone', 'aws')] }));
  const organization = link({ accounts: { [accountId]: detailsWith({ roles }) } });
  expect(organization.policies).toMatchObject([{ id: 'arn:aws:iam::aws:policy/Gone', kind: 'aws-managed', use: { document: null } }]);
  expect(organization.roles.flatMap((role) => role.identityPolicies.map(showUse))).toEqual(Array(3).fill('attached Gone (unknown)'));
  expect(organization.findings.filter((finding) => finding.code === 'missing-policy')).toMatchObject([
    {
      severity: 'unknown',
      path: '$.RoleDetailList[0].AttachedManagedPolicies[0].PolicyArn',
      reason: expect.stringContaining('2 more') as unknown,
    },
  ]);
});

test("another account's policy of that ARN is not the principal's, even if it is in the data", () => {
  const role = roleEntry('r', { AttachedManagedPolicies: [attached('p', other)] });
  const organization = link({
    accounts: {
      [accountId]: detailsWith({ roles: [role] }),
      [other]: detailsWith({ policies: [policyEntry('p', statementFor('a:b'), other)] }),
    },
  });
  expect(organization.roles.flatMap((found) => found.identityPolicies.map(showUse))).toEqual(['attached p (unknown)']);
  expect(actionOf(organization, 'p')).toBe('a:b');
});
