/** Short names for ARNs, kinds and requirements, in the words that people see. */
import { outsideKinds, principalKinds } from '../../graph/schema-values.ts';
import type { Edge, PrincipalAnswerRef } from '../../queries/answers.ts';

/** Kinds of principals, and what else the page draws as a card. */
const kindNames: Readonly<Record<string, string>> = {
  ...principalKinds,
  count: 'Several principals',
  account: 'Account',
  unit: 'Organizational unit',
  outside: 'Elsewhere',
};

export const kindName = (kind: string): string => kindNames[kind] ?? kind;

/** Address of the kind's icon, used by the lists and by the picture alike. */
export const kindIcon = (kind: string): string => `/icons/${kind in kindNames && kind !== 'outside' ? kind : 'unknown'}.svg`;

/** The part of an ARN that people call the principal by; other identifiers are themselves. */
export function shortName(arn: string): string {
  if (arn === '*') return 'anyone';
  const parts = /^arn:[^:]*:[^:]*:[^:]*:(\d*):(.*)$/s.exec(arn);
  if (parts === null) return arn;
  const [, account = '', rest = ''] = parts;
  if (rest === 'root') return account;
  return /^(?:user|role|group)\//.test(rest) ? (rest.split('/').at(-1) ?? rest) : rest.replace(/^[a-z-]+\//, '');
}

export const accountOf = (arn: string): string | null => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? null;

/** What is known of a principal from its ARN alone, for ends that an answer does not describe. */
export function principalFromArn(arn: string): PrincipalAnswerRef {
  const kind =
    arn === '*'
      ? 'anyone'
      : /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/.test(arn)
        ? 'service'
        : (/^arn:[^:]*:[^:]*:[^:]*:\d*:(user|role|group|root|saml-provider|oidc-provider)(?:\/|$)/.exec(arn)?.[1] ?? 'unknown');
  return { arn, kind, name: shortName(arn), accountId: accountOf(arn), accountName: null, collected: true };
}

export const accountLabel = (principal: Pick<PrincipalAnswerRef, 'accountId' | 'accountName'>): string | null =>
  principal.accountName ?? principal.accountId;

const neverCollected: ReadonlySet<string> = new Set(['anyone', 'service', 'saml-provider', 'oidc-provider', 'federated-subject']);

/** True if it comes from outside the collected accounts, as the server counts the ways in. */
export const isOutside = ({ collected, kind }: Pick<PrincipalAnswerRef, 'collected' | 'kind'>): boolean =>
  !collected || outsideKinds.has(kind);

/** True if more could be known of the principal, but only its name is in the data. */
export const isAbsent = ({ collected, kind }: Pick<PrincipalAnswerRef, 'collected' | 'kind'>): boolean =>
  !collected && !neverCollected.has(kind);

const requirementNames: Readonly<Record<string, string>> = {
  'external-id': 'ExternalId',
  mfa: 'MFA',
  'source-ip': 'source IP',
  'session-name': 'session name',
  'session-tag': 'session tag',
  'source-identity': 'source identity',
  'source-vpc': 'source VPC',
  'service-source': 'source of the service call',
  'caller-identity': 'caller identity',
  'saml-attribute': 'SAML attribute',
  'oidc-sub': 'token subject',
  'oidc-aud': 'token audience',
  'oidc-claim': 'token claim',
  other: 'another condition',
  'unknown-identity': 'unknown policies',
};

export const requirementName = (requirement: string): string => requirementNames[requirement] ?? requirement.replaceAll('-', ' ');

/** The few words that stand on an edge in the picture. */
export function edgeLabel(edge: Pick<Edge, 'verdict' | 'requires'>): string {
  if (edge.verdict === 'allowed') return '';
  const [first, ...others] = edge.requires;
  if (first === undefined) return 'conditional';
  return others.length === 0 ? requirementName(first) : `${requirementName(first)} +${others.length}`;
}

/** How many of several chains need no condition, in words. */
export function unconditionalShare(open: number, all: number): string {
  if (open === 0) return all === 1 ? 'under conditions' : 'all under conditions';
  if (open === all) return all === 1 ? 'without conditions' : 'all without conditions';
  return `${open.toLocaleString('en')} without conditions`;
}

export const plural = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
