/** Narrowing an answer by what its rows have: conditions, kinds, accounts and units. A value with a leading `-` excludes. */
import { kindName, requirementName } from './names.ts';

/** What a row says about itself. */
export interface Traits {
  readonly needs: readonly string[];
  readonly kinds: readonly string[];
  readonly places: readonly string[];
  readonly units: readonly string[];
}

export interface Narrowing {
  readonly needs: readonly string[];
  readonly kinds: readonly string[];
  readonly places: readonly string[];
  readonly units: readonly string[];
}

/** Stands among the needs for a row without conditions. */
export const nothing = 'nothing';

/** Stands among the kinds for whoever comes from outside the collected accounts. */
export const outsider = 'from-outside';

const passes = (wanted: readonly string[], has: readonly string[]): boolean => {
  const only = wanted.filter((value) => !value.startsWith('-'));
  return (
    (only.length === 0 || only.some((value) => has.includes(value))) &&
    !wanted.some((value) => value.startsWith('-') && has.includes(value.slice(1)))
  );
};

export const fits = (traits: Traits, narrowing: Narrowing): boolean =>
  passes(narrowing.needs, traits.needs) &&
  passes(narrowing.kinds, traits.kinds) &&
  passes(narrowing.places, traits.places) &&
  passes(narrowing.units, traits.units);

export const isNarrowed = ({ needs, kinds, places, units }: Narrowing): boolean =>
  needs.length + kinds.length + places.length + units.length > 0;

export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

/** Values by how many rows have them; those that are chosen stay though no row has them. */
export function countValues(rows: readonly (readonly string[])[], chosen: readonly string[]): readonly FacetValue[] {
  const counts = new Map<string, number>();
  for (const value of chosen) counts.set(value.replace(/^-/, ''), 0);
  for (const row of rows) for (const value of new Set(row)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || a.value.localeCompare(b.value, 'en'));
}

/** only → without → off */
export function turnValue(chosen: readonly string[], value: string): readonly string[] {
  const rest = chosen.filter((other) => other !== value && other !== `-${value}`);
  if (chosen.includes(value)) return [...rest, `-${value}`];
  return chosen.includes(`-${value}`) ? rest : [...rest, value];
}

export const needText = (value: string): string => (value === nothing ? 'nothing' : requirementName(value));
export const kindText = (value: string): string => (value === outsider ? 'From outside' : kindName(value));
