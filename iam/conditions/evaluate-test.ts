/**
 * One condition against concrete values. Source: "Conditions with multiple context keys or values", "Multivalued context
 * keys", "IAM JSON policy elements: Condition operators" (`…IfExists`, `Null`).
 */
import type { Condition } from '../types.ts';
import { operatorNamed } from './operators.ts';

type Test = Pick<Condition, 'operator' | 'qualifier' | 'ifExists' | 'values' | 'negated'>;

/**
 * Does the condition hold?
 * @param actual the key's values in the request; null if the key is absent
 * @param multivalued whether the key is one that holds a list
 */
export function evaluateTest(condition: Test, actual: readonly string[] | null, multivalued: boolean): boolean {
  return holds(condition, actual === null || actual.length === 0 ? null : actual, multivalued) !== condition.negated;
}

function holds({ operator: name, qualifier, ifExists, values }: Test, actual: readonly string[] | null, multivalued: boolean): boolean {
  const operator = operatorNamed(name);
  if (!operator) return false;
  if (operator.family === 'null') return values.some((value) => value.toLowerCase() === String(actual === null));
  if (actual === null) {
    if (qualifier === 'ForAllValues') return true;
    if (qualifier === 'ForAnyValue') return false;
    return ifExists || operator.negated;
  }
  const passes = (value: string) => values.some((expected) => operator.matches(value, expected)) !== operator.negated;
  if (qualifier === 'ForAllValues') return actual.every(passes);
  if (qualifier === 'ForAnyValue') return actual.some(passes);
  // AWS leaves a plain operator on a multivalued key open: it does not hold.
  if (multivalued) return false;
  return actual.every(passes);
}
