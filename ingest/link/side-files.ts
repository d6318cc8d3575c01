/** The optional files beside an account's IAM data: its identity providers and its alias. */
import type { RawAccount, RawFile } from '../collection.ts';
import type { IdentityProvider } from '../organization.ts';
import { entriesOf, hasField, listOf, nameOf, rootEntry } from './fields.ts';
import type { Findings } from './findings.ts';
import { requiredArn } from './iam-arn.ts';
import { compareBy } from './order.ts';

const providerLists = [
  ['SAMLProviderList', 'saml-provider'],
  ['OpenIDConnectProviderList', 'oidc-provider'],
] as const;

/** The account's SAML and OIDC providers; null if the file is not there or does not tell all of them. */
export function readIdentityProviders(account: RawAccount, findings: Findings): IdentityProvider[] | null {
  const root = account.identityProviders && openFile(account.identityProviders, findings);
  if (!root) return null;
  const providers = new Map<string, IdentityProvider>();
  let complete = true;
  const giveUp = (reason: string): void => {
    complete = false;
    findings.report({
      severity: 'unknown',
      code: 'incomplete-providers',
      place: root.place,
      reason,
      remedy: 'Give the output of both list-saml-providers and list-open-id-connect-providers.',
    });
  };
  for (const [field, kind] of providerLists) {
    if (!hasField(root, field)) {
      giveUp(`${field} is missing: which providers the account has is unknown`);
      continue;
    }
    const list = entriesOf(root, field, findings);
    complete &&= list.complete;
    for (const entry of list.entries) {
      const arn = requiredArn(entry, 'Arn', kind, findings, 'unknown');
      if (arn?.account === account.id) providers.set(arn.text, { kind, arn: arn.text, accountId: account.id });
      else if (arn) giveUp(`${arn.text} is a provider of another account`);
      else complete = false;
    }
  }
  return complete ? [...providers.values()].sort(compareBy((provider) => provider.arn)) : null;
}

/** The account's alias; AWS allows one. */
export function readAlias(account: RawAccount, findings: Findings): string | null {
  const root = account.aliases && openFile(account.aliases, findings);
  const [first] = (root && listOf(root, 'AccountAliases', findings)) ?? [];
  if (!first || typeof first.value === 'string') return first ? String(first.value) : null;
  const reason = `expected a text, not ${nameOf(first.value)}`;
  findings.report({
    severity: 'notice',
    code: 'wrong-type',
    place: first.place,
    reason,
    remedy: 'Give the output of list-account-aliases.',
  });
  return null;
}

const openFile = (file: RawFile, findings: Findings) => rootEntry(file.file, file.json, findings);
