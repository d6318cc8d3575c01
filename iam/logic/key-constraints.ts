/**
 * Can all these conditions on one key hold at once? Decided over presence and values: exact for texts and patterns (by
 * automata), for numbers, dates and addresses (by trying every boundary), for booleans (by trying both).
 */

import { parseDate } from '../conditions/date.ts';
import { evaluateTest } from '../conditions/evaluate-test.ts';
import { formatIp, parseIpRange } from '../conditions/ip-address.ts';
import type { UnknownKey } from '../conditions/key-facts.ts';
import { parseNumber } from '../conditions/numeric.ts';
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
  // Only its own negation contradicts an opaque condition.
  const opaque = all.filter(isOpaque);
  const texts = new Set(opaque.map(conditionText));
  if (opaque.some((condition) => texts.has(conditionText(negate(condition))))) return { whenAbsent: false, whenPresent: false };
  const plain = all.filter((condition) => !isOpaque(condition));
  return {
    whenAbsent: fact.mayBeAbsent && plain.every((condition) => evaluateTest(condition, null, fact.multivalued)),
    whenPresent: fact.multivalued ? someListMeets(plain) : someValueMeets(plain, fact.domain),
  };
}

/** Nothing can be said of such a condition but that it holds or does not: it compares with another unknown key, or is no test of a value at all. */
export function isOpaque(condition: Condition): boolean {
  const operator = operatorNamed(condition.operator);
  return (
    operator === null ||
    (operator.variables && condition.values.some((value) => value.includes('${') && hasVariables(parseTemplate(value))))
  );
}

function someValueMeets(conditions: readonly Condition[], domain: UnknownKey['domain']): boolean {
  for (const value of candidateValues(conditions, domain)) {
    if (conditions.every((condition) => evaluateTest(condition, [value], false))) return true;
  }
  if (domain === 'bool') return false;
  const families = new Set(conditions.map((condition) => operatorNamed(condition.operator)?.family).filter((family) => family !== 'null'));
  const isPattern = [...families].every((family) => family === 'string' || family === 'arn');
  if (isPattern) {
    const constraints = presentConstraints(conditions);
    return constraints !== null && canMeet(constraints);
  }
  // Numbers, dates, addresses and booleans: the candidates stand for every case.
  const onOneLine =
    families.size === 1 || (domain === 'date' && [...families].every((family) => family === 'date' || family === 'numeric'));
  return !onOneLine || families.has('binary');
}

/** Conditions on a present single value as pattern constraints; null if one of them fails on any value. */
function presentConstraints(conditions: readonly Condition[]): PatternConstraint[] | null {
  const constraints: PatternConstraint[] = [];
  for (const condition of conditions) {
    const operator = operatorNamed(condition.operator);
    if (operator?.family === 'null') {
      if (!evaluateTest(condition, ['x'], false)) return null;
      continue;
    }
    const patterns = condition.values.flatMap((value) => operator?.pattern?.(value) ?? []);
    constraints.push({ patterns, matched: (operator?.negated === true) === condition.negated });
  }
  return constraints;
}

/**
 * Sets of values: what every element must be (`ForAllValues`) and what some element must be (`ForAnyValue`). One
 * element per existential is enough, so each is looked for on its own.
 */
function someListMeets(conditions: readonly Condition[]): boolean {
  const universal: PatternConstraint[] = [];
  const existential: PatternConstraint[] = [];
  for (const condition of conditions) {
    const operator = operatorNamed(condition.operator);
    if (operator?.family === 'null' || condition.qualifier === null) {
      // A plain operator on a list of values does not hold (open in AWS's documentation); Null looks at presence only.
      if (!evaluateTest(condition, ['x', 'y'], true)) return false;
      continue;
    }
    // What other operators ask of a list is not worked out, and so refutes nothing.
    if (operator?.family !== 'string' && operator?.family !== 'arn') continue;
    const patterns = condition.values.flatMap((value) => operator.pattern?.(value) ?? []);
    const isUniversal = (condition.qualifier === 'ForAllValues') !== condition.negated;
    // ¬ForAllValues(match) is "some element does not match", ¬ForAnyValue(match) is "no element matches".
    const matched = !operator.negated !== condition.negated;
    (isUniversal ? universal : existential).push({ patterns, matched });
  }
  const wanted = existential.length > 0 ? existential : [{ patterns: [], matched: false }];
  return wanted.every((constraint) => canMeet([...universal, constraint]));
}

/** For ordered and finite domains: every value at which some condition changes, one between each two and beyond them, and one that is none of them. */
function candidateValues(conditions: readonly Condition[], domain: UnknownKey['domain']): string[] {
  if (domain === 'bool') return ['true', 'false'];
  const values = new Set<string>(['~none-of-these~']);
  const numbers: number[] = [];
  const dates: number[] = [];
  for (const condition of conditions) {
    const family = operatorNamed(condition.operator)?.family;
    for (const text of condition.values.map(plainText)) {
      values.add(text);
      // Where a key is a date, numbers are seconds since the epoch.
      if (family === 'date' || (family === 'numeric' && domain === 'date')) dates.push(parseDate(text) ?? 0);
      if (family === 'numeric') numbers.push(parseNumber(text) ?? 0);
      if (family === 'ip') for (const each of ipNeighbours(text)) values.add(each);
    }
  }
  for (const each of pointsAround(numbers)) values.add(String(each));
  for (const each of pointsAround(dates)) {
    values.add(String(each / 1000));
    if (Math.abs(each) <= lastDate) values.add(new Date(each).toISOString());
  }
  if (domain === 'ip') for (const each of ['198.51.100.77', '2001:db8::77']) values.add(each);
  if (domain === 'number') values.add('0');
  if (domain === 'date') values.add('2000-01-01T00:00:00Z');
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

/** The values, one before, between each two, and after them. */
function pointsAround(values: readonly number[]): number[] {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  return sorted.flatMap((value, index) => {
    const next = sorted[index + 1];
    return [...(index === 0 ? [value - 1] : []), value, next === undefined ? value + 1 : (value + next) / 2];
  });
}

/** One address: a request never comes from a block. */
function isAddress(text: string): boolean {
  const range = parseIpRange(text);
  return range !== null && range.first === range.last;
}

function ipNeighbours(text: string): string[] {
  const range = parseIpRange(text);
  if (!range) return [];
  const last = range.version === 4 ? (1n << 32n) - 1n : (1n << 128n) - 1n;
  return [range.first - 1n, range.first, range.last, range.last + 1n]
    .filter((value) => value >= 0n && value <= last)
    .map((value) => formatIp(range.version, value));
}
