import { describe, expect, test } from 'vitest';
import type { AccountFacts } from '../../../iam/types.ts';
import {
  accountId,
  detailsWith,
  fullAccess,
  organizationWith,
  roleEntry,
  statementFor,
  userEntry,
} from '../../support/collection-files.ts';
import { link, showFindings } from '../../support/linked.ts';

const other = '444455556666';
const management = '999900001111';
const everywhere = ['r-root', 'ou-work', 'ou-prod', accountId];
const listed = { Id: accountId, Name: 'shop', Status: 'ACTIVE', ParentId: 'ou-prod' };
const guardrail = (Id: string, Type: string, Targets: unknown, Content: unknown = statementFor('*')) => ({
  Id,
  Name: Id.slice(2),
  Type,
  Content,
  Targets,
});

/** `off`, `unknown`, or the levels: target, colon, policies. */
const showLevels = (levels: AccountFacts['scps']): string =>
  typeof levels === 'string'
    ? levels
    : levels
        .map(({ target, policies }) => `${target}:${policies.map((use) => `${use.name}${use.document ? '' : '?'}`).join('+')}`)
        .join(' ');

interface Case {
  readonly name: string;
  readonly why: string;
  /** organization.json; null if there is none. */
  readonly given: Readonly<Record<string, unknown>> | null;
  readonly expected: {
    readonly organizationId?: string | null;
    readonly path?: string | null;
    readonly scps?: string;
    readonly rcps?: string;
    readonly findings?: readonly string[];
  };
}

const cases: readonly Case[] = [
  {
    name: 'a member in two units',
    why: 'levels and path run from the root to the account',
    given: organizationWith({ Policies: [fullAccess(everywhere), guardrail('p-deny', 'SERVICE_CONTROL_POLICY', ['ou-work'])] }),
    expected: {
      organizationId: 'o-example',
      path: 'o-example/r-root/ou-work/ou-prod/',
      scps: `r-root:FullAWSAccess ou-work:FullAWSAccess+deny ou-prod:FullAWSAccess ${accountId}:FullAWSAccess`,
      rcps: 'off',
    },
  },
  {
    name: 'an RCP on one unit',
    why: 'RCPFullAWSAccess is always there, so levels without an RCP are no restriction',
    given: organizationWith({ Policies: [guardrail('p-rcp', 'RESOURCE_CONTROL_POLICY', ['ou-prod'])] }),
    expected: { scps: 'off', rcps: `r-root: ou-work: ou-prod:rcp ${accountId}:` },
  },
  {
    name: 'policies of other types only',
    why: 'tag policies decide nothing about access',
    given: organizationWith({ Policies: [guardrail('p-tag', 'TAG_POLICY', ['r-root'])] }),
    expected: { scps: 'off', rcps: 'off' },
  },
  {
    name: 'no organization.json',
    why: 'the account stands alone; whether it is in an organization is unknown',
    given: null,
    expected: { organizationId: 'unknown', path: null, scps: 'off', rcps: 'off' },
  },
  {
    name: 'no Policies in it',
    why: 'they were not collected: unknown, not open',
    given: organizationWith({ Policies: undefined }),
    expected: { scps: 'unknown', rcps: 'unknown', findings: ['unknown missing-guardrails $'] },
  },
  {
    name: 'Policies of a wrong type',
    why: 'unknown, not open',
    given: organizationWith({ Policies: {} }),
    expected: { scps: 'unknown', rcps: 'unknown', findings: ['skipped wrong-type $.Policies'] },
  },
  {
    name: 'a level without any SCP',
    why: 'AWS has none such where SCPs are on, so some were not collected: unknown there, neither closed nor open',
    given: organizationWith({ Policies: [fullAccess(['r-root', 'ou-prod', accountId])] }),
    expected: {
      scps: `r-root:FullAWSAccess ou-work:(not in the data)? ou-prod:FullAWSAccess ${accountId}:FullAWSAccess`,
      findings: ['unknown missing-scp $.Policies'],
    },
  },
  {
    name: 'an SCP whose document does not parse',
    why: 'unknown at its targets only',
    given: organizationWith({ Policies: [fullAccess(everywhere), guardrail('p-x', 'SERVICE_CONTROL_POLICY', ['ou-prod'], '{"Version"')] }),
    expected: {
      scps: `r-root:FullAWSAccess ou-work:FullAWSAccess ou-prod:FullAWSAccess+x? ${accountId}:FullAWSAccess`,
      findings: ['unknown broken-document $.Policies[1].Content'],
    },
  },
  {
    name: 'an SCP without Targets',
    why: 'it may be attached anywhere: all SCPs are unknown',
    given: organizationWith({ Policies: [fullAccess(everywhere), guardrail('p-x', 'SERVICE_CONTROL_POLICY', undefined)] }),
    expected: { scps: 'unknown', rcps: 'off', findings: ['unknown unreadable-guardrail $.Policies[1]'] },
  },
  {
    name: 'a policy without a type',
    why: 'it may be an SCP or an RCP',
    given: organizationWith({ Policies: [fullAccess(everywhere), { Id: 'p-x' }] }),
    expected: { scps: 'unknown', rcps: 'unknown', findings: ['unknown missing-field $.Policies[1]'] },
  },
  {
    name: 'a unit that is not listed',
    why: 'what lies above the account is unknown',
    given: organizationWith({ OrganizationalUnits: [{ Id: 'ou-prod', Name: 'Prod', ParentId: 'ou-work' }] }),
    expected: {
      organizationId: 'o-example',
      path: null,
      scps: 'unknown',
      rcps: 'off',
      findings: ['unknown missing-unit $.Accounts[0].ParentId'],
    },
  },
  {
    name: 'units in a circle',
    why: 'the walk up must end',
    given: organizationWith({
      OrganizationalUnits: [
        { Id: 'ou-work', Name: 'Workloads', ParentId: 'ou-prod' },
        { Id: 'ou-prod', Name: 'Prod', ParentId: 'ou-work' },
      ],
    }),
    expected: { path: null, scps: 'unknown', findings: ['unknown unit-circle $.Accounts[0].ParentId'] },
  },
  {
    name: 'an account that is not listed',
    why: 'it is outside the organization, and that is worth a look',
    given: organizationWith({ Accounts: [] }),
    expected: { organizationId: null, path: null, scps: 'off', rcps: 'off', findings: ['notice account-outside-organization $'] },
  },
  {
    name: 'an account that may be the one whose entry is broken',
    why: 'then it is not known to be outside',
    given: organizationWith({ Accounts: [{ Id: 111122223333, Name: 'shop' }] }),
    expected: {
      organizationId: 'unknown',
      scps: 'unknown',
      findings: ['skipped wrong-type $.Accounts[0].Id'],
    },
  },
  {
    name: 'no management account',
    why: 'guardrails spare it, so it must be known before they are applied',
    given: organizationWith({ Organization: { Id: 'o-example' } }),
    expected: { organizationId: 'o-example', scps: 'unknown', rcps: 'off', findings: ['unknown missing-field $.Organization'] },
  },
  {
    name: 'an account listed twice, differently',
    why: 'the first entry stays',
    given: organizationWith({ Accounts: [listed, { ...listed, ParentId: 'r-root' }] }),
    expected: { path: 'o-example/r-root/ou-work/ou-prod/', findings: ['skipped duplicate-entry $.Accounts[1]'] },
  },
  {
    name: 'an organization.json that is a list',
    why: 'there is an organization, but what it says is unknown',
    given: [] as unknown as Record<string, unknown>,
    expected: { organizationId: 'unknown', path: null, scps: 'unknown', rcps: 'unknown', findings: ['skipped wrong-type $'] },
  },
];

