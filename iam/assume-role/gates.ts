/**
 * The gates that a request to assume a role must pass, each with its formula and its evidence.
 * Sources: "Policy evaluation logic" and its pages on single-account and cross-account evaluation, "Permissions boundaries
 * for IAM entities", "Service control policies", "Resource control policies".
 */
import { allOf, anyOf, type Formula, not } from '../logic/formula.ts';
import {
  identityAllows,
  matchPolicies,
  type PolicyMatches,
  type Request,
  rcpsAllow,
  type StatementMatch,
  scpsAllow,
  someAllow,
  someDeny,
} from '../request.ts';
import type { Caller, Gate, GuardrailLevel, PolicyUse, TargetRole } from '../types.ts';
import { isFederated, type NamedAs, namedByDeny, namings } from './principal-match.ts';

/** One gate before it is put into words. `formula` null: it does not apply. */
export interface GateFinding {
  readonly gate: Gate;
  readonly formula: Formula | null;
  readonly allows: readonly StatementMatch[];
  readonly denies: readonly StatementMatch[];
  readonly missing: readonly PolicyUse[];
  /** Guardrail levels and other facts that are named in the sentence. */
  readonly note: string | null;
}

/** An Allow of the trust policy with the way in which it names the caller. */
export interface TrustGrant extends NamedAs {
  readonly match: StatementMatch;
}

export interface Gates {
  /** True exactly if AWS allows the request. */
  readonly formula: Formula;
  /** As `formula`, counting only trust statements that need no identity policy. */
  readonly byTrustAlone: Formula;
  readonly findings: readonly GateFinding[];
  readonly grants: readonly TrustGrant[];
  /** True if some deny, taken alone, already refuses it. */
  readonly explicitlyDenied: boolean;
}

export const isServiceLinked = (arn: string): boolean => arn.includes(':role/aws-service-role/');

export function passGates(caller: Caller, role: TargetRole, request: Request): Gates {
  const trust = trustGate(caller, role, request);
  const rcp = rcpGate(caller, role, request);
  const scp = scpGate(caller, request);
  const identity = identityGate(caller, request);
  const boundary = boundaryGate(caller, request);
  const sameAccount = caller.account !== null && caller.account.id === role.account.id;

  // What each way of being named needs besides ("Policy evaluation logic": how a resource-based policy names the caller).
  const needs = ({ naming }: NamedAs): Formula => {
    if (!isIdentity(caller)) return true;
    if (!sameAccount) return allOf([identity.allow, boundary.allow]);
    if (naming === 'account') return allOf([identity.allow, boundary.allow]);
    return naming === 'role' ? boundary.allow : true;
  };
  const granted = trust.grants.map((grant) => allOf([grant.match.holds, grant.holds, needs(grant)]));
  const alone = trust.grants
    .filter(({ naming }) => !isIdentity(caller) || (sameAccount && naming !== 'account'))
    .map((grant) => allOf([grant.match.holds, grant.holds, needs(grant)]));
  const others = allOf([
    rcp.formula ?? true,
    scp.formula ?? true,
    not(trust.deny),
    not(identity.deny),
    not(boundary.deny),
    trust.outsideIdentity,
  ]);
  const denies = [trust.deny, identity.deny, boundary.deny, rcp.deny, scp.deny];

  return {
    formula: allOf([
      anyOf([...granted, ...trust.missingGrants.map((formula) => allOf([formula, needs({ naming: 'anyone', holds: true })]))]),
      others,
    ]),
    byTrustAlone: allOf([anyOf(alone), others]),
    findings: [
      rcp.finding,
      scp.finding,
      trust.finding,
      describeIdentity(identity, trust.grants, sameAccount, caller),
      describeBoundary(boundary, trust.grants, sameAccount, caller),
    ],
    grants: trust.grants,
    explicitlyDenied: denies.includes(true),
  };
}

/** Users and roles whose policies are known; others have no identity side, or one outside the data. */
const isIdentity = (caller: Caller): boolean => caller.kind === 'user' || caller.kind === 'role';

function trustGate(caller: Caller, role: TargetRole, request: Request) {
  const matches = matchPolicies([role.trust], request, (statement, use) =>
    statement.effect === 'Allow' ? true : namedByDeny(statement, use.id, caller, request.facts),
  );
  const grants = matches.allows.flatMap((match) =>
    (match.statement.principal ? namings(match.statement.principal, caller, request.facts) : []).map((named) => ({ ...named, match })),
  );
  const missingGrants = matches.missing.length > 0 ? [someAllow({ ...matches, allows: [] })] : [];
  // Principals of accounts that were not collected: whether their own side allows it is not known.
  // Anyone at all includes those whose own side allows it.
  const outsideIdentity: Formula =
    caller.kind === 'external-account' ? { condition: identityAllows(caller.account?.id ?? caller.arn) } : true;
  const deny = someDeny(matches);
  const named = new Set(grants.map(({ match }) => match));
  const formula = allOf([anyOf([...grants.map((grant) => allOf([grant.holds, grant.match.holds])), ...missingGrants]), not(deny)]);
  const finding: GateFinding = {
    gate: 'trust',
    formula,
    // Statements that do not name the caller are near misses.
    allows: matches.allows.map((match) => (named.has(match) ? match : { ...match, holds: false, lack: { part: 'principal' } })),
    denies: matches.denies,
    missing: matches.missing,
    note: grants.length === 0 ? 'not-named' : null,
  };
  return { grants, missingGrants, deny, outsideIdentity, finding };
}

