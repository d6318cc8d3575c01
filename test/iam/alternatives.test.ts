/** Simplification keeps meaning: formulas and their alternatives agree under every assignment of a few small keys. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateTest } from '../../iam/conditions/evaluate-test.ts';
import { absent, type KeyFact, type KeyFacts, unknown } from '../../iam/conditions/key-facts.ts';
import { toAlternatives } from '../../iam/logic/alternatives.ts';
import { allOf, anyOf, type Formula, not } from '../../iam/logic/formula.ts';
import type { Condition, ConditionSource } from '../../iam/types.ts';

interface SmallKey {
  readonly fact: KeyFact;
  /** Every value that makes a difference to the conditions below; null is absence. */
  readonly values: readonly (readonly string[] | null)[];
  readonly tests: readonly (readonly [operator: string, ...values: string[]])[];
}

const subsetsOf = ([first, ...rest]: readonly string[]): string[][] =>
  first === undefined ? [] : [[first], ...subsetsOf(rest).flatMap((set) => [set, [first, ...set]])];

const keys: Record<string, SmallKey> = {
  'x:text': {
    fact: unknown('caller'),
    values: [null, ...['a', 'b', 'B', 'c', 'aa', 'ab', 'ac', 'aba', 'ba', 'ca', 'cb'].map((value) => [value])],
    tests: [
      ['StringEquals', 'a'],
      ['StringEquals', 'a', 'b'],
      ['StringLike', 'a*'],
      ['StringNotLike', '*b*'],
      ['StringLike', '*a'],
      ['Null', 'true'],
      ['StringEqualsIgnoreCase', 'b'],
    ],
  },
  'x:always': {
    fact: unknown('session', { mayBeAbsent: false }),
    values: ['a', 'ab', 'c', 'd'].map((value) => [value]),
    tests: [
      ['StringEquals', 'a'],
      ['StringLike', '*b'],
      ['StringNotEquals', 'c'],
      ['Null', 'false'],
    ],
  },
  'x:flag': {
    fact: unknown('session', { domain: 'bool' }),
    values: [null, ['true'], ['false']],
    tests: [
      ['Bool', 'true'],
      ['Bool', 'false'],
      ['Null', 'true'],
    ],
  },
  'x:number': {
    fact: unknown('environment', { domain: 'number', mayBeAbsent: false }),
    values: ['0', '1', '1.5', '2', '2.5', '3', '3.5', '4', '5'].map((value) => [value]),
    tests: [
      ['NumericLessThan', '2'],
      ['NumericGreaterThan', '1'],
      ['NumericEquals', '1', '4'],
      ['NumericGreaterThanEquals', '4'],
      ['NumericNotEquals', '3'],
    ],
  },
  'x:ip': {
    fact: unknown('environment', { domain: 'ip' }),
    values: [null, ['10.0.0.1'], ['10.0.1.1'], ['10.1.0.1'], ['192.0.2.1'], ['198.51.100.9'], ['2001:db8::1'], ['2001:db9::1']],
    tests: [
      ['IpAddress', '10.0.0.0/8'],
      ['IpAddress', '10.0.0.0/24', '192.0.2.1'],
      ['NotIpAddress', '10.0.0.0/16'],
      ['IpAddress', '2001:db8::/32'],
    ],
  },
  'x:list': {
    fact: unknown('caller', { multivalued: true }),
    values: [null, ...subsetsOf(['a', 'b', 'c', 'd'])],
    tests: [
      ['ForAllValues:StringEquals', 'a', 'b'],
      ['ForAnyValue:StringEquals', 'a'],
      ['ForAnyValue:StringNotEquals', 'b'],
      ['ForAllValues:StringNotLike', 'c*'],
      ['Null', 'false'],
      ['StringEquals', 'a'],
    ],
  },
};
const isList = (key: string): boolean => key === 'x:list';
const facts: KeyFacts = (key) => keys[key]?.fact ?? absent;

