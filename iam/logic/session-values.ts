/**
 * What several conditions leave of one value that a session carries. Chains ask: can a value that was bound when it was chosen
 * be one that a later hop asks for?
 */
import { evaluateTest } from '../conditions/evaluate-test.ts';
import { unknown } from '../conditions/key-facts.ts';
import type { Condition } from '../types.ts';
import { possibilities } from './key-constraints.ts';

/** Is there a value, one text, for which all of them hold? True where that cannot be told. Keys are not looked at. */
export function canHoldTogether(conditions: readonly Condition[]): boolean {
  return conditions.length === 0 || possibilities(conditions, unknown('session')).whenPresent;
}

/** Is there a list with this value in it for which all of them hold? */
export function canHoldForListWith(value: string, conditions: readonly Condition[]): boolean {
  if (conditions.length === 0) return true;
  const [first] = conditions as readonly [Condition];
  const holdsIt: Condition = {
    ...first,
    operator: 'StringEqualsIgnoreCase',
    qualifier: 'ForAnyValue',
    ifExists: false,
    values: [value],
    negated: false,
  };
  return possibilities([...conditions, holdsIt], unknown('session', { multivalued: true })).whenPresent;
}

/** Do all of them hold where there is no value? */
export const holdWhenAbsent = (conditions: readonly Condition[]): boolean =>
  conditions.every((condition) => evaluateTest(condition, null, false));

/** Do all of them hold for exactly this value? */
export const holdFor = (value: string, conditions: readonly Condition[]): boolean =>
  conditions.every((condition) => evaluateTest(condition, [value], false));
