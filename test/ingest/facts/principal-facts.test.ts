/** What is worked out of each principal of a small organization, and of the user's own high-value targets. */
import { describe, expect, it } from 'vitest';
import { deriveEdges } from '../../../ingest/derive/derive-edges.ts';
import { readHighValue } from '../../../ingest/facts/high-value.ts';
import { derivePrincipalFacts } from '../../../ingest/facts/principal-facts.ts';
import { accountId } from '../../support/collection-files.ts';
import { link } from '../../support/linked.ts';

const arn = (kind: string, name: string) => `arn:aws:iam::${accountId}:${kind}/${name}`;
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const trust = (who: string) => document({ Effect: 'Allow', Principal: { AWS: who }, Action: 'sts:AssumeRole' });
const role = (name: string, trusted: string, policies: object[] = [], tags: object[] = []) => ({
  RoleName: name,
  Path: '/',
  RoleId: `AROA${name.toUpperCase()}`,
  Arn: arn('role', name),
  CreateDate: '2024-01-01T00:00:00Z',
  AssumeRolePolicyDocument: trust(trusted),
  RolePolicyList: policies.map((PolicyDocument, number) => ({ PolicyName: `p${number}`, PolicyDocument })),
  AttachedManagedPolicies: [],
  Tags: tags,
});

const organization = link({
  accounts: {
    [accountId]: {
      UserDetailList: [
        { UserName: 'ann', Path: '/', UserId: 'AIDAANN', Arn: arn('user', 'ann'), GroupList: [], AttachedManagedPolicies: [] },
      ],
      GroupDetailList: [],
      RoleDetailList: [
        role('hop', arn('user', 'ann')),
        role('boss', arn('role', 'hop'), [document({ Effect: 'Allow', Action: '*', Resource: '*' })]),
        role('vault', arn('role', 'hop'), [], [{ Key: 'Criticality', Value: 'high' }]),
        role('alone', arn('user', 'nobody-there')),
      ],
      Policies: [],
    },
  },
});
const derived = deriveEdges(organization);

function factsOf(name: string, highValue: readonly string[] = [], budget?: number) {
  const facts = derivePrincipalFacts(organization, derived, readHighValue(highValue), budget);
  return { ...facts.at(derived.arns.indexOf(name)), findings: facts.findings.map(({ code }) => code) };
}

describe('what is worked out of each principal', () => {
  it('says who is an administrator, how far it is and how much is reached', () => {
    expect(factsOf(arn('role', 'boss'))).toMatchObject({
      isAdmin: true,
      highValue: true,
      hopsToAdmin: 0,
      reachRoles: 0,
      reachAccounts: 0,
      reachedBy: 2,
    });
    expect(factsOf(arn('role', 'hop'))).toMatchObject({ isAdmin: false, hopsToAdmin: 1, reachRoles: 2, reachAccounts: 1, reachedBy: 1 });
    expect(factsOf(arn('user', 'ann'))).toMatchObject({
      isAdmin: false,
      adminWhy: '',
      hopsToAdmin: 2,
      reachRoles: 3,
      reachAccounts: 1,
      reachedBy: 0,
    });
    expect(factsOf(arn('role', 'alone'))).toMatchObject({ hopsToAdmin: -1, reachRoles: 0, reachAccounts: 0, reachedBy: 0 });
  });

  it('takes high-value targets by tag, ignoring the case of its key, and by ARN', () => {
    expect(factsOf(arn('role', 'vault')).highValue).toBe(false);
    expect(factsOf(arn('role', 'vault'), ['criticality=high']).highValue).toBe(true);
    expect(factsOf(arn('role', 'vault'), ['criticality=low']).highValue).toBe(false);
    expect(factsOf(arn('user', 'ann'), [arn('user', 'ann')])).toMatchObject({ highValue: true, findings: [] });
  });

  it('says which of the ARNs given are of nobody', () => {
    expect(factsOf(arn('user', 'ann'), [arn('role', 'gone')]).findings).toEqual(['unknown-high-value']);
    expect(() => readHighValue(['criticality'])).toThrow(expect.objectContaining({ code: 'invalid-high-value' }));
  });

  it('does not count where that is too much work, and says so', () => {
    expect(factsOf(arn('user', 'ann'), [], 1)).toMatchObject({
      reachRoles: -1,
      reachAccounts: -1,
      reachedBy: -1,
      hopsToAdmin: 2,
      findings: ['reach-not-counted'],
    });
  });
});
