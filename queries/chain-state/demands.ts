/**
 * Chain state, backward: what a session must be so that the rest of a chain can be taken. The mirror of sessions.ts: a chain
 * that one side can take, the other can (tested).
 */
import type { Attribute } from '../../graph/hop-shape.ts';
import { canHoldTogether, holdWhenAbsent } from '../../iam/index.ts';
import type { Condition } from '../../iam/types.ts';
import { isFree } from './facets.ts';
import type { Conditions, Hop } from './hops.ts';
import { leaveBound, meet, type Session, withoutMfa } from './sessions.ts';

export interface Wanted {
  readonly conditions: Conditions;
  /** It must be able to pass on. */
  readonly lasting: boolean;
  /** It must not have come along from an earlier session: a later hop passes it, which then cannot be. Without conditions it may be absent. */
  readonly fresh: boolean;
}

export interface Demand {
  /** It must not carry transitive tags that nobody can leave behind. */
  readonly unbound: boolean;
  /** Nor those of these keys, sorted: some later hop must pass them. */
  readonly without: readonly string[];
  readonly wanted: ReadonlyMap<Attribute, Wanted>;
}

/** At the end of a chain nothing is asked for. */
export const noDemand: Demand = { unbound: false, without: [], wanted: new Map() };

const presence = (absent: boolean): Condition => ({
  key: 'aws:SourceIdentity',
  operator: 'Null',
  qualifier: null,
  ifExists: false,
  values: [String(absent)],
  negated: false,
  source: 'session',
});
const isAbsent = presence(true);
const isPresent = presence(false);

/** Of a tag that a hop passes. */
const freshly: Wanted = { conditions: [], lasting: false, fresh: true };

/** What is asked of the caller's session so that the hop opens one that meets the demand: any of these; none: it cannot. */
export function askBefore(demand: Demand, hop: Hop, tracked: ReadonlySet<Attribute>): Demand[] {
  if ((demand.unbound && hop.mustTransit) || hop.transits.some((key) => demand.without.includes(key))) return [];
  let ways: Map<Attribute, Wanted>[] = [
    new Map([...hop.needs].map(([attribute, conditions]) => [attribute, { conditions, lasting: false, fresh: false }])),
  ];
  for (const [attribute, { mustPass }] of hop.tags) if (mustPass) ways = ways.flatMap((way) => add(way, attribute, freshly) ?? []);
  for (const [attribute, wanted] of demand.wanted) {
    if (attribute === 'source-identity') continue;
    if (attribute.startsWith('tag:')) {
      ways = ways.flatMap((way) => askTag(way, attribute, wanted, hop, demand.unbound));
    } else if (!meetsHere(attribute, wanted.conditions, hop)) return [];
  }
  if (tracked.has('source-identity'))
    ways = ways.flatMap((way) => askIdentity(way, demand.wanted.get('source-identity')?.conditions ?? null, hop));
  const carries = [...tracked].some((attribute) => attribute === 'transitive' || attribute.startsWith('tag:'));
  const without = [...demand.without, ...hop.transits].sort();
  return ways.map((wanted) => ({ unbound: carries && (demand.unbound || !hop.mayTag), without, wanted }));
}

/** Attributes that the hop itself gives, whatever the caller's session was. */
function meetsHere(attribute: Attribute, conditions: Conditions, hop: Hop): boolean {
  if (attribute === 'mfa') return hop.mfa || withoutMfa(conditions);
  if (attribute === 'name') return canHoldTogether([...hop.name, ...conditions]);
  const login = hop.login.get(attribute);
  return holdWhenAbsent(conditions) || (login !== undefined && canHoldTogether([...login, ...conditions]));
}

/** Set on this hop, or passed on from the caller's session; not if some later hop may not tag, which is the end of what passes on. */
function askTag(
  way: Map<Attribute, Wanted>,
  attribute: Attribute,
  { conditions, lasting, fresh }: Wanted,
  hop: Hop,
  unbound: boolean,
): Map<Attribute, Wanted>[] {
  const offer = hop.tags.get(attribute);
  if (!offer) return [];
  const setHere = offer.mayPass && (!lasting || offer.mayLast) && canHoldTogether([...offer.whenSet, ...conditions]);
  const without = !offer.mustPass && !lasting && conditions.length === 0;
  const ways = [
    setHere || without ? add(way, attribute, freshly) : null,
    offer.mayKeep && !unbound && !fresh ? add(way, attribute, { conditions, lasting: true, fresh: false }) : null,
  ];
  return ways.flatMap((each) => each ?? []);
}

/** @param asked what later hops ask of the source identity; null: nothing */
function askIdentity(way: Map<Attribute, Wanted>, asked: Conditions | null, hop: Hop): Map<Attribute, Wanted>[] {
  const { mayPass, mustPass, whenSet, whenKept } = hop.identity;
  // Whether there is one before or not, it goes on.
  if (asked === null && mayPass && !mustPass && whenKept.length === 0) return [way];
  const conditions = asked ?? [];
  const setHere = mayPass && canHoldTogether([...whenSet, ...conditions]);
  const without = !mustPass && holdWhenAbsent(conditions);
  const ways = [
    setHere || without ? add(way, 'source-identity', { conditions: [isAbsent], lasting: false, fresh: false }) : null,
    mayPass ? add(way, 'source-identity', { conditions: [isPresent, ...conditions, ...whenKept], lasting: true, fresh: false }) : null,
  ];
  return ways.flatMap((each) => each ?? []);
}

/** Null if one value cannot be both. */
function add(way: Map<Attribute, Wanted>, attribute: Attribute, { conditions, lasting, fresh }: Wanted): Map<Attribute, Wanted> | null {
  const before = way.get(attribute);
  const all = [...new Map([...(before?.conditions ?? []), ...conditions].map((each) => [JSON.stringify(each), each])).values()];
  const mayBeAbsent = attribute === 'source-identity' && holdWhenAbsent(all);
  if (!mayBeAbsent && !canHoldTogether(all)) return null;
  const both = { conditions: all, lasting: lasting || (before?.lasting ?? false), fresh: fresh || (before?.fresh ?? false) };
  return both.lasting && both.fresh ? null : new Map(way).set(attribute, both);
}

/** Does a principal that holds such a session meet the demand? */
export function meetsDemand(held: Session, { unbound, without, wanted }: Demand): boolean {
  if (without.some((key) => held.carried.includes(key))) return false;
  const session = unbound ? leaveBound(held) : held;
  if (!session) return false;
  return [...wanted].every(([attribute, { conditions, lasting, fresh }]) => {
    const facet = meet(session, attribute, conditions);
    if (!facet || (fresh && !isFree(facet))) return false;
    return !lasting || !attribute.startsWith('tag:') || facet.present.some((each) => each.lasting);
  });
}

/** Does whatever meets the right demand meet the left one too? Told by form. */
export function isWeaker(left: Demand, right: Demand): boolean {
  if ((left.unbound && !right.unbound) || !left.without.every((key) => right.without.includes(key))) return false;
  return [...left.wanted].every(([attribute, { conditions, lasting, fresh }]) => {
    const other = right.wanted.get(attribute);
    if (!other || (lasting && !other.lasting) || (fresh && !other.fresh)) return false;
    const texts = new Set(other.conditions.map((each) => JSON.stringify(each)));
    return conditions.every((condition) => texts.has(JSON.stringify(condition)));
  });
}
