/** Formulas are kept small as they are built, and conditions that say the same are told by their text. */
import { describe, expect, it } from 'vitest';
import { allOf, anyOf, conditionText, type Formula, negate, not } from '../../iam/logic/formula.ts';
import type { Condition } from '../../iam/types.ts';

const condition = (more: Partial<Condition> = {}): Condition => ({
  key: 'sts:ExternalId',
  operator: 'StringEquals',
  qualifier: null,
  ifExists: false,
  values: ['a'],
  negated: false,
  source: 'caller',
  ...more,
});
const a = { condition: condition() };
const b = { condition: condition({ values: ['b'] }) };
const notA = { condition: condition({ negated: true }) };
const notB = { condition: condition({ values: ['b'], negated: true }) };

it.each<{ name: string; given: () => Formula; expected: Formula }>([
  { name: 'all of nothing is true', given: () => allOf([]), expected: true },
  { name: 'any of nothing is false', given: () => anyOf([]), expected: false },
  { name: 'all of one is that one', given: () => allOf([a]), expected: a },
  { name: 'any of one is that one', given: () => anyOf([a]), expected: a },
  { name: 'what is true asks nothing of all', given: () => allOf([true, a, true, b]), expected: { all: [a, b] } },
  { name: 'what is false adds nothing to any', given: () => anyOf([false, a, false, b]), expected: { any: [a, b] } },
  { name: 'all with one that is false are false', given: () => allOf([a, false, b]), expected: false },
  { name: 'any with one that is true are true', given: () => anyOf([a, true, b]), expected: true },
  { name: 'not true is false', given: () => not(true), expected: false },
  { name: 'not all is any that is not', given: () => not(allOf([a, b])), expected: { any: [notA, notB] } },
  { name: 'not any is all that are not', given: () => not(anyOf([a, b])), expected: { all: [notA, notB] } },
])('$name', ({ given, expected }) => {
  expect(given()).toEqual(expected);
});

it('negates to one object for one condition, and back to the condition itself', () => {
  const { condition } = a;
  expect(negate(condition)).toBe(negate(condition));
  expect(negate(negate(condition))).toBe(condition);
});

describe('two conditions say', () => {
  it.each<{ name: string; given: Partial<Condition>; same: boolean }>([
    { name: 'the same, whatever the case of their key', given: { key: 'STS:externalid' }, same: true },
    { name: 'the same, whatever the order of their values', given: { values: ['b', 'a'] }, same: true },
    { name: 'the same, if one repeats a value', given: { values: ['a', 'b', 'a'] }, same: true },
    { name: 'the same, whoever supplies the value', given: { source: 'session' }, same: true },
    { name: 'different things of different values', given: { values: ['a', 'c'] }, same: false },
    { name: 'different things of a value in another case', given: { values: ['A', 'b'] }, same: false },
    { name: 'different things by different operators', given: { operator: 'StringLike' }, same: false },
    { name: 'different things of all values and of one', given: { qualifier: 'ForAllValues' }, same: false },
    { name: 'different things, if one lets absence through', given: { ifExists: true }, same: false },
    { name: 'different things, if one is the contrary', given: { negated: true }, same: false },
  ])('$name', ({ given, same }) => {
    const first = condition({ values: ['a', 'b'] });
    expect(conditionText(condition({ values: ['a', 'b'], ...given })) === conditionText(first)).toBe(same);
  });
});