/** RCPs of the role's account: only their denies matter; they bind every caller but service-linked roles. */
function rcpGate(caller: Caller, role: TargetRole, request: Request) {
  const { rcps, isManagement, id } = role.account;
  const exempt = rcps === 'off' || isManagement || isServiceLinked(caller.arn) || isServiceLinked(role.arn);
  const none = { gate: 'rcp', formula: null, allows: [], denies: [], missing: [], note: null } as const;
  if (exempt) return { formula: null, deny: false as Formula, finding: none };
  if (rcps === 'unknown') {
    const formula: Formula = { condition: rcpsAllow(id) };
    return { formula, deny: false as Formula, finding: { ...none, formula, note: 'not-collected' } };
  }
  const matches = matchPolicies(
    rcps.flatMap(({ policies }) => policies),
    request,
    (statement, use) => namedByDeny(statement, use.id, caller, request.facts),
  );
  const deny = someDeny(matches);
  const finding: GateFinding = {
    gate: 'rcp',
    formula: not(deny),
    allows: [],
    denies: matches.denies,
    missing: matches.missing,
    note: null,
  };
  return { formula: finding.formula, deny, finding };
}

/** SCPs over the caller's account: every level must allow, none may deny. They bind users and roles of member accounts. */
function scpGate(caller: Caller, request: Request) {
  const none = { gate: 'scp', formula: null, allows: [], denies: [], missing: [], note: null } as const;
  const account = caller.account;
  const bound = isIdentity(caller) || caller.kind === 'external-account';
  if (!bound || !account || account.scps === 'off' || account.isManagement || isServiceLinked(caller.arn)) {
    return { formula: null, deny: false as Formula, finding: none };
  }
  if (account.scps === 'unknown') {
    const formula: Formula = { condition: scpsAllow(account.id) };
    return { formula, deny: false as Formula, finding: { ...none, formula, note: 'not-collected' } };
  }
  const levels = account.scps.map((level: GuardrailLevel) => ({ level, matches: matchPolicies(level.policies, request) }));
  const deny = anyOf(levels.map(({ matches }) => someDeny(matches)));
  const allows = levels.map(({ matches }) => someAllow(matches));
  const closed = levels.filter((_, index) => allows[index] === false).map(({ level }) => level.target);
  const finding: GateFinding = {
    gate: 'scp',
    formula: allOf([...allows, not(deny)]),
    allows: levels.flatMap(({ matches }) => matches.allows),
    denies: levels.flatMap(({ matches }) => matches.denies),
    missing: levels.flatMap(({ matches }) => matches.missing),
    note: closed.length > 0 ? `level ${closed.join(', ')}` : null,
  };
  return { formula: finding.formula, deny, finding };
}

interface Side {
  readonly allow: Formula;
  readonly deny: Formula;
  readonly matches: PolicyMatches;
}

function identityGate(caller: Caller, request: Request): Side {
  const matches = matchPolicies(isIdentity(caller) ? caller.identityPolicies : [], request);
  return { allow: someAllow(matches), deny: someDeny(matches), matches };
}

function boundaryGate(caller: Caller, request: Request): Side {
  if (!isIdentity(caller) || !caller.boundary) return { allow: true, deny: false, matches: { allows: [], denies: [], missing: [] } };
  const matches = matchPolicies([caller.boundary], request);
  return { allow: someAllow(matches), deny: someDeny(matches), matches };
}

/** The identity gate as it is reported: an allow is needed unless the trust policy grants by itself. */
function describeIdentity(side: Side, grants: readonly TrustGrant[], sameAccount: boolean, caller: Caller): GateFinding {
  if (!isIdentity(caller)) {
    const formula: Formula | null =
      caller.kind === 'external-account' ? { condition: identityAllows(caller.account?.id ?? caller.arn) } : null;
    return {
      gate: 'identity',
      formula,
      allows: [],
      denies: [],
      missing: [],
      note: isFederated(caller) || caller.kind === 'service' ? null : 'not-collected',
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

function describeBoundary(side: Side, grants: readonly TrustGrant[], sameAccount: boolean, caller: Caller): GateFinding {
  if (!isIdentity(caller) || !caller.boundary) return { gate: 'boundary', formula: null, allows: [], denies: [], missing: [], note: null };
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
