/** What a condition operator is. */
import type { Tokens } from '../matching/glob.ts';

export type OperatorFamily = 'string' | 'numeric' | 'date' | 'bool' | 'binary' | 'ip' | 'arn' | 'null';

/**
 * `matches` compares one value of the request with one value of the policy, without negation: a negated operator holds
 * when no value of the policy matches.
 */
export interface ConditionOperator {
  readonly name: string;
  readonly family: OperatorFamily;
  readonly negated: boolean;
  /** Whether policy variables are filled in (String and Arn operators). */
  readonly variables: boolean;
  /** @param expected in template notation without variables; see variables.ts */
  matches(actual: string, expected: string): boolean;
  /** For operators that compare with patterns: the pattern, for reasoning about what can match. */
  pattern?(expected: string): { readonly tokens: Tokens; readonly ignoreCase: boolean } | null;
}
