import { expect, test } from 'vitest';
import { accountId, detailsWith } from '../../support/collection-files.ts';
import { link, showFindings } from '../../support/linked.ts';

const saml = `arn:aws:iam::${accountId}:saml-provider/Okta`;
const oidc = `arn:aws:iam::${accountId}:oidc-provider/token.actions.githubusercontent.com`;

const cases = [
  {
    name: 'both lists, with more details than needed',
    given: { SAMLProviderList: [{ Arn: saml, ValidUntil: '2030-01-01T00:00:00Z' }], OpenIDConnectProviderList: [{ Arn: oidc }] },
    expected: [oidc, saml],
    findings: [],
  },
  { name: 'no providers at all', given: { SAMLProviderList: [], OpenIDConnectProviderList: [] }, expected: [], findings: [] },
  { name: 'one list only', given: { SAMLProviderList: [{ Arn: saml }] }, expected: null, findings: ['unknown incomplete-providers $'] },
  {
    name: 'a wrong ARN',
    given: { SAMLProviderList: [{ Arn: oidc }], OpenIDConnectProviderList: [] },
    expected: null,
    findings: ['unknown wrong-arn $.SAMLProviderList[0].Arn'],
  },
  {
    name: 'a provider of another account',
    given: { SAMLProviderList: [{ Arn: saml.replace(accountId, '444455556666') }], OpenIDConnectProviderList: [] },
    expected: null,
    findings: ['unknown incomplete-providers $'],
  },
  { name: 'a file that is no object', given: [], expected: null, findings: ['skipped wrong-type $'] },
];

for (const { name, given, expected, findings } of cases) {
  test(`identity providers: ${name}`, () => {
    const organization = link({ accounts: { [accountId]: detailsWith({}) }, identityProviders: given });
    expect(organization.identityProviders.get(accountId)?.map((provider) => provider.arn) ?? null).toEqual(expected);
    expect(showFindings(organization.findings)).toEqual(findings);
  });
}

test('without the file, the providers are not collected', () => {
  expect(link({ accounts: { [accountId]: detailsWith({}) } }).identityProviders.has(accountId)).toBe(false);
});

test('an alias that is no text is no alias', () => {
  const organization = link({ accounts: { [accountId]: detailsWith({}) }, aliases: { AccountAliases: [7] } });
  expect(organization.accounts.get(accountId)?.alias).toBeNull();
  expect(showFindings(organization.findings)).toEqual(['notice wrong-type $.AccountAliases[0]']);
});
