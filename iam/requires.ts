/** Short words for what an alternative asks for, by condition key: the `requires` of edges, for filters and tables. */
import { parseTemplate } from './matching/variables.ts';
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

function wordFor(condition: Condition): string {
  if (condition.source === 'unknown-identity') return 'unknown-identity';
  const key = keyAskedFor(condition).toLowerCase();
  return words.find(([pattern]) => pattern.test(key))?.[1] ?? 'other';
}

/** Of a Resource with variables (`rolepath:Resource`) the variable: it is what has to fit. */
function keyAskedFor({ key, values }: Condition): string {
  if (key !== 'rolepath:Resource') return key;
  const [variable] = values.flatMap((value) => parseTemplate(value).filter((part) => part.kind === 'variable'));
  return variable?.key ?? key;
}
