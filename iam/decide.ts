/**
 * Decides any request, whatever the service: all gates that AWS checks, put together. What is peculiar to assuming roles is in
 * assume-role/. Source: "Policy evaluation logic" with its pages on single-account and cross-account requests.
 */

import type { KeyFacts } from './conditions/key-facts.ts';
import { type GateFinding, isIdentity, type ProtectedResource } from './gates/gate.ts';
import { passRcps, passScps } from './gates/guardrails.ts';
import { outsideIdentity, passBoundary, passIdentityPolicies, reportBoundary, reportIdentity } from './gates/identity.ts';
import { passResourcePolicy } from './gates/resource-policy.ts';
import { allOf, anyOf, type Formula, not } from './logic/formula.ts';
import type { NamedAs } from './matching/principal.ts';
import type { Caller } from './types.ts';

export interface AccessRequest {
  readonly principal: Caller;
  /** In AWS's spelling, e.g. `s3:GetObject`. */
  readonly action: string;
  readonly resource: ProtectedResource;
  /** What is known of each condition key. */
  readonly context: KeyFacts;
}

export interface Decision {
  /** True exactly if AWS allows the request. */
  readonly formula: Formula;
  /** As `formula`, counting only what the resource policy grants without any identity policy. */
  readonly byResourcePolicyAlone: Formula;
  /** In the order in which people are told: RCP, SCP, resource policy, identity policies, boundary. */
  readonly findings: readonly GateFinding[];
  /** True if some deny, taken alone, already refuses it. */
  readonly explicitlyDenied: boolean;
}

export function decide({ principal, action, resource, context }: AccessRequest): Decision {
  const request = { action, resource: resource.arn, facts: context };
  const policy = passResourcePolicy(principal, resource, request);
  const rcp = passRcps(principal, resource, request);
  const scp = passScps(principal, request);
  const identity = passIdentityPolicies(principal, request);
  const boundary = passBoundary(principal, request);
  const sameAccount = principal.account !== null && principal.account.id === resource.account.id;
  const ownSide = allOf([identity.allow, boundary.allow]);

  // What each way of being named needs besides (how a resource-based policy names the caller).
  const needs = ({ naming }: Pick<NamedAs, 'naming'>): Formula => {
    if (!isIdentity(principal)) return true;
    if (!sameAccount || naming === 'account') return ownSide;
    return naming === 'role' ? boundary.allow : true;
  };
  const granted = policy.grants.map((grant) => ({ ...grant, formula: allOf([grant.match.holds, grant.holds, needs(grant)]) }));
  // Of another account, whether collected or not, the own side must always allow as well.
  const hasOwnSide = isIdentity(principal) || principal.kind === 'external-account';
  const alone = granted.filter(({ naming }) => !hasOwnSide || (sameAccount && naming !== 'account'));
  const ways = granted.map(({ formula }) => formula);
  // A policy that is not in the data may name the caller itself.
  ways.push(allOf([policy.missing, needs({ naming: 'anyone' })]));
  if (sameAccount && isIdentity(principal) && !resource.policyMustAllow) ways.push(ownSide);
  const denies = [policy.deny, identity.deny, boundary.deny];
  const others = allOf([rcp.formula, scp.formula, ...denies.map(not), outsideIdentity(principal)]);

  return {
    formula: allOf([anyOf(ways), others]),
    byResourcePolicyAlone: allOf([anyOf(alone.map(({ formula }) => formula)), others]),
    findings: [
      rcp.finding,
      scp.finding,
      policy.finding,
      reportIdentity(identity, policy.grants, sameAccount, principal),
      reportBoundary(boundary, policy.grants, sameAccount, principal),
    ],
    explicitlyDenied: [...denies, rcp.deny, scp.deny].includes(true),
  };
}
