/** What conditions leave of a value that a session carries: whether one value, one list, or none can meet them all. */
import { describe, expect, it } from 'vitest';
import { canHoldForListWith, canHoldTogether, holdFor, holdWhenAbsent } from '../../iam/logic/session-values.ts';
import type { Condition } from '../../iam/types.ts';

function condition(operator: string, values: readonly string[], more: Partial<Condition> = {}): Condition {
  return { key: 'sts:RoleSessionName', operator, qualifier: null, ifExists: false, values, negated: false, source: 'session', ...more };
}
const equals = (...values: string[]) => condition('StringEquals', values);
const like = (...values: string[]) => condition('StringLike', values);
const unequal = (...values: string[]) => condition('StringNotEquals', values);
const any = (...values: string[]) => condition('StringEquals', values, { qualifier: 'ForAnyValue' });
const all = (...values: string[]) => condition('StringEquals', values, { qualifier: 'ForAllValues' });

describe('one value that meets', () => {
  it.each<[string, readonly Condition[], boolean]>([
    ['nothing', [], true],
    ['one text', [equals('a')], true],
    ['two texts', [equals('a'), equals('b')], false],
    ['one of several, twice', [equals('a', 'b'), equals('b', 'c')], true],
    ['a pattern and a text in it', [like('ci-*'), equals('ci-7')], true],
    ['a pattern and a text beside it', [like('ci-*'), equals('dev')], false],
    ['two patterns that meet', [like('ci-*'), like('*-7')], true],
    ['two patterns that cannot', [like('ci-*'), like('dev-*')], false],
    ['a text and its opposite', [equals('a'), unequal('a')], false],
    ['a text and the opposite of another', [equals('a'), unequal('b')], true],
    ['presence, and absence', [condition('Null', ['true']), equals('a')], false],
    ['absence alone: no value does', [condition('Null', ['true'])], false],
  ])('%s', (_, conditions, expected) => {
    expect(canHoldTogether(conditions)).toBe(expected);
  });
});

describe('a list with `team` in it that meets', () => {
  it.each<[string, readonly Condition[], boolean]>([
    ['nothing', [], true],
    ['some is it', [any('team')], true],
    ['some is it, in another case', [all('TEAM', 'team')], true],
    ['some is another', [any('cost')], true],
    ['all are others', [all('cost', 'stage')], false],
    ['all are it or another', [all('team', 'cost')], true],
    [
      'none is it',
      [
        condition('StringNotEquals', ['team'], { qualifier: 'ForAllValues' }),
        condition('StringNotEquals', ['Team', 'TEAM'], { qualifier: 'ForAllValues' }),
      ],
      true,
    ],
    ['none is it in any case', [condition('StringNotEqualsIgnoreCase', ['team'], { qualifier: 'ForAllValues' })], false],
    ['absence', [condition('Null', ['true'])], false],
  ])('%s', (_, conditions, expected) => {
    expect(canHoldForListWith('team', conditions)).toBe(expected);
  });
});

it.each<[string, readonly Condition[], boolean]>([
  ['nothing', [], true],
  ['a text', [equals('a')], false],
  ['a text if there is one', [condition('StringEquals', ['a'], { ifExists: true })], true],
  ['the opposite of a text', [unequal('a')], true],
  ['absence', [condition('Null', ['true'])], true],
  ['absence and a text', [condition('Null', ['true']), equals('a')], false],
  ['all of a list', [all('a')], true],
  ['some of a list', [any('a')], false],
])('without value, %s holds', (_, conditions, expected) => {
  expect(holdWhenAbsent(conditions)).toBe(expected);
});

it.each<[string, readonly Condition[], boolean]>([
  ['nothing', [], true],
  ['the text', [equals('ci-7')], true],
  ['the text and a pattern', [equals('ci-7'), like('ci-*')], true],
  ['the text and another', [equals('ci-7'), equals('ci-8')], false],
  ['a pattern that does not match', [like('dev-*')], false],
])('for ci-7, %s holds', (_, conditions, expected) => {
  expect(holdFor('ci-7', conditions)).toBe(expected);
});
