/** Whom a Principal or NotPrincipal element names. AWS: "AWS JSON policy elements: Principal" and "… NotPrincipal". */
import type { Caller, PrincipalElement, TargetRole } from '../../../iam/types.ts';
import { type ConcreteContext, singleValueOf } from './concrete-context.ts';

/** How an element names a caller, which decides the same-account rules. */
export type NamedAs = 'account' | 'user' | 'role' | 'session' | 'everyone' | 'service' | 'provider';

/** All the ways in which the element, read as Principal, names the caller. */
export function waysNamed(element: PrincipalElement, caller: Caller, context: ConcreteContext): NamedAs[] {
  const ways: NamedAs[] = [];
  if (element.anyone) ways.push('everyone');
  for (const entry of element.aws) {
    const way = wayEntryNames(entry, caller, context);
    if (way !== null) ways.push(way);
  }
  if (caller.kind === 'service' && element.service.includes(caller.arn)) ways.push('service');
  if (isFederated(caller) && element.federated.includes(providerOf(caller))) ways.push('provider');
  return ways;
}

/** An entry of `{"AWS": …}`. Wildcards within an ARN and federated-user sessions name nobody. */
function wayEntryNames(entry: string, caller: Caller, context: ConcreteContext): NamedAs | null {
  const account = caller.account;
  if (account === null || !isIamCaller(caller)) return null;
  if (entry === account.id || entry === `arn:${account.partition}:iam::${account.id}:root`) return 'account';
  const arn = caller.kind === 'external-account' ? singleValueOf(context, 'aws:PrincipalArn') : caller.arn;
  if (entry === arn) return entry.includes(':role/') ? 'role' : 'user';
  if (caller.uniqueId !== null && entry === caller.uniqueId) return caller.kind === 'role' ? 'role' : 'user';
  if (caller.kind === 'role') {
    const session = `arn:${account.partition}:sts::${account.id}:assumed-role/${caller.name}/${sessionNameOf(context)}`;
    if (entry === session) return 'session';
  }
  return null;
}

/** The name of the caller's own session: what follows the colon in aws:userid. */
function sessionNameOf(context: ConcreteContext): string {
  const userid = singleValueOf(context, 'aws:userid') ?? '';
  return userid.slice(userid.indexOf(':') + 1);
}

/**
 * Whether a Deny with NotPrincipal spares the caller. A caller goes by several principals at once (its account, the user or role,
 * the session) and is spared for sure only if it is listed itself and with its account; by its account alone it is denied.
 */
export function sparedByNotPrincipal(element: PrincipalElement, caller: Caller, context: ConcreteContext): 'spared' | 'denied' | 'unknown' {
  if (caller.boundary !== null) return 'denied';
  const ways = waysNamed(element, caller, context);
  if (!isIamCaller(caller) || ways.includes('everyone')) return ways.length > 0 ? 'spared' : 'denied';
  if (ways.every((way) => way === 'account')) return 'denied';
  return ways.includes('account') && !ways.includes('session') ? 'spared' : 'unknown';
}

/** Callers that sign with credentials of an AWS account. */
export function isIamCaller(caller: Caller): boolean {
  return caller.kind === 'user' || caller.kind === 'role' || caller.kind === 'external-account';
}

/** Callers of AssumeRoleWithSAML and AssumeRoleWithWebIdentity, which sign nothing. */
export function isFederated(caller: Caller): boolean {
  return caller.kind === 'saml-provider' || caller.kind === 'oidc-provider' || caller.kind === 'federated-subject';
}

/** The provider through which a federated caller comes: an ARN, or the name of a well-known one. A subject's ARN is `<provider>#<sub pattern>`. */
export function providerOf(caller: Caller): string {
  return caller.kind === 'federated-subject' ? (caller.arn.split('#')[0] ?? '') : caller.arn;
}

/** A provider serves only the roles of its own account; well-known web identities serve all. */
export function providerServes(caller: Caller, role: TargetRole): boolean {
  const provider = providerOf(caller);
  if (!provider.startsWith('arn:')) return true;
  const own = caller.account?.id === role.account.id;
  return own && (role.identityProviders === null || role.identityProviders.includes(provider));
}
