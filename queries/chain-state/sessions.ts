/**
 * Chain state, forward: what the session at the end of a chain can be. Choices are kept open: a session name, a tag or a source
 * identity is whatever its conditions allow, until a later hop asks for one.
 */
import type { Attribute } from '../../graph/hop-shape.ts';
import { canHoldTogether, holdFor, holdWhenAbsent } from '../../iam/index.ts';
import { type Conditions, type Hop, isOutside } from './hops.ts';

/** One way in which the session can have a value. `lasting`: it can pass on to the next session. */
interface Presence {
  readonly conditions: Conditions;
  readonly lasting: boolean;
  /** It passes on whether one wants it or not: a tag that came from an earlier session. */
  readonly bound?: boolean;
}

/** What an attribute can be: absent, or present in any of these ways. */
export interface Facet {
  readonly absent: boolean;
  readonly present: readonly Presence[];
}

export interface Session {
  /** It can be one with MFA. */
  readonly mfa: boolean;
  /** It carries transitive tags that nobody can leave behind. */
  readonly bound: boolean;
  /** What is not in it is absent. */
  readonly facets: ReadonlyMap<Attribute, Facet>;
}

const nothing: Facet = { absent: true, present: [] };
const anything: Facet = { absent: true, present: [{ conditions: [], lasting: true }] };

/**
 * What a principal holds before the first hop. Of a role, someone holds a session that was opened in any way that its trust
 * policy allows; outside the data, anyone may hold anything; users, services and logins hold no session.
 */
export function startSession(kind: string, tracked: readonly Attribute[]): Session {
  const free = kind === 'role' || isOutside(kind);
  return { mfa: free, bound: false, facets: new Map(free ? tracked.map((attribute) => [attribute, anything]) : []) };
}

/** The session after the hop, or null if the session before it cannot be what the hop asks for. */
export function openSession(before: Session, hop: Hop): Session | null {
  const held = hop.mayTag ? before : leaveBound(before);
  if (!held) return null;
  const narrowed = new Map<Attribute, Facet>();
  for (const [attribute, conditions] of hop.needs) {
    const facet = meet(held, attribute, conditions);
    if (!facet) return null;
    narrowed.set(attribute, facet);
  }
  const facetOf = (attribute: Attribute): Facet => narrowed.get(attribute) ?? held.facets.get(attribute) ?? nothing;
  const identity = passIdentity(facetOf('source-identity'), hop);
  if (!identity) return null;
  const facets = new Map<Attribute, Facet>([['name', { absent: false, present: [{ conditions: hop.name, lasting: false }] }]]);
  if (identity.present.length > 0) facets.set('source-identity', identity);
  for (const attribute of hop.tags.keys()) {
    const facet = passTag(attribute, facetOf(attribute), hop);
    if (facet.present.length > 0) facets.set(attribute, facet);
  }
  for (const [attribute, conditions] of hop.login) facets.set(attribute, { absent: true, present: [{ conditions, lasting: false }] });
  return { mfa: hop.mfa, bound: before.bound || hop.mustTransit, facets };
}

/** The session as it must be so that nothing in it passes on by itself; null if it cannot be. A hop that may not tag takes no other. */
export function leaveBound(session: Session): Session | null {
  if (session.bound) return null;
  const facets = new Map<Attribute, Facet>();
  for (const [attribute, facet] of session.facets) {
    const present = facet.present.filter(({ bound }) => !bound);
    if (!facet.absent && present.length === 0) return null;
    facets.set(attribute, present.length === facet.present.length ? facet : { absent: facet.absent, present });
  }
  return { ...session, facets };
}

/** What remains of the attribute if the conditions hold; null if they cannot. */
export function meet(session: Session, attribute: Attribute, conditions: Conditions): Facet | null {
  if (attribute === 'mfa') return session.mfa || withoutMfa(conditions) ? nothing : null;
  const facet = session.facets.get(attribute) ?? nothing;
  // By its own tags a role does not meet them: then the graph would not ask.
  const absent = !attribute.startsWith('tag:') && facet.absent && holdWhenAbsent(conditions);
  const present = facet.present.flatMap((each) => {
    const all = [...each.conditions, ...conditions];
    return canHoldTogether(all) ? [{ ...each, conditions: all }] : [];
  });
  return absent || present.length > 0 ? { absent, present } : null;
}

/** A session without MFA says so, and has no age of it. */
export const withoutMfa = (conditions: Conditions): boolean =>
  conditions.every((condition) =>
    condition.key.toLowerCase() === 'aws:multifactorauthpresent' ? holdFor('false', [condition]) : holdWhenAbsent([condition]),
  );

/** A source identity stays as it was set; a hop that may not pass it on cannot be taken with it. */
function passIdentity(facet: Facet, { identity: { mayPass, mustPass, whenSet, whenKept } }: Hop): Facet | null {
  const absent = facet.absent && !mustPass;
  const set = facet.absent && mayPass && canHoldTogether(whenSet) ? [{ conditions: whenSet, lasting: true }] : [];
  const kept = mayPass
    ? facet.present.flatMap(({ conditions }) => {
        const all = [...conditions, ...whenKept];
        return canHoldTogether(all) ? [{ conditions: all, lasting: true }] : [];
      })
    : [];
  return absent || set.length + kept.length > 0 ? { absent, present: [...set, ...kept] } : null;
}

function passTag(attribute: Attribute, facet: Facet, { tags }: Hop): Facet {
  const offer = tags.get(attribute);
  if (!offer) return nothing;
  const { mayPass, mustPass, whenSet, mayLast, mayKeep } = offer;
  const set = mayPass ? [{ conditions: whenSet, lasting: mayLast }] : [];
  const kept = mayKeep ? facet.present.filter(({ lasting }) => lasting).map((each) => ({ ...each, bound: true })) : [];
  return { absent: !mustPass, present: [...set, ...kept] };
}

/** Can the left session do all that the right one can? Told by the form of its conditions; false where that does not tell. */
export function covers(left: Session, right: Session): boolean {
  if ((right.mfa && !left.mfa) || (left.bound && !right.bound)) return false;
  const attributes = new Set([...left.facets.keys(), ...right.facets.keys()]);
  return [...attributes].every((attribute) => coversFacet(left.facets.get(attribute) ?? nothing, right.facets.get(attribute) ?? nothing));
}

const coversFacet = (left: Facet, right: Facet): boolean =>
  (left.absent || !right.absent) &&
  right.present.every((wanted) =>
    left.present.some(
      (given) =>
        (given.lasting || !wanted.lasting) &&
        (!given.bound || wanted.bound === true) &&
        given.conditions.every((condition) => isAmong(condition, wanted.conditions)),
    ),
  );

const isAmong = (condition: Conditions[number], conditions: Conditions): boolean => {
  const text = JSON.stringify(condition);
  return conditions.some((other) => other === condition || JSON.stringify(other) === text);
};