const conditionOn = (key: string): fc.Arbitrary<Condition> => {
  const { tests, fact } = keys[key] ?? { tests: [], fact: absent };
  return fc
    .record({ test: fc.constantFrom(...tests), ifExists: fc.boolean(), negated: fc.boolean() })
    .map(({ test, ifExists, negated }) => {
      const [name, ...values] = test;
      const [, set, operator = name] = /^(ForAllValues|ForAnyValue):(.*)$/.exec(name) ?? [];
      return {
        key,
        operator,
        qualifier: set === 'ForAllValues' || set === 'ForAnyValue' ? set : null,
        ifExists: ifExists && operator !== 'Null',
        values,
        negated,
        source: fact.state === 'unknown' ? fact.source : 'caller',
      };
    });
};

/** Over up to three keys, so that every assignment can be tried. */
const formula: fc.Arbitrary<Formula> = fc.shuffledSubarray(Object.keys(keys), { minLength: 1, maxLength: 3 }).chain(
  (names) =>
    fc.letrec<{ formula: Formula }>((tie) => ({
      formula: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.oneof(...names.map(conditionOn)).map((condition) => ({ condition })),
        fc.array(tie('formula'), { minLength: 1, maxLength: 3 }).map(allOf),
        fc.array(tie('formula'), { minLength: 1, maxLength: 3 }).map(anyOf),
        tie('formula').map(not),
      ),
    })).formula,
);

type Assignment = Readonly<Record<string, readonly string[] | null>>;

const holds = (each: Condition, assignment: Assignment): boolean => evaluateTest(each, assignment[each.key] ?? null, isList(each.key));

const isGranted = (conjunctions: readonly (readonly Condition[])[], assignment: Assignment): boolean =>
  conjunctions.some((conjunction) => conjunction.every((each) => holds(each, assignment)));

function isTrue(of: Formula, assignment: Assignment): boolean {
  if (typeof of === 'boolean') return of;
  if ('condition' in of) return holds(of.condition, assignment);
  return 'all' in of ? of.all.every((part) => isTrue(part, assignment)) : of.any.some((part) => isTrue(part, assignment));
}

function assignmentsOf(of: Formula): Assignment[] {
  const used = new Set<string>();
  const collect = (part: Formula): void => {
    if (typeof part === 'boolean') return;
    if ('condition' in part) used.add(part.condition.key);
    else for (const each of 'all' in part ? part.all : part.any) collect(each);
  };
  collect(of);
  return [...used].reduce<Assignment[]>(
    (assignments, key) => assignments.flatMap((assignment) => (keys[key]?.values ?? []).map((value) => ({ ...assignment, [key]: value }))),
    [{}],
  );
}

