/** BinaryEquals: "Binary condition operators". Both sides are base64 and compared byte by byte. */
import type { ConditionOperator } from './operator.ts';

export const binaryOperators: readonly ConditionOperator[] = [
  {
    name: 'BinaryEquals',
    family: 'binary',
    negated: false,
    variables: false,
    matches: (actual, expected) => Buffer.from(actual, 'base64').equals(Buffer.from(expected, 'base64')),
  },
];
