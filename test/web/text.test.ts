/** The page's pure parts that turn data into text. */
import { describe, expect, it } from 'vitest';
import { conditionWords } from '../../web/src/conditions.ts';
import { fits } from '../../web/src/facets.ts';
import { accountOf, edgeLabel, kindIcon, principalFromArn, shortName, unconditionalShare } from '../../web/src/names.ts';
import { unitsOnPath, unitText } from '../../web/src/organization.ts';
import { cardLabel, fitLabel } from '../../web/src/picture/fit-label.ts';
import { policyLines } from '../../web/src/policy-lines.ts';
import { textRuns, visibleText } from '../../web/src/visible-text.ts';

describe('visibleText', () => {
  const cases = [
    { name: 'plain text', text: 'deploy-prod', expected: 'deploy-prod' },
    { name: 'right-to-left override', text: 'a\u202Eb', expected: 'a⟨U+202E⟩b' },
    { name: 'isolates', text: '\u2066x\u2069', expected: '⟨U+2066⟩x⟨U+2069⟩' },
    { name: 'control characters', text: 'a\u0000\u0007\u009Fb', expected: 'a⟨U+0000⟩⟨U+0007⟩⟨U+009F⟩b' },
    { name: 'line breaks', text: 'a\nb\u2028c', expected: 'a⟨U+000A⟩b⟨U+2028⟩c' },
    { name: 'zero width', text: 'ad\u200Bmin\uFEFF', expected: 'ad⟨U+200B⟩min⟨U+FEFF⟩' },
    { name: 'invisible tags beyond the first plane', text: 'x\u{E0041}', expected: 'x⟨U+E0041⟩' },
    { name: 'letters of other scripts stay', text: 'rôle-角色-דוד', expected: 'rôle-角色-דוד' },
    { name: 'pictures stay', text: 'a🙂b', expected: 'a🙂b' },
  ];
  it.each(cases)('$name', ({ text, expected }) => {
    expect(visibleText(text)).toBe(expected);
    expect(
      textRuns(text)
        .map((run) => (run.hidden ? `⟨${run.text}⟩` : run.text))
        .join(''),
    ).toBe(expected);
  });
});

describe('units', () => {
  it('are those around an account, without the root', () => {
    expect(unitsOnPath('Root / Workloads / Prod')).toEqual(['Root / Workloads', 'Root / Workloads / Prod']);
    expect(unitsOnPath('Root')).toEqual([]);
    expect(unitText('Root / Workloads / Prod')).toBe('Workloads / Prod');
  });

  it.each([
    { units: ['Root / A'], passes: true },
    { units: ['-Root / A'], passes: false },
    { units: ['Root / A', '-Root / A / B'], passes: false },
    { units: ['Root / C'], passes: false },
  ])('narrow by $units', ({ units, passes }) => {
    const none = { needs: [], kinds: [], places: [] };
    expect(fits({ ...none, units: unitsOnPath('Root / A / B') }, { ...none, units })).toBe(passes);
  });
});

describe('names', () => {
  const cases = [
    { arn: '*', name: 'anyone', kind: 'anyone', account: null },
    { arn: 'arn:aws:iam::123456789012:role/team/deploy', name: 'deploy', kind: 'role', account: '123456789012' },
    { arn: 'arn:aws:iam::123456789012:user/alice', name: 'alice', kind: 'user', account: '123456789012' },
    { arn: 'arn:aws:iam::123456789012:root', name: '123456789012', kind: 'root', account: '123456789012' },
    {
      arn: 'arn:aws:iam::123456789012:oidc-provider/example.com/id/7',
      name: 'example.com/id/7',
      kind: 'oidc-provider',
      account: '123456789012',
    },
    { arn: 'ec2.amazonaws.com', name: 'ec2.amazonaws.com', kind: 'service', account: null },
    { arn: 'AIDAEXAMPLE', name: 'AIDAEXAMPLE', kind: 'unknown', account: null },
  ];
  it.each(cases)('$arn is $name', ({ arn, name, kind, account }) => {
    expect(shortName(arn)).toBe(name);
    expect(accountOf(arn)).toBe(account);
    expect(principalFromArn(arn).kind).toBe(kind);
  });

  it('has an icon for every kind, also for one it does not know', () => {
    expect(kindIcon('role')).toBe('/icons/role.svg');
    expect(kindIcon('../../secret')).toBe('/icons/unknown.svg');
  });

  it.each([
    { open: 0, all: 1, words: 'under conditions' },
    { open: 1, all: 1, words: 'without conditions' },
    { open: 0, all: 4, words: 'all under conditions' },
    { open: 3, all: 4, words: '3 without conditions' },
  ])('$open of $all: $words', ({ open, all, words }) => {
    expect(unconditionalShare(open, all)).toBe(words);
  });

  it.each([
    { verdict: 'allowed', requires: [], label: '' },
    { verdict: 'conditional', requires: ['mfa'], label: 'MFA' },
    { verdict: 'conditional', requires: ['external-id', 'mfa', 'time'], label: 'ExternalId +2' },
    { verdict: 'conditional', requires: ['something-new'], label: 'something new' },
    { verdict: 'conditional', requires: [], label: 'conditional' },
  ] as const)('labels an edge $label', ({ verdict, requires, label }) => {
    expect(edgeLabel({ verdict, requires: [...requires] })).toBe(label);
  });
});

