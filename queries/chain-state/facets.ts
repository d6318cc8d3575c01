/** One attribute of a session: what it can be, and what a hop makes of it. Each rule looks at one attribute alone. */
import type { Attribute } from '../../graph/hop-shape.ts';
import { canHoldTogether, holdWhenAbsent } from '../../iam/index.ts';
import type { Conditions, Hop, TagOffer } from './hops.ts';

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

export interface FacetRules {
  /** As a hop gives it, whatever was before. */
  give(absent: boolean, conditions: Conditions): Facet;
  /** As it must be so that it does not pass on by itself; null if it cannot be. */
  leave(facet: Facet): Facet | null;
  /** What remains if the conditions hold; null if they cannot. */
  narrow(facet: Facet, attribute: Attribute, conditions: Conditions): Facet | null;
  /** A source identity stays as it was set; null: the hop cannot be taken with it. */
  passIdentity(facet: Facet, identity: Hop['identity']): Facet | null;
  /** Null: it must be passed, and came along from an earlier session, so that it cannot be. */
  passTag(facet: Facet, offer: TagOffer): Facet | null;
  /** Can it be all that the other one can? Told by the form of its conditions; false where that does not tell. */
  covers(facet: Facet, other: Facet): boolean;
}

export const nothing: Facet = { absent: true, present: [] };
export const anything: Facet = { absent: true, present: [{ conditions: [], lasting: true }] };

export const facetRules: FacetRules = {
  give: (absent, conditions) => ({ absent, present: [{ conditions, lasting: false }] }),
  leave({ absent, present }) {
    const left = present.filter(({ bound }) => !bound);
    return absent || left.length > 0 ? { absent, present: left } : null;
  },
  narrow(facet, attribute, conditions) {
    // By its own tags a role does not meet conditions on them: then the graph would not ask.
    const absent = facet.absent && (conditions.length === 0 || (!attribute.startsWith('tag:') && holdWhenAbsent(conditions)));
    const present = facet.present.flatMap((each) => {
      const all = [...each.conditions, ...conditions];
      return canHoldTogether(all) ? [{ ...each, conditions: all }] : [];
    });
    return absent || present.length > 0 ? { absent, present } : null;
  },
  passIdentity(facet, { mayPass, mustPass, whenSet, whenKept }) {
    const absent = facet.absent && !mustPass;
    const set = facet.absent && mayPass && canHoldTogether(whenSet) ? [{ conditions: whenSet, lasting: true }] : [];
    const kept = mayPass
      ? facet.present.flatMap(({ conditions }) => {
          const all = [...conditions, ...whenKept];
          return canHoldTogether(all) ? [{ conditions: all, lasting: true }] : [];
        })
      : [];
    return absent || set.length + kept.length > 0 ? { absent, present: [...set, ...kept] } : null;
  },
  passTag(facet, { mayPass, mustPass, whenSet, mayLast, mayKeep }) {
    const free = isFree(facet);
    if (mustPass && !free) return null;
    const set = mayPass && free ? [{ conditions: whenSet, lasting: mayLast }] : [];
    const kept = mayKeep ? facet.present.filter(({ lasting }) => lasting).map((each) => ({ ...each, bound: true })) : [];
    return { absent: !mustPass && free, present: [...set, ...kept] };
  },
  covers: (facet, other) =>
    (facet.absent || !other.absent) && other.present.every((wanted) => facet.present.some((given) => coversPresence(given, wanted))),
};

/** Can it be so that it does not pass on by itself? */
export const isFree = ({ absent, present }: Facet): boolean => absent || present.some(({ bound }) => !bound);

const coversPresence = (given: Presence, wanted: Presence): boolean =>
  (given.lasting || !wanted.lasting) &&
  (!given.bound || wanted.bound === true) &&
  given.conditions.every((condition) => isAmong(condition, wanted.conditions));

const isAmong = (condition: Conditions[number], conditions: Conditions): boolean => {
  const text = JSON.stringify(condition);
  return conditions.some((other) => other === condition || JSON.stringify(other) === text);
};

/** The same facet in one form: conditions once and in order, and no way of having a value that another one covers. */
export function tidyFacet({ absent, present }: Facet): Facet {
  const tidy = present.map(({ conditions, lasting, bound = false }) => ({ conditions: tidyConditions(conditions), lasting, bound }));
  const texts = tidy.map((each) => JSON.stringify(each));
  const kept = tidy.filter((each, place) => {
    const isCovered = (other: Presence, otherPlace: number): boolean =>
      otherPlace !== place && coversPresence(other, each) && (otherPlace < place || !coversPresence(each, other));
    return !tidy.some(isCovered);
  });
  const textOf = (each: (typeof tidy)[number]): string => texts[tidy.indexOf(each)] ?? '';
  return { absent, present: kept.sort((left, right) => (textOf(left) < textOf(right) ? -1 : 1)) };
}

function tidyConditions(conditions: Conditions): Conditions {
  if (conditions.length < 2) return conditions;
  const byText = new Map(conditions.map((condition) => [JSON.stringify(condition), condition]));
  return [...byText].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, condition]) => condition);
}
