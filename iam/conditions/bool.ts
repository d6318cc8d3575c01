/** The Bool operator: "Boolean condition operators". */
import type { ConditionOperator } from './operator.ts';

export const boolOperators: readonly ConditionOperator[] = [
  {
    name: 'Bool',
    family: 'bool',
    negated: false,
    variables: false,
    matches: (actual, expected) => /^(true|false)$/i.test(expected) && actual.toLowerCase() === expected.toLowerCase(),
  },
];