describe('conditionWords', () => {
  const base = {
    key: 'k',
    operator: 'StringEquals',
    qualifier: null,
    ifExists: false,
    values: ['v'],
    negated: false,
    source: 'caller',
  } as const;
  const cases = [
    { given: {}, expected: 'is', note: null },
    { given: { negated: true }, expected: 'is not', note: null },
    { given: { operator: 'StringNotLike', negated: true }, expected: 'is like', note: null },
    { given: { operator: 'Null', values: ['true'] }, expected: 'is absent', note: null },
    { given: { operator: 'Null', values: ['true'], negated: true }, expected: 'is present', note: null },
    { given: { operator: 'BinaryEquals' }, expected: 'BinaryEquals', note: null },
    { given: { key: 'rolepath:PolicyDenies', operator: 'Allows', negated: true }, expected: 'not denied by the policy', note: null },
    { given: { ifExists: true }, expected: 'is', note: 'or if it is absent' },
    { given: { ifExists: true, negated: true }, expected: 'is not', note: 'and not if it is absent' },
    { given: { qualifier: 'ForAnyValue' }, expected: 'is', note: 'for at least one value' },
    { given: { qualifier: 'ForAnyValue', negated: true }, expected: 'is not', note: 'for every value, or if there is none' },
    { given: { qualifier: 'ForAllValues', negated: true }, expected: 'is not', note: 'for at least one value' },
  ] as const;
  it.each(cases)('$given: $expected', ({ given, expected, note }) => {
    const words = conditionWords({ ...base, ...given, values: ['values' in given ? given.values[0] : 'v'] });
    expect(words).toMatchObject({ relation: expected, note });
  });
});

describe('policyLines', () => {
  it('prints the document as JSON.stringify does, with each line knowing its statement', () => {
    const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['a', 'b'] }, { Effect: 'Deny' }], Id: 'x' };
    const lines = policyLines(document);
    expect(lines.map(({ text }) => text).join('\n')).toBe(JSON.stringify(document, null, 2));
    expect(lines.filter(({ statement }) => statement === 1).map(({ text }) => text.trim())).toEqual(['{', '"Effect": "Deny"', '}']);
  });

  it.each([
    { name: 'a single statement', document: { Statement: { Effect: 'Allow' } }, marked: 3 },
    { name: 'no statement', document: { Version: 'x' }, marked: 0 },
    { name: 'no object', document: 'nonsense', marked: 0 },
    { name: 'nothing', document: null, marked: 0 },
    { name: 'an empty object', document: {}, marked: 0 },
  ])('takes $name', ({ document, marked }) => {
    const lines = policyLines(document);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter(({ statement }) => statement === 0)).toHaveLength(marked);
  });
});

describe('fitLabel', () => {
  const width = (text: string): number => [...text].length;
  const cases = [
    { name: 'short', expected: 'short' },
    { name: 'artifact-publisher', expected: 'artifact-\npublisher' },
    { name: 'PlatformEngineers', expected: 'Platform\nEngineers' },
    { name: 'abcdefghijklmnopqrstuvwxyz', expected: 'abcdefghijkl\nmnopq…vwxyz' },
    { name: 'oidc.eks.eu-central-1.amazonaws.com', expected: 'oidc.eks.eu-\ncentr…s.com' },
    // Nothing is left over for the next line that would say nothing there.
    { name: 'ec2.amazon.com', expected: 'ec2.\namazon.com' },
  ];
  it.each(cases)('$name', ({ name, expected }) => {
    const label = fitLabel(name, 12, width);
    expect(label).toBe(expected);
    expect(label.split('\n').every((line) => width(line) <= 12)).toBe(true);
  });
});

describe('cardLabel', () => {
  // A card holds 17 of these beside its icon, and one more of the smaller ones.
  const width = (text: string): number => [...text].length * 7;
  const cases = [
    { name: 'artifact-publisher', note: undefined, text: 'artifact-\npublisher', small: false },
    {
      name: 'AWSReservedSSO_ReadOnly_ca090b5935789e38',
      note: undefined,
      text: 'AWSReservedSSO_\nReadOnly_\nca090b5935789e38',
      small: true,
    },
    {
      name: 'AWSCloudFormationStackSetAdministrationRole',
      note: undefined,
      text: 'AWSCloudFormation\nStackSet\nAdministrationRole',
      small: true,
    },
    {
      name: 'token.actions.githubusercontent.com',
      note: undefined,
      text: 'token.actions.\ngithubusercontent.\ncom',
      small: true,
    },
    { name: 'acme-sandbox', note: '14 principals', text: 'acme-sandbox\n14 principals', small: false },
    { name: 'Workloads / Production', note: '1 account', text: 'Workloads /\nProduction\n1 account', small: true },
  ];
  it.each(cases)('$name', ({ name, note, text, small }) => {
    expect(cardLabel(name, note, width)).toEqual({ text, small });
  });
});
