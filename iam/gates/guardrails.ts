/**
 * The organization's guardrails. Sources: "Service control policies (SCPs)", "Resource control policies (RCPs)" in the AWS
 * Organizations User Guide.
 */
import { allOf, anyOf, type Formula, not } from '../logic/formula.ts';
import { namedByDeny } from '../matching/principal.ts';
import { matchPolicies, type Request, rcpsAllow, scpsAllow, someAllow, someDeny } from '../request.ts';
import type { Caller, GuardrailLevel } from '../types.ts';
import { type GateFinding, isIdentity, isServiceLinked, notApplicable, type ProtectedResource } from './gate.ts';

export interface GuardrailGate {
  readonly formula: Formula;
  readonly deny: Formula;
  readonly finding: GateFinding;
}

/** RCPs of the resource's account: only their denies matter; they bind every caller but service-linked roles. */
export function passRcps(caller: Caller, resource: ProtectedResource, request: Request): GuardrailGate {
  const { rcps, isManagement, id } = resource.account;
  const exempt = rcps === 'off' || isManagement || isServiceLinked(caller.arn) || isServiceLinked(resource.arn);
  if (exempt) return { formula: true, deny: false, finding: notApplicable('rcp') };
  if (rcps === 'unknown') {
    const formula: Formula = { condition: rcpsAllow(id) };
    return { formula, deny: false, finding: { ...notApplicable('rcp'), formula, note: 'not-collected' } };
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
  return { formula: not(deny), deny, finding };
}

/** SCPs over the caller's account: every level must allow, none may deny. They bind users and roles of member accounts. */
export function passScps(caller: Caller, request: Request): GuardrailGate {
  const account = caller.account;
  const bound = isIdentity(caller) || caller.kind === 'external-account';
  if (!bound || !account || account.scps === 'off' || account.isManagement || isServiceLinked(caller.arn)) {
    return { formula: true, deny: false, finding: notApplicable('scp') };
  }
  if (account.scps === 'unknown') {
    const formula: Formula = { condition: scpsAllow(account.id) };
    return { formula, deny: false, finding: { ...notApplicable('scp'), formula, note: 'not-collected' } };
  }
  const levels = account.scps.map((level: GuardrailLevel) => ({ level, matches: matchPolicies(level.policies, request) }));
  const deny = anyOf(levels.map(({ matches }) => someDeny(matches)));
  const allows = levels.map(({ matches }) => someAllow(matches));
  const closed = levels.filter((_, index) => allows[index] === false).map(({ level }) => level.target);
  const formula = allOf([...allows, not(deny)]);
  const finding: GateFinding = {
    gate: 'scp',
    formula,
    allows: levels.flatMap(({ matches }) => matches.allows),
    denies: levels.flatMap(({ matches }) => matches.denies),
    missing: levels.flatMap(({ matches }) => matches.missing),
    note: closed.length > 0 ? `level ${closed.join(', ')}` : null,
  };
  return { formula, deny, finding };
}
