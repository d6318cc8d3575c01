/**
 * All condition operators in one table. Source: "IAM JSON policy elements: Condition operators".
 * To add one: a file beside this one, a row here, and cases under test/cases/conditions.
 */
import { arnOperators } from './arn.ts';
import { binaryOperators } from './binary.ts';
import { boolOperators } from './bool.ts';
import { dateOperators } from './date.ts';
import { ipAddressOperators } from './ip-address.ts';
import { numericOperators } from './numeric.ts';
import type { ConditionOperator } from './operator.ts';
import { stringOperators } from './string.ts';

const nullOperator: ConditionOperator = {
  name: 'Null',
  family: 'null',
  negated: false,
  variables: false,
  matches: () => false, // Null looks at presence only; see evaluate.ts
};

export const conditionOperators: readonly ConditionOperator[] = [
  ...stringOperators,
  ...numericOperators,
  ...dateOperators,
  ...boolOperators,
  ...binaryOperators,
  ...ipAddressOperators,
  ...arnOperators,
  nullOperator,
];

const byName = new Map(conditionOperators.map((operator) => [operator.name, operator]));

/** Operator names in AWS's spelling by their lower-case form. */
export const operatorNames: ReadonlyMap<string, string> = new Map(conditionOperators.map(({ name }) => [name.toLowerCase(), name]));

/** @param name in AWS's spelling, without set operator and IfExists; null for a name that is no operator */
export const operatorNamed = (name: string): ConditionOperator | null => byName.get(name) ?? null;
