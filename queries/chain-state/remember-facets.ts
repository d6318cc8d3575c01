/**
 * The rules of facets for many sessions: equal facets are one object with one number, and what a rule makes of a facet is worked
 * out once. A large organization has thousands of sessions, but few facets, and few things that hops do to one.
 */
import { type Facet, type FacetRules, facetRules, tidyFacet } from './facets.ts';

export interface RememberedFacets extends FacetRules {
  /** Equal facets have one number. */
  number(facet: Facet): number;
}

export function rememberFacets(): RememberedFacets {
  const numbers = new Map<Facet, number>();
  const byText = new Map<string, Facet>();
  /** The one object for all facets that are equal to this one. */
  const keep = (facet: Facet): Facet => {
    if (numbers.has(facet)) return facet;
    const tidy = tidyFacet(facet);
    const text = JSON.stringify(tidy);
    const known = byText.get(text) ?? tidy;
    byText.set(text, known);
    if (known === tidy) numbers.set(tidy, numbers.size);
    return known;
  };
  const number = (facet: Facet): number => numbers.get(facet) ?? (numbers.get(keep(facet)) as number);
  const keepAny = (facet: Facet | null): Facet | null => facet && keep(facet);
  const part = numberByContent();
  const given = [remember<Facet>(), remember<Facet>()] as const;
  const left = remember<Facet | null>();
  const narrowed = [remember<Facet | null>(), remember<Facet | null>()] as const;
  const passed = remember<Facet | null>();
  const tagged = remember<Facet | null>();
  const covered = remember<boolean>();
  return {
    number,
    give: (absent, conditions) => given[absent ? 1 : 0](part(conditions), 0, () => keep(facetRules.give(absent, conditions))),
    leave: (facet) => left(number(facet), 0, () => keepAny(facetRules.leave(facet))),
    narrow: (facet, attribute, conditions) =>
      narrowed[attribute.startsWith('tag:') ? 1 : 0](number(facet), part(conditions), () =>
        keepAny(facetRules.narrow(facet, attribute, conditions)),
      ),
    passIdentity: (facet, identity) => passed(number(facet), part(identity), () => keepAny(facetRules.passIdentity(facet, identity))),
    passTag: (facet, offer) => tagged(number(facet), part(offer), () => keepAny(facetRules.passTag(facet, offer))),
    covers: (facet, other) => facet === other || covered(number(facet), number(other), () => facetRules.covers(facet, other)),
  };
}

function remember<T>(): (row: number, column: number, compute: () => T) => T {
  const known = new Map<number, T>();
  return (row, column, compute) => {
    const key = row * 0x4000000 + column;
    let answer = known.get(key);
    if (answer === undefined) {
      answer = compute();
      known.set(key, answer);
    }
    return answer;
  };
}

/** Numbers for parts of hops: equal ones have one. */
function numberByContent(): (part: object) => number {
  const byObject = new WeakMap<object, number>();
  const byText = new Map<string, number>();
  return (part) => {
    const known = byObject.get(part);
    if (known !== undefined) return known;
    const text = JSON.stringify(part);
    const number = byText.get(text) ?? byText.size;
    byText.set(text, number);
    byObject.set(part, number);
    return number;
  };
}
