/**
 * The policy of what is asked for: a role's trust policy, a bucket policy. Source: "Policy evaluation logic", on
 * resource-based policies.
 */
import { allOf, anyOf, type Formula, not } from '../logic/formula.ts';
import { type NamedAs, namedByDeny, namings } from '../matching/principal.ts';
import { matchPolicies, type Request, type StatementMatch, someAllow, someDeny } from '../request.ts';
import type { Caller } from '../types.ts';
import type { GateFinding, ProtectedResource } from './gate.ts';

/** An Allow of the resource policy with the way in which it names the caller. */
export interface ResourceGrant extends NamedAs {
  readonly match: StatementMatch;
}

export interface ResourcePolicyGate {
  readonly grants: readonly ResourceGrant[];
  /** What a policy that is not in the data might grant. */
  readonly missing: Formula;
  readonly deny: Formula;
  readonly finding: GateFinding;
}

export function passResourcePolicy(caller: Caller, resource: ProtectedResource, request: Request): ResourcePolicyGate {
  const matches = matchPolicies(resource.policy ? [resource.policy] : [], request, (statement, use) =>
    statement.effect === 'Allow' ? true : namedByDeny(statement, use.id, caller, request.facts),
  );
  const grants = matches.allows.flatMap((match) =>
    (match.statement.principal ? namings(match.statement.principal, caller, request.facts) : []).map((named) => ({ ...named, match })),
  );
  const missing = matches.missing.length > 0 ? someAllow({ ...matches, allows: [] }) : false;
  const deny = someDeny(matches);
  const named = new Set(grants.map(({ match }) => match));
  const formula = allOf([anyOf([...grants.map((grant) => allOf([grant.holds, grant.match.holds])), missing]), not(deny)]);
  const finding: GateFinding = {
    gate: 'trust',
    formula,
    // Statements that do not name the caller are near misses.
    allows: matches.allows.map((match) => (named.has(match) ? match : { ...match, holds: false, lack: { part: 'principal' } })),
    denies: matches.denies,
    missing: matches.missing,
    note: grants.length === 0 ? 'not-named' : null,
  };
  return { grants, missing, deny, finding };
}