describe('an account, with', () => {
  for (const { name, why, given, expected } of cases) {
    test(`${name}: ${why}`, () => {
      const organization = link({
        ...(given && { organization: given }),
        accounts: { [accountId]: detailsWith({ roles: [roleEntry('r')] }) },
      });
      const facts = organization.accounts.get(accountId)?.facts;
      if (!facts) throw new Error('the account is missing');
      const actual = {
        organizationId: facts.organizationId,
        path: facts.organizationPath,
        scps: showLevels(facts.scps),
        rcps: showLevels(facts.rcps),
      };
      const { findings = [], ...values } = expected;
      expect(actual).toMatchObject(values);
      expect(showFindings(organization.findings)).toEqual(findings);
    });
  }
});

test('the management account is marked, and its name, unit names and status are kept', () => {
  const organization = link({
    organization: organizationWith({
      Accounts: [listed, { Id: management, Name: 'root of all', Email: 'a@example.com', State: 'ACTIVE', ParentId: 'r-root' }],
    }),
    accounts: { [accountId]: detailsWith({}), [management]: detailsWith({}) },
  });
  expect(organization).toMatchObject({ id: 'o-example', managementAccountId: management });
  expect(organization.accounts.get(management)).toMatchObject({
    name: 'root of all',
    email: 'a@example.com',
    status: 'ACTIVE',
    unitPath: ['Root'],
    facts: { isManagement: true, collected: true },
  });
  expect(organization.accounts.get(accountId)).toMatchObject({ unitPath: ['Root', 'Workloads', 'Prod'], facts: { isManagement: false } });
  expect(organization.units.map((unit) => [unit.id, unit.parentId])).toEqual([
    ['ou-prod', 'ou-work'],
    ['ou-work', 'r-root'],
    ['r-root', null],
  ]);
  // SCPs do not touch the management account: that none is attached to it is no gap.
  expect(organization.findings).toEqual([]);
});

test('a listed account without data is kept, and said to be missing', () => {
  const organization = link({
    organization: organizationWith({ Accounts: [listed, { Id: other, Name: 'lost', Status: 'ACTIVE', ParentId: 'r-root' }] }),
    accounts: { [accountId]: detailsWith({}) },
  });
  expect(organization.accounts.get(other)?.facts.collected).toBe(false);
  expect(showFindings(organization.findings)).toContain('unknown account-not-collected $.Accounts[1]');
});

for (const status of [{ Status: 'SUSPENDED' }, { State: 'CLOSED' }]) {
  test(`nobody calls from an account with ${JSON.stringify(status)}`, () => {
    const organization = link({
      organization: organizationWith({ Accounts: [{ Id: accountId, Name: 'shop', ParentId: 'ou-prod', ...status }] }),
      accounts: { [accountId]: detailsWith({ users: [userEntry('u')], roles: [roleEntry('r')] }) },
    });
    expect(organization.accounts.get(accountId)?.facts.collected).toBe(false);
    expect([...organization.users, ...organization.roles]).toEqual([]);
    expect(showFindings(organization.findings)).toEqual(['notice suspended-account $']);
  });
}
