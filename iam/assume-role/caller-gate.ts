/**
 * Whom STS turns away before any policy is read. Sources: "Compare AWS STS credentials", "AssumeRole" (API reference),
 * "IAM identifiers" (partitions).
 */
import { parseArn } from '../arn.ts';
import type { Caller, TargetRole } from '../types.ts';
import { actingCaller, refusesAssignment } from './identity-center.ts';

/** Web identity providers that need no provider resource in the account ("AssumeRoleWithWebIdentity"). */
const wellKnownWebIdentities: readonly string[] = [
  'cognito-identity.amazonaws.com',
  'accounts.google.com',
  'www.amazon.com',
  'graph.facebook.com',
];

export const isWellKnownWebIdentity = (name: string): boolean => wellKnownWebIdentities.includes(name);

/** Why such a caller can never get this role, or null if policies decide. */
export function callerGate(caller: Caller, role: TargetRole): string | null {
  switch (caller.kind) {
    case 'root':
      return 'a root user cannot assume roles';
    case 'group':
    case 'identity-center-group':
      return 'a group cannot make calls; its members can';
    case 'deleted-principal':
      return 'the principal was deleted';
    case 'identity-center-user':
      return refusesAssignment(caller, role) ?? providerGate(actingCaller(caller, role), role);
    case 'saml-provider':
    case 'oidc-provider':
    case 'federated-subject':
      return providerGate(caller, role);
    default:
      break;
  }
  if (caller.account && caller.account.partition !== role.account.partition)
    return `roles cannot be assumed across partitions (${caller.account.partition} to ${role.account.partition})`;
  const parsed = parseArn(caller.arn);
  if (parsed?.service === 'sts' && parsed.resource.startsWith('federated-user/'))
    return 'a federated-user session may call nothing in STS but GetCallerIdentity';
  return null;
}

/** A provider serves the roles of its own account, if it exists there. */
function providerGate(caller: Caller, role: TargetRole): string | null {
  const [provider = caller.arn] = caller.arn.split('#');
  if (caller.kind !== 'saml-provider' && isWellKnownWebIdentity(provider)) return null;
  if (parseArn(provider)?.account !== role.account.id) return 'an identity provider serves only roles of its own account';
  if (role.identityProviders && !role.identityProviders.includes(provider))
    return `account ${role.account.id} has no identity provider ${provider}`;
  return null;
}
