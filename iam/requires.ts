/** Short words for what an alternative asks for, by condition key: the `requires` of edges, for filters and tables. */
import type { Alternatives, Condition } from './types.ts';

const words: readonly (readonly [pattern: RegExp, word: string])[] = [
  [/^sts:externalid$/, 'external-id'],
  [/^sts:taskpolicyarn$/, 'root-task'],
  [/^aws:multifactorauth(present|age)$/, 'mfa'],
  [/^aws:(sourceip|vpcsourceip)$/, 'source-ip'],
  [/^aws:sourcevpce?$/, 'source-vpc'],
  [/^(sts:rolesessionname|aws:userid)$/, 'session-name'],
  [/^(aws:requesttag\/.*|aws:tagkeys|sts:transitivetagkeys|aws:principaltag\/.*)$/, 'session-tag'],
  [/^(sts|aws):sourceidentity$/, 'source-identity'],
  [/^aws:source(arn|account|orgid|orgpaths)$/, 'service-source'],
  [/^aws:(currenttime|epochtime|tokenissuetime)$/, 'time'],
  [/^aws:requestedregion$/, 'region'],
  [/^aws:(principalorgid|principalorgpaths|principalarn|principalaccount)$/, 'caller-identity'],
  [/^saml:/, 'saml-attribute'],
  [/:sub$/, 'oidc-sub'],
  [/:aud$/, 'oidc-aud'],
  [/^[^:]*\..*:/, 'oidc-claim'],
  [/^rolepath:/, 'unknown-identity'],
];

/** What the least demanding alternative asks for, sorted, each word once. `other` stands for every other key. */
export function requiresOf(alternatives: Alternatives): string[] {
  return [...new Set((alternatives[0] ?? []).map(wordFor))].sort();
}

function wordFor(condition: Pick<Condition, 'key' | 'source'>): string {
  if (condition.source === 'unknown-identity') return 'unknown-identity';
  const key = condition.key.toLowerCase();
  return words.find(([pattern]) => pattern.test(key))?.[1] ?? 'other';
}
