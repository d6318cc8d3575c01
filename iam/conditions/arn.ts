/**
 * Arn operators: "Amazon Resource Name (ARN) condition operators". ArnEquals and ArnLike are the same: six parts, each
 * matched on its own; a pattern or value with fewer matches nothing.
 */
import { parseArn } from '../arn.ts';
import { confineToArnParts, countArnParts, matchTokens } from '../matching/glob.ts';
import { tokensOf } from '../matching/variables.ts';
import { memoizeByText } from '../memoize.ts';
import type { ConditionOperator } from './operator.ts';

function arnOperator(name: string, negated: boolean): ConditionOperator {
  const pattern = memoizeByText((expected) => {
    const tokens = tokensOf(expected, true);
    return countArnParts(tokens) === 6 ? { tokens: confineToArnParts(tokens, false), ignoreCase: false } : null;
  });
  return {
    name,
    family: 'arn',
    negated,
    variables: true,
    matches: (actual, expected) => {
      const compiled = pattern(expected);
      return compiled !== null && parseArn(actual) !== null && matchTokens(compiled.tokens, actual);
    },
    pattern,
  };
}

export const arnOperators: readonly ConditionOperator[] = [
  arnOperator('ArnEquals', false),
  arnOperator('ArnLike', false),
  arnOperator('ArnNotEquals', true),
  arnOperator('ArnNotLike', true),
];
