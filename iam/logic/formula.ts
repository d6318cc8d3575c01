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
  const [first = true, ...others] = open;
  return others.length === 0 ? first : { all: open };
};

export const anyOf = (formulas: readonly Formula[]): Formula => {
  if (formulas.includes(true)) return true;
  const open = formulas.filter((formula) => formula !== false);
  const [first = false, ...others] = open;
  return others.length === 0 ? first : { any: open };
};

export function not(formula: Formula): Formula {
  if (typeof formula === 'boolean') return !formula;
  if ('condition' in formula) return { condition: negate(formula.condition) };
  return 'all' in formula ? anyOf(formula.all.map(not)) : allOf(formula.any.map(not));
}

const negations = new WeakMap<Condition, Condition>();
const texts = new WeakMap<Condition, string>();

/** The same object for the same condition. */
export function negate(condition: Condition): Condition {
  let negation = negations.get(condition);
  if (!negation) {
    negation = { ...condition, negated: !condition.negated };
    negations.set(condition, negation);
    negations.set(negation, condition);
  }
  return negation;
}

/** Equal texts for conditions that mean the same by form: key case, value order and repetition do not matter. */
export function conditionText(condition: Condition): string {
  let text = texts.get(condition);
  if (text === undefined) {
    const { key, operator, qualifier, ifExists, values, negated } = condition;
    text = JSON.stringify([key.toLowerCase(), operator, qualifier, ifExists, [...new Set(values)].sort(), negated]);
    texts.set(condition, text);
  }
  return text;
}
