/**
 * One condition entry of a statement before the call: true, false, or a condition that remains. Three-valued because some
 * keys are only known at the moment of the call.
 */

import { type Formula, negate } from '../logic/formula.ts';
import { possibilities } from '../logic/key-constraints.ts';
import { escapeLiteral, escapeOldText, expandTemplate, hasVariables, parseTemplate, type VariableValue } from '../matching/variables.ts';
import type { Condition, ConditionEntry, ConditionSource } from '../types.ts';
import { evaluateTest } from './evaluate-test.ts';
import type { KeyFact, KeyFacts } from './key-facts.ts';
import { operatorNamed } from './operators.ts';

/** @param variables whether the document's version knows policy variables */
export function evaluateEntry(entry: ConditionEntry, variables: boolean, facts: KeyFacts): Formula {
  const operator = operatorNamed(entry.operator);
  const values: string[] = [];
  const unknownVariables: string[] = [];
  for (const written of entry.values) {
    const text = variables ? written : escapeOldText(written);
    if (!operator?.variables || !text.includes('${')) values.push(text);
    else {
      const expansion = expandTemplate(parseTemplate(text), (key) => variableValue(facts(key)));
      // A value whose variable has no value can match nothing.
      if (expansion.kind !== 'no-value') values.push(expansion.text);
      if (expansion.kind === 'unknown') unknownVariables.push(...expansion.keys);
    }
  }
  const { operator: name, qualifier, ifExists, key } = entry;
  const fact = facts(key);
  const condition = { key, operator: name, qualifier, ifExists, values, negated: false, source: sourceOf(fact, unknownVariables, facts) };
  if (unknownVariables.length === 0) return evaluateAgainst(condition, fact);
  return evaluateWithVariables(condition, fact, facts);
}

/** A condition without unknown variables: decided where the key's fact decides it. */
export function evaluateAgainst(condition: Condition, fact: KeyFact): Formula {
  if (fact.state === 'known') return evaluateTest(condition, fact.values, fact.multivalued);
  if (fact.state === 'absent') return evaluateTest(condition, null, false);
  if (!canHold(condition, fact)) return false;
  if (!canHold(negate(condition), fact)) return true;
  return { condition };
}

function canHold(condition: Condition, fact: KeyFact & { state: 'unknown' }): boolean {
  const { whenAbsent, whenPresent } = possibilities([condition], fact);
  return whenAbsent || whenPresent;
}

/**
 * `known key = ${unknown key}` says the same as `unknown key = known value`, which can be reasoned about; everything else
 * with an unknown variable stays as it is written.
 */
function evaluateWithVariables(condition: Condition, fact: KeyFact, facts: KeyFacts): Formula {
  if (fact.state === 'absent') return evaluateTest(condition, null, false);
  const [only, ...others] = condition.values;
  const parts = parseTemplate(only ?? '');
  const [part] = parts;
  const operator = operatorNamed(condition.operator);
  if (
    fact.state === 'known' &&
    !fact.multivalued &&
    operator?.family === 'string' &&
    others.length === 0 &&
    parts.length === 1 &&
    part?.kind === 'variable' &&
    part.fallback === null
  ) {
    const swapped = swappedOperator(operator.name);
    const turned = {
      ...condition,
      key: part.key,
      operator: swapped,
      qualifier: null,
      ifExists: false,
      values: fact.values.map(escapeLiteral),
    };
    return evaluateAgainst(turned, facts(part.key));
  }
  return { condition };
}

/** With the variable alone on the right, Like compares like Equals: a variable's value has no wildcards. */
const swappedOperator = (name: string): string =>
  name === 'StringLike' ? 'StringEquals' : name === 'StringNotLike' ? 'StringNotEquals' : name;

function variableValue(fact: KeyFact): VariableValue {
  if (fact.state === 'absent') return 'no-value';
  if (fact.state === 'unknown') return fact.multivalued ? 'no-value' : 'unknown';
  const [value] = fact.values;
  return fact.multivalued || value === undefined ? 'no-value' : { text: value };
}

/** The one who supplies what is missing: of the key itself, else of the variable it is compared with. */
function sourceOf(fact: KeyFact, variables: readonly string[], facts: KeyFacts): ConditionSource {
  for (const candidate of [fact, ...variables.map(facts)]) {
    if (candidate.state === 'unknown') return candidate.source;
  }
  return 'environment';
}

/** The value of a policy variable in Resource. */
export const resourceVariable =
  (facts: KeyFacts) =>
  (key: string): VariableValue =>
    variableValue(facts(key));

/** True if the text, in a document that knows variables, has some. */
export const mentionsVariables = (text: string): boolean => text.includes('${') && hasVariables(parseTemplate(text));
