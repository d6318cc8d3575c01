/**
 * Can all these conditions on one key hold at once? Decided over presence and values: exact for texts and patterns (by
 * automata), for numbers, dates and addresses (by trying every boundary), for booleans (by trying both).
 */

import { parseDate } from '../conditions/date.ts';
import { evaluateTest } from '../conditions/evaluate-test.ts';
import { formatIp, parseIpRange } from '../conditions/ip-address.ts';
import type { UnknownKey } from '../conditions/key-facts.ts';
import { parseNumber } from '../conditions/numeric.ts';
import type { ConditionOperator } from '../conditions/operator.ts';
import { operatorNamed } from '../conditions/operators.ts';
import { hasVariables, parseTemplate, plainText } from '../matching/variables.ts';
import type { Condition } from '../types.ts';
import { conditionText, negate } from './formula.ts';
import { canMeet, type PatternConstraint } from './pattern-automata.ts';

export interface KeyPossibilities {
  /** All conditions can hold while the key is absent. */
  readonly whenAbsent: boolean;
  /** All conditions can hold for some value; true also where that is neither shown nor refuted. */
  readonly whenPresent: boolean;
}

/** @param conditions all on the same key; those known of the key (`fact.given`) are added here */
export function possibilities(conditions: readonly Condition[], fact: UnknownKey): KeyPossibilities {
  const all = [...conditions, ...fact.given];
  // Nothing but its own negation contradicts an opaque condition.
  const texts = new Set(all.map(conditionText));
  if (all.some((condition) => texts.has(conditionText(negate(condition))))) return { whenAbsent: false, whenPresent: false };
  const tests = all.flatMap((condition) => plainTest(condition) ?? []);
  return {
    whenAbsent: fact.mayBeAbsent && tests.every(({ condition }) => evaluateTest(condition, null, fact.multivalued)),
    whenPresent: fact.multivalued ? someListMeets(tests) : someValueMeets(tests, fact.domain),
  };
}

/** A condition that looks at nothing but its key's own value. */
interface PlainTest {
  readonly condition: Condition;
  readonly operator: ConditionOperator;
}

function plainTest(condition: Condition): PlainTest | null {
  const operator = operatorNamed(condition.operator);
  if (!operator) return null;
  const compares = operator.variables && condition.values.some((value) => value.includes('${') && hasVariables(parseTemplate(value)));
  return compares ? null : { condition, operator };
}

const patternsOf = ({ condition, operator }: PlainTest): PatternConstraint['patterns'] =>
  condition.values.flatMap((value) => operator.pattern?.(value) ?? []);

function someValueMeets(tests: readonly PlainTest[], domain: UnknownKey['domain']): boolean {
  for (const value of candidateValues(tests, domain)) {
    if (tests.every(({ condition }) => evaluateTest(condition, [value], false))) return true;
  }
  if (domain === 'bool') return false;
  const families = new Set(tests.map(({ operator }) => operator.family).filter((family) => family !== 'null'));
  const isPattern = [...families].every((family) => family === 'string' || family === 'arn');
  if (isPattern) {
    const constraints = presentConstraints(tests);
    return constraints !== null && canMeet(constraints);
  }
  // Numbers, dates, addresses and booleans: the candidates stand for every case.
  const onOneLine =
    families.size === 1 || (domain === 'date' && [...families].every((family) => family === 'date' || family === 'numeric'));
  return !onOneLine || families.has('binary');
}

/** Conditions on a present single value as pattern constraints; null if one of them fails on any value. */
function presentConstraints(tests: readonly PlainTest[]): PatternConstraint[] | null {
  const constraints: PatternConstraint[] = [];
  for (const test of tests) {
    const { condition, operator } = test;
    if (operator.family === 'null') {
      if (!evaluateTest(condition, ['x'], false)) return null;
      continue;
    }
    constraints.push({ patterns: patternsOf(test), matched: operator.negated === condition.negated });
  }
  return constraints;
}

/**
 * Sets of values: what every element must be (`ForAllValues`) and what some element must be (`ForAnyValue`). One
 * element per existential is enough, so each is looked for on its own.
 */
function someListMeets(tests: readonly PlainTest[]): boolean {
  const universal: PatternConstraint[] = [];
  const existential: PatternConstraint[] = [];
  for (const test of tests) {
    const { condition, operator } = test;
    if (condition.qualifier === null) {
      // A plain operator on a list of values does not hold (open in AWS's documentation); Null looks at presence only.
      if (!evaluateTest(condition, ['x', 'y'], true)) return false;
      continue;
    }
    // What other operators ask of a list is not worked out, and so refutes nothing.
    if (operator.family !== 'string' && operator.family !== 'arn') continue;
    const isUniversal = (condition.qualifier === 'ForAllValues') !== condition.negated;
    // ¬ForAllValues(match) is "some element does not match", ¬ForAnyValue(match) is "no element matches".
    const matched = !operator.negated !== condition.negated;
    (isUniversal ? universal : existential).push({ patterns: patternsOf(test), matched });
  }
  const wanted = existential.length > 0 ? existential : [{ patterns: [], matched: false }];
  return wanted.every((constraint) => canMeet([...universal, constraint]));
}

/** For ordered and finite domains: every value at which some condition changes, one between each two and beyond them, and one that is none of them. */
function candidateValues(tests: readonly PlainTest[], domain: UnknownKey['domain']): string[] {
  if (domain === 'bool') return ['true', 'false'];
  const values = new Set(['~none-of-these~', '0', '2000-01-01T00:00:00Z', '198.51.100.77', '2001:db8::77']);
  const numbers: number[] = [];
  const dates: number[] = [];
  for (const { condition, operator } of tests) {
    const { family } = operator;
    for (const text of condition.values.map(plainText)) {
      values.add(text);
      // Where a key is a date, numbers are seconds since the epoch.
      if (family === 'date' || family === 'numeric') dates.push(parseDate(text) ?? 0);
      if (family === 'numeric') numbers.push(parseNumber(text) ?? 0);
      if (family === 'ip') for (const each of ipBoundaries(text)) values.add(each);
    }
  }
  for (const each of pointsAround(numbers)) values.add(String(each));
  for (const each of pointsAround(dates)) {
    values.add(String(each / 1000));
    if (Math.abs(each) <= lastDate) values.add(new Date(each).toISOString());
  }
  // In a typed domain only values of that type occur.
  const fits = {
    text: () => true,
    number: (text: string) => parseNumber(text) !== null,
    date: (text: string) => parseDate(text) !== null,
    ip: isAddress,
  }[domain];
  return [...values].filter(fits);
}

/** Milliseconds; JavaScript's dates end here. */
const lastDate = 8.64e15;

/** The values, one before and one after each, halfway to the next where there is one. */
function pointsAround(values: readonly number[]): number[] {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  return sorted.flatMap((value, index) => {
    const next = sorted[index + 1];
    return [value - 1, value, next === undefined ? value + 1 : (value + next) / 2];
  });
}

/** One address: a request never comes from a block. */
function isAddress(text: string): boolean {
  const range = parseIpRange(text);
  return range !== null && range.first === range.last;
}

/** The first address of a block and the first one after it: whatever blocks leave begins at one of these. After the last address comes the first. */
function ipBoundaries(text: string): string[] {
  const range = parseIpRange(text);
  return range ? [range.first, range.last + 1n].map((value) => formatIp(range.version, value)) : [];
}
