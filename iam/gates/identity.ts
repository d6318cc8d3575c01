/** The caller's own side: identity policies and permissions boundary. Source: "Permissions boundaries for IAM entities". */
import { allOf, type Formula, not } from '../logic/formula.ts';
import { identityAllows, matchPolicies, type PolicyMatches, type Request, someAllow, someDeny } from '../request.ts';
import type { Caller } from '../types.ts';
import { type GateFinding, isIdentity, notApplicable } from './gate.ts';
import type { ResourceGrant } from './resource-policy.ts';

/**
 * What the identity side of a caller says that is no user or role of the data. Of an account that was not collected it is
 * unknown; `anyone` includes those whose own side allows it; services and federated identities have none.
 */
export const outsideIdentity = (caller: Caller): Formula =>
  caller.kind === 'external-account' ? { condition: identityAllows(caller.account?.id ?? caller.arn) } : true;

export interface IdentitySide {
  readonly allow: Formula;
  readonly deny: Formula;
  readonly matches: PolicyMatches;
}

export function passIdentityPolicies(caller: Caller, request: Request): IdentitySide {
  const matches = matchPolicies(isIdentity(caller) ? caller.identityPolicies : [], request);
  return { allow: someAllow(matches), deny: someDeny(matches), matches };
}

export function passBoundary(caller: Caller, request: Request): IdentitySide {
  if (!isIdentity(caller) || !caller.boundary) return { allow: true, deny: false, matches: { allows: [], denies: [], missing: [] } };
  const matches = matchPolicies([caller.boundary], request);
  return { allow: someAllow(matches), deny: someDeny(matches), matches };
}

/** The identity gate as it is reported: an allow is needed unless the trust policy grants by itself. */
export function reportIdentity(side: IdentitySide, grants: readonly ResourceGrant[], sameAccount: boolean, caller: Caller): GateFinding {
  if (!isIdentity(caller)) {
    const isOutside = caller.kind === 'external-account';
    return {
      gate: 'identity',
      formula: isOutside ? outsideIdentity(caller) : null,
      allows: [],
      denies: [],
      missing: [],
      note: isOutside ? 'not-collected' : null,
    };
  }
  const direct = sameAccount && grants.some(({ naming }) => naming !== 'account');
  return {
    gate: 'identity',
    formula: direct ? not(side.deny) : allOf([side.allow, not(side.deny)]),
    allows: direct ? [] : side.matches.allows,
    denies: side.matches.denies,
    missing: side.matches.missing,
    note: direct ? 'not-needed' : null,
  };
}

export function reportBoundary(side: IdentitySide, grants: readonly ResourceGrant[], sameAccount: boolean, caller: Caller): GateFinding {
  if (!isIdentity(caller) || !caller.boundary) return notApplicable('boundary');
  const ignored = sameAccount && grants.some(({ naming }) => naming === 'user' || naming === 'session' || naming === 'anyone');
  return {
    gate: 'boundary',
    formula: ignored ? not(side.deny) : allOf([side.allow, not(side.deny)]),
    allows: ignored ? [] : side.matches.allows,
    denies: side.matches.denies,
    missing: side.matches.missing,
    note: ignored ? 'not-needed' : null,
  };
}
