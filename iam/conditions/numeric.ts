/** Numeric operators: "Numeric condition operators". What is no number matches nothing. */
import type { ConditionOperator } from './operator.ts';

/** Decimal integer or fraction, or null. */
export function parseNumber(text: string): number | null {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : null;
}

function numericOperator(name: string, holds: (actual: number, expected: number) => boolean, negated = false): ConditionOperator {
  return {
    name,
    family: 'numeric',
    negated,
    variables: false,
    matches: (actual, expected) => {
      const [left, right] = [parseNumber(actual), parseNumber(expected)];
      return left !== null && right !== null && holds(left, right);
    },
  };
}

export const numericOperators: readonly ConditionOperator[] = [
  numericOperator('NumericEquals', (actual, expected) => actual === expected),
  numericOperator('NumericNotEquals', (actual, expected) => actual === expected, true),
  numericOperator('NumericLessThan', (actual, expected) => actual < expected),
  numericOperator('NumericLessThanEquals', (actual, expected) => actual <= expected),
  numericOperator('NumericGreaterThan', (actual, expected) => actual > expected),
  numericOperator('NumericGreaterThanEquals', (actual, expected) => actual >= expected),
];
