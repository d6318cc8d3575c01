/** String operators: "String condition operators". Only the Like forms know wildcards; matching is case-sensitive unless IgnoreCase. */

import { foldTokens, matchTokens } from '../matching/glob.ts';
import { tokensOf } from '../matching/variables.ts';
import { memoizeByText } from '../memoize.ts';
import type { ConditionOperator } from './operator.ts';

function stringOperator(name: string, { wildcards = false, ignoreCase = false, negated = false }): ConditionOperator {
  const folded = memoizeByText((expected) => foldTokens(tokensOf(expected, wildcards)));
  const tokens = (expected: string) => (ignoreCase ? folded(expected) : tokensOf(expected, wildcards));
  return {
    name,
    family: 'string',
    negated,
    variables: true,
    matches: (actual, expected) => matchTokens(tokens(expected), ignoreCase ? actual.toLowerCase() : actual),
    pattern: (expected) => ({ tokens: tokens(expected), ignoreCase }),
  };
}

export const stringOperators: readonly ConditionOperator[] = [
  stringOperator('StringEquals', {}),
  stringOperator('StringNotEquals', { negated: true }),
  stringOperator('StringEqualsIgnoreCase', { ignoreCase: true }),
  stringOperator('StringNotEqualsIgnoreCase', { ignoreCase: true, negated: true }),
  stringOperator('StringLike', { wildcards: true }),
  stringOperator('StringNotLike', { wildcards: true, negated: true }),
];
