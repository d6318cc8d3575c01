/** The policies and the template that examples/live/ ships: they parse, and they hold exactly what Rolepath may ask, no more and no less. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parsePolicyDocument } from '../../iam/index.ts';
import { actionsOf } from '../../ingest/sources/live/actions.ts';

const folder = join(import.meta.dirname, '..', '..', 'examples', 'live');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

const actionsIn = (document: unknown): string[] => {
  const { document: policy, problems } = parsePolicyDocument(document, 'identity');
  expect(problems).toEqual([]);
  return (policy?.statements ?? []).flatMap(({ actions }) => actions).sort();
};

test('reader-policy.json is what is asked in an account', () => {
  expect(actionsIn(JSON.parse(read('reader-policy.json')))).toEqual(actionsOf('account').sort());
});

test('collector-policy.json is everything that is asked', () => {
  const all = [...actionsOf('organization'), ...actionsOf('identity-center'), ...actionsOf('account')];
  expect(actionsIn(JSON.parse(read('collector-policy.json')))).toEqual(all.sort());
});

test('delegation-policy.json lends what Organizations can lend', () => {
  const { document, problems } = parsePolicyDocument(JSON.parse(read('delegation-policy.json')), 'guardrail');
  expect(problems).toEqual([]);
  const ofOrganizations = actionsOf('organization').filter((action) => action.startsWith('organizations:'));
  expect(document?.statements.flatMap(({ actions }) => actions).sort()).toEqual(ofOrganizations.sort());
});

describe('reader-role.yaml', () => {
  interface Template {
    readonly Parameters: Readonly<Record<string, { readonly AllowedPattern?: string; readonly Default?: string }>>;
    readonly Conditions: object;
    readonly Resources: {
      readonly ReaderRole: {
        readonly Type: string;
        readonly Properties: {
          readonly AssumeRolePolicyDocument: { readonly Statement: readonly Readonly<Record<string, unknown>>[] };
          readonly Policies: readonly { readonly PolicyDocument: unknown }[];
        };
      };
    };
  }
  const template = parse(read('reader-role.yaml')) as Template;
  const { Type, Properties } = template.Resources.ReaderRole;

  test('creates one role with exactly the reader policy', () => {
    expect(Object.keys(template.Resources)).toEqual(['ReaderRole']);
    expect(Type).toBe('AWS::IAM::Role');
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(Properties.Policies.map(({ PolicyDocument }) => PolicyDocument)).toEqual([JSON.parse(read('reader-policy.json'))]);
  });

  test('trusts the collector alone, and its ExternalId if one is given', () => {
    const [statement, ...others] = Properties.AssumeRolePolicyDocument.Statement;
    expect(others).toEqual([]);
    expect(statement).toMatchObject({ Effect: 'Allow', Principal: { AWS: { Ref: 'CollectorArn' } }, Action: 'sts:AssumeRole' });
    expect(statement?.['Condition']).toEqual({
      'Fn::If': ['HasExternalId', { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } }, { Ref: 'AWS::NoValue' }],
    });
    expect(
      parsePolicyDocument(
        {
          Version: '2012-10-17',
          Statement: [{ ...statement, Principal: { AWS: '111122223333' }, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }],
        },
        'trust',
      ).problems,
    ).toEqual([]);
  });

  test('refers to what it has, and its parameters take what they should', () => {
    const names = new Set([...Object.keys(template.Parameters), 'AWS::NoValue']);
    const refs = [...read('reader-role.yaml').matchAll(/Ref: (\S+)/g)].map(([, name]) => name ?? '');
    expect(refs.filter((name) => !names.has(name))).toEqual([]);
    const fits = (name: string, value: string): boolean =>
      new RegExp(`^(?:${template.Parameters[name]?.AllowedPattern ?? ''})$`).test(value);
    expect(fits('CollectorArn', 'arn:aws:iam::111122223333:role/audit/rolepath')).toBe(true);
    expect(fits('CollectorArn', '*')).toBe(false);
    expect(fits('CollectorArn', 'arn:aws:iam::111122223333:root')).toBe(false);
    for (const name of ['RolePath', 'RoleName']) expect(fits(name, template.Parameters[name]?.Default ?? '')).toBe(true);
  });
});

test('docs/live.md explains every code that live ingestion has', () => {
  const text = readFileSync(join(folder, '..', '..', 'docs', 'live.md'), 'utf8');
  const sources = ['live-findings.ts', 'standing.ts', 'choose-accounts.ts', 'collect.ts', 'role-template.ts'].map((name) =>
    readFileSync(join(folder, '..', '..', 'ingest', 'sources', 'live', name), 'utf8'),
  );
  const codes = sources.flatMap((source) =>
    [...source.matchAll(/(?:code: |\? |: |IngestError\(\s*)'([a-z]+(?:-[a-z]+)+)'/g)].map(([, code]) => code ?? ''),
  );
  expect(codes).toContain('call-denied');
  expect([...new Set(codes)].filter((code) => code !== 'no-credentials' && code !== 'identity-center' && !text.includes(code))).toEqual([]);
});
