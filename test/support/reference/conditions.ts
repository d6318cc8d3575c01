/** Whole conditions in a concrete context: set operators, IfExists, Null, missing keys; and the conditions a decision leaves open. */
import type { Alternatives, Condition, ConditionEntry, PolicyVersion } from '../../../iam/types.ts';
import { answerTo, type ConcreteContext, lookUp, type Question } from './concrete-context.ts';
import { compare, positiveOf } from './condition-operators.ts';
import { matchesResource } from './patterns.ts';

/** One entry of a Condition block. Set operators come first, then IfExists, then the operator's own rule for a missing key. */
export function entryHolds(entry: ConditionEntry, version: PolicyVersion, context: ConcreteContext): boolean {
  const value = lookUp(context, entry.key);
  if (entry.operator === 'Null') return entry.values.some((wanted) => (wanted.toLowerCase() === 'true') === (value === undefined));

  const positive = positiveOf[entry.operator];
  if (value === undefined) {
    if (entry.qualifier !== null) return entry.qualifier === 'ForAllValues';
    return entry.ifExists || positive !== undefined;
  }
  const isMet = (given: string): boolean => {
    const some = entry.values.some((wanted) => compare(positive ?? entry.operator, wanted, given, version, context));
    return positive === undefined ? some : !some;
  };
  const given = typeof value === 'string' ? [value] : value;
  if (entry.qualifier === 'ForAllValues') return given.every(isMet);
  if (entry.qualifier === 'ForAnyValue') return given.some(isMet);
  // A plain operator on a multivalued key is open in AWS's pages; here it never holds.
  return typeof value === 'string' && isMet(value);
}

/** A condition that a decision left open, for the role of this ARN. Its values are read as a 2012-10-17 policy's. */
export function holds(condition: Condition, roleArn: string, context: ConcreteContext): boolean {
  return rawHolds(condition, roleArn, context) !== condition.negated;
}

function rawHolds({ key, operator, values, ...test }: Condition, roleArn: string, context: ConcreteContext): boolean {
  if (key === 'rolepath:Resource') {
    const listed = values.some((pattern) => matchesResource(pattern, '2012-10-17', context, roleArn));
    return listed === (operator === 'Resource');
  }
  if (key.startsWith('rolepath:')) {
    const question = key.slice('rolepath:'.length) as Question;
    return values.some((id) => answerTo(context, question, id));
  }
  return entryHolds({ key, operator, values, ...test }, '2012-10-17', context);
}

/** True if all conditions of some alternative hold. */
export function alternativesHold(alternatives: Alternatives, roleArn: string, context: ConcreteContext): boolean {
  return alternatives.some((conjunction) => conjunction.every((condition) => holds(condition, roleArn, context)));
}