describe('alternatives', () => {
  it('hold exactly where the formula holds', () => {
    fc.assert(
      fc.property(formula, (of) => {
        const { alternatives, truncated } = toAlternatives(of, facts);
        expect(truncated).toBe(false);
        const every = assignmentsOf(of);
        const disagrees = every.find((assignment) => isGranted(alternatives, assignment) !== isTrue(of, assignment));
        expect(disagrees).toBeUndefined();
        // Nothing that never holds is left, and what always holds asks for nothing.
        for (const conjunction of alternatives) {
          expect(every.some((assignment) => conjunction.every((each) => holds(each, assignment)))).toBe(true);
        }
        if (every.every((assignment) => isTrue(of, assignment))) expect(alternatives).toEqual([[]]);
      }),
      { numRuns: 1_500 },
    );
  });

  it('do not ask for what the rest of them implies', () => {
    fc.assert(
      fc.property(formula, (of) => {
        const { alternatives } = toAlternatives(of, facts);
        const every = assignmentsOf(of);
        for (const [index, conjunction] of alternatives.entries()) {
          for (const left of conjunction) {
            const shorter = alternatives.with(
              index,
              conjunction.filter((each) => each !== left),
            );
            const same = every.every((assignment) => isGranted(shorter, assignment) === isGranted(alternatives, assignment));
            expect(same, `${JSON.stringify(left)} is not needed`).toBe(false);
          }
          const fewer = alternatives.filter((other) => other !== conjunction);
          const same = every.every((assignment) => isGranted(fewer, assignment) === isGranted(alternatives, assignment));
          expect(same, `${JSON.stringify(conjunction)} is not needed`).toBe(false);
        }
      }),
      { numRuns: 800 },
    );
  });

  it('are the same whatever the order of the parts', () => {
    fc.assert(
      fc.property(fc.array(formula, { minLength: 2, maxLength: 4 }), fc.boolean(), (parts, all) => {
        const combine = all ? allOf : anyOf;
        expect(toAlternatives(combine([...parts].reverse()), facts).alternatives.length === 0).toBe(
          toAlternatives(combine(parts), facts).alternatives.length === 0,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('of too many say so, and never lose a verdict', () => {
    const pairs = Array.from({ length: 12 }, (_, index) => anyOf([asks('caller', index * 2), asks('caller', index * 2 + 1)]));
    const { alternatives, truncated } = toAlternatives(allOf(pairs), open);
    expect(truncated).toBe(true);
    // What is shown are real ways, each with one of every pair.
    expect(alternatives).toHaveLength(32);
    for (const way of alternatives)
      expect(way.map(({ key }) => Math.floor(Number(key.slice('caller:'.length)) / 2)).sort((a, b) => a - b)).toEqual(
        pairs.map((_, index) => index),
      );
    expect(toAlternatives(allOf([...pairs, asks('caller', 0), not(asks('caller', 0))]), open).alternatives).toEqual([]);
  });

  it.each<{ name: string; why: string; given: number; shown: number; truncated: boolean }>([
    { name: '32', why: 'As many as are shown', given: 32, shown: 32, truncated: false },
    { name: '33', why: 'One more than are shown', given: 33, shown: 32, truncated: true },
  ])('of $name ways show $shown: $why', ({ given, shown, truncated }) => {
    const ways = Array.from({ length: given }, (_, index) => asks('caller', index));
    const simplified = toAlternatives(anyOf(ways), open);
    expect(simplified.alternatives).toHaveLength(shown);
    expect(simplified.truncated).toBe(truncated);
  });

  it('say that they are not worked out where those looked at all fail and others were left out', () => {
    const ways = Array.from({ length: 300 }, (_, index) => asks('caller', index));
    // The last by its text is left out; it is the one way that is not refused.
    const refused = ways.filter((_, index) => index !== 99).map(not);
    const { alternatives, truncated } = toAlternatives(allOf([anyOf(ways), ...refused]), open);
    expect(alternatives).toEqual([
      [expect.objectContaining({ key: 'rolepath:Undecided', operator: 'Allows', source: 'unknown-identity' })],
    ]);
    expect(truncated).toBe(true);
  });

  it('leave out a way that no call can go, alone or beside others', () => {
    const missing = { condition: { ...asks('caller', 0).condition, operator: 'Null', values: ['true'] } };
    const there: KeyFacts = () => unknown('caller', { mayBeAbsent: false });
    expect(toAlternatives(missing, there).alternatives).toEqual([]);
    expect(toAlternatives(anyOf([missing, asks('caller', 1)]), there).alternatives).toEqual([[asks('caller', 1).condition]]);
  });

  it('leave none of 256 ways out', () => {
    const way = (value: number) => ({ condition: { ...asks('caller', 0).condition, values: [String(value)] } });
    const ways = Array.from({ length: 256 }, (_, value) => way(value));
    expect(toAlternatives(allOf([anyOf(ways), way(99)]), open)).toEqual({ alternatives: [[way(99).condition]], truncated: false });
  });

  it('of one way and many narrower ones are that way, and leave nothing out', () => {
    const wide = asks('caller', 0);
    const narrow = Array.from({ length: 300 }, (_, index) => allOf([wide, asks('session', index)]));
    const { alternatives, truncated } = toAlternatives(anyOf([...narrow, wide]), open);
    expect(alternatives).toEqual([[wide.condition]]);
    expect(truncated).toBe(false);
  });

  it('leave out what is harder to supply, where either of two conditions could be left out', () => {
    const [sent, carried, around] = [asks('caller', 1), asks('session', 1), asks('environment', 1)];
    // Not all three alike: each of these six ways can lose one condition or the other.
    const ways = anyOf([
      allOf([sent, carried, not(around)]),
      allOf([sent, not(carried), around]),
      allOf([not(sent), carried, around]),
      allOf([not(sent), not(carried), around]),
      allOf([not(sent), carried, not(around)]),
      allOf([sent, not(carried), not(around)]),
    ]);
    const { alternatives } = toAlternatives(ways, open);
    expect(alternatives.map((conjunction) => conjunction.map(({ key, negated }) => `${negated ? 'not ' : ''}${key}`))).toEqual([
      ['caller:1', 'not session:1'],
      ['not caller:1', 'session:1'],
      ['caller:1', 'not environment:1'],
      ['not caller:1', 'environment:1'],
    ]);
  });

  it.each<{ name: string; why: string; given: readonly (readonly [ConditionSource, number])[][]; expected: readonly string[] }>([
    {
      name: 'by who must supply what is asked for',
      why: 'What lies outside of the data is the hardest to supply, what the caller sends the easiest',
      given: [[['unknown-identity', 1]], [['identity-provider', 1]], [['environment', 1]], [['session', 1]], [['caller', 1]]],
      expected: ['caller:1', 'session:1', 'environment:1', 'identity-provider:1', 'unknown-identity:1'],
    },
    {
      name: 'by how much is asked for',
      why: 'One condition is easier to meet than two',
      given: [
        [
          ['caller', 2],
          ['caller', 1],
        ],
        [['caller', 3]],
      ],
      expected: ['caller:3', 'caller:1 caller:2'],
    },
    {
      name: 'by the hardest first',
      why: 'Two that the caller sends are easier than one of the network',
      given: [
        [['environment', 1]],
        [
          ['caller', 1],
          ['caller', 2],
        ],
      ],
      expected: ['caller:1 caller:2', 'environment:1'],
    },
    {
      name: 'by their text at last',
      why: 'The same ways come in the same order, however the policies are written',
      given: [[['caller', 3]], [['caller', 1]], [['caller', 2]]],
      expected: ['caller:1', 'caller:2', 'caller:3'],
    },
  ])('are in order $name: $why', ({ given, expected }) => {
    const ways = anyOf(given.map((way) => allOf(way.map(([source, index]) => asks(source, index)))));
    const { alternatives } = toAlternatives(ways, open);
    expect(alternatives.map((conjunction) => conjunction.map(({ key }) => key).join(' '))).toEqual(expected);
  });

  it('of many are not compared with one another for hours', () => {
    const on = (key: string, value: string): Formula => ({
      condition: { key, operator: 'StringEquals', qualifier: null, ifExists: false, values: [value], negated: false, source: 'caller' },
    });
    let asked = 0;
    const counting: KeyFacts = () => {
      asked += 1;
      return unknown('caller');
    };
    const either = anyOf(Array.from({ length: 80 }, (_, index) => on('y:key', `v${index}`)));
    const notAll = not(allOf(['y:a', 'y:b', 'y:c'].map((key) => on(key, 'x'))));
    expect(toAlternatives(allOf([either, notAll]), counting)).toMatchObject({ truncated: true });
    // Without a bound on all comparisons together it is 47,000, and ten times as many for twice as many values.
    expect(asked).toBeLessThan(10_000);
  });
});

/** One condition on a key of its own, which this source supplies. */
const asks = (source: ConditionSource, index: number): { readonly condition: Condition } => ({
  condition: {
    key: `${source}:${index}`,
    operator: 'StringEquals',
    qualifier: null,
    ifExists: false,
    values: ['a'],
    negated: false,
    source,
  },
});
const open: KeyFacts = (key) => unknown((key.split(':')[0] ?? '') as ConditionSource);
