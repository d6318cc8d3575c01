/**
 * Chain state, forward: what the session at the end of a chain can be. Choices are kept open: a session name, a tag or a source
 * identity is whatever its conditions allow, until a later hop asks for one.
 */
import type { Attribute } from '../../graph/hop-shape.ts';
import { holdFor, holdWhenAbsent } from '../../iam/index.ts';
import { anything, type Facet, facetRules, nothing } from './facets.ts';
import { type Conditions, type Hop, isOutside } from './hops.ts';

export interface Session {
  /** It can be one with MFA. */
  readonly mfa: boolean;
  /** It carries transitive tags that nobody can leave behind. */
  readonly bound: boolean;
  /** Keys of such tags that it must carry, sorted. */
  readonly carried: readonly string[];
  /** What is not in it is absent. */
  readonly facets: ReadonlyMap<Attribute, Facet>;
}

/**
 * What a principal holds before the first hop. Of a role, someone holds a session that was opened in any way that its trust
 * policy allows; outside the data, anyone may hold anything; users, services and logins hold no session.
 */
export function startSession(kind: string, tracked: readonly Attribute[]): Session {
  const free = kind === 'role' || isOutside(kind);
  return { mfa: free, bound: false, carried: [], facets: new Map(free ? tracked.map((attribute) => [attribute, anything]) : []) };
}

/** The session after the hop, or null if the session before it cannot be what the hop asks for. */
export function openSession(before: Session, hop: Hop, rules = facetRules): Session | null {
  const held = hop.mayTag ? before : leaveBound(before, rules);
  if (!held || hop.transits.some((key) => before.carried.includes(key))) return null;
  const narrowed = new Map<Attribute, Facet>();
  for (const [attribute, conditions] of hop.needs) {
    const facet = meet(held, attribute, conditions, rules);
    if (!facet) return null;
    narrowed.set(attribute, facet);
  }
  const facetOf = (attribute: Attribute): Facet => narrowed.get(attribute) ?? held.facets.get(attribute) ?? nothing;
  const identity = rules.passIdentity(facetOf('source-identity'), hop.identity);
  if (!identity) return null;
  const facets = new Map<Attribute, Facet>([['name', rules.give(false, hop.name)]]);
  if (identity.present.length > 0) facets.set('source-identity', identity);
  for (const [attribute, offer] of hop.tags) {
    const facet = rules.passTag(facetOf(attribute), offer);
    if (!facet) return null;
    if (facet.present.length > 0) facets.set(attribute, facet);
  }
  for (const [attribute, conditions] of hop.login) facets.set(attribute, rules.give(true, conditions));
  return { mfa: hop.mfa, bound: before.bound || hop.mustTransit, carried: [...before.carried, ...hop.transits].sort(), facets };
}

/** The session as it must be so that nothing in it passes on by itself; null if it cannot be. A hop that may not tag takes no other. */
export function leaveBound(session: Session, rules = facetRules): Session | null {
  if (session.bound) return null;
  const facets = new Map<Attribute, Facet>();
  for (const [attribute, facet] of session.facets) {
    const left = rules.leave(facet);
    if (!left) return null;
    facets.set(attribute, left);
  }
  return { ...session, facets };
}

/** What remains of the attribute if the conditions hold; null if they cannot. */
export function meet(session: Session, attribute: Attribute, conditions: Conditions, rules = facetRules): Facet | null {
  if (attribute === 'mfa') return session.mfa || withoutMfa(conditions) ? nothing : null;
  return rules.narrow(session.facets.get(attribute) ?? nothing, attribute, conditions);
}

/** A session without MFA says so, and has no age of it. */
export const withoutMfa = (conditions: Conditions): boolean =>
  conditions.every((condition) =>
    condition.key.toLowerCase() === 'aws:multifactorauthpresent' ? holdFor('false', [condition]) : holdWhenAbsent([condition]),
  );

/** Can the left session do all that the right one can? Told by the form of its conditions; false where that does not tell. */
export function covers(left: Session, right: Session, rules = facetRules): boolean {
  if ((right.mfa && !left.mfa) || (left.bound && !right.bound)) return false;
  if (!left.carried.every((key) => right.carried.includes(key))) return false;
  const attributes = new Set([...left.facets.keys(), ...right.facets.keys()]);
  return [...attributes].every((attribute) => rules.covers(left.facets.get(attribute) ?? nothing, right.facets.get(attribute) ?? nothing));
}
