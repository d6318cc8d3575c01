/** Propositional formulas over conditions, in negation normal form. Small on purpose: build, negate, combine. */
import type { Condition } from '../types.ts';

export type Formula =
  | boolean
  | { readonly condition: Condition }
  | { readonly all: readonly Formula[] }
  | { readonly any: readonly Formula[] };

export const allOf = (formulas: readonly Formula[]): Formula => {
  if (formulas.includes(false)) return false;
  const open = formulas.filter((formula) => formula !== true);
  return open.length === 0 ? true : open.length === 1 && open[0] !== undefined ? open[0] : { all: open };
};

export const anyOf = (formulas: readonly Formula[]): Formula => {
  if (formulas.includes(true)) return true;
  const open = formulas.filter((formula) => formula !== false);
  return open.length === 0 ? false : open.length === 1 && open[0] !== undefined ? open[0] : { any: open };
};

export function not(formula: Formula): Formula {
  if (typeof formula === 'boolean') return !formula;
  if ('condition' in formula) return { condition: negate(formula.condition) };
  return 'all' in formula ? anyOf(formula.all.map(not)) : allOf(formula.any.map(not));
}

export const negate = (condition: Condition): Condition => ({ ...condition, negated: !condition.negated });

/** Equal texts for conditions that mean the same by form: key case, value order and repetition do not matter. */
export function conditionText(condition: Condition): string {
  const { key, operator, qualifier, ifExists, values, negated } = condition;
  return JSON.stringify([key.toLowerCase(), operator, qualifier, ifExists, [...new Set(values)].sort(), negated]);
}
