/**
 * Values that properties of the graph are limited to, each with the words that people see. The schema (graph/schema.ts) has them; the
 * page's legend and lists take them from here, so a kind that is added here cannot be forgotten there.
 */
import type { PrincipalKind } from '../iam/types.ts';
import type { EdgeProperties } from './edge-flags.ts';

/** Of `Principal.kind`. */
export const principalKinds = {
  user: 'User',
  role: 'Role',
  group: 'Group',
  root: 'Root user',
  service: 'AWS service',
  'saml-provider': 'SAML provider',
  'oidc-provider': 'OIDC provider',
  'federated-subject': 'Federated subject',
  'identity-center-user': 'Identity Center user',
  'identity-center-group': 'Identity Center group',
  'external-account': 'External account',
  anyone: 'Anyone',
  'deleted-principal': 'Deleted principal',
} as const satisfies Record<PrincipalKind, string>;

/** Of `CAN_ASSUME.verdict`: when AWS lets it happen. */
export const verdicts = {
  allowed: 'always',
  conditional: 'under conditions',
} as const satisfies Record<EdgeProperties['verdict'], string>;

/** Of `CAN_ASSUME.crossAccount`. */
export const crossings = { true: 'into another account', false: 'within its account' } as const;

/** Kinds that are outside by what they are; any other is if it was only named by a policy. */
export const outsideKinds: ReadonlySet<string> = new Set<PrincipalKind>([
  'anyone',
  'external-account',
  'deleted-principal',
  'service',
  'saml-provider',
  'oidc-provider',
  'federated-subject',
]);
