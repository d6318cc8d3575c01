/** Guards: what counts as met, what as not, and what is wrong with a file of them. */
import { describe, expect, test } from 'vitest';
import { checkGuard, type Guard, readGuards } from '../../../queries/audit/guards.ts';
import { QueryError, type Questions } from '../../../queries/questions.ts';
import { SavedQueryError } from '../../../queries/saved/saved-query-error.ts';
import { arns, createFakeQuestions } from '../../support/fake-questions.ts';

/** Alice reaches admin under conditions only; nobody reaches from admin to alice's pipeline. */
const questions = createFakeQuestions();
/** A search that is cut off before it found anything. */
const cutOff: Questions = {
  ...questions,
  paths: async (...args) => ({ ...(await questions.paths(...args)), paths: [], truncated: true }),
};

interface Case {
  readonly name: string;
  readonly guard: Guard;
  readonly expected: { readonly met: boolean; readonly outcome: string; readonly hasChain: boolean };
  readonly over?: Questions;
}

const cases: readonly Case[] = [
  {
    name: 'must be reached, and is',
    guard: { expect: 'reachable', from: 'alice', to: 'role/admin' },
    expected: { met: true, outcome: 'reachable', hasChain: true },
  },
  {
    name: 'must not be reached, and is',
    guard: { expect: 'unreachable', from: 'alice', to: 'role/admin' },
    expected: { met: false, outcome: 'reachable', hasChain: true },
  },
  {
    name: 'must not be reached, and is not',
    guard: { expect: 'unreachable', from: 'role/admin', to: 'role/ci/pipeline' },
    expected: { met: true, outcome: 'unreachable', hasChain: false },
  },
  {
    name: 'must be reached, and is not',
    guard: { expect: 'reachable', from: 'role/admin', to: 'role/ci/pipeline' },
    expected: { met: false, outcome: 'unreachable', hasChain: false },
  },
  {
    name: 'must not be reached without conditions: some chain has them',
    guard: { expect: 'unreachable', from: arns.vendor, to: 'role/audit', unconditional: true },
    expected: { met: true, outcome: 'unreachable', hasChain: false },
  },
  {
    name: 'the same with conditions',
    guard: { expect: 'unreachable', from: arns.vendor, to: 'role/audit' },
    expected: { met: false, outcome: 'reachable', hasChain: true },
  },
  {
    name: 'a search that was cut off shows no unreachability',
    guard: { expect: 'unreachable', from: 'alice', to: 'role/admin' },
    expected: { met: false, outcome: 'unknown', hasChain: false },
    over: cutOff,
  },
  {
    name: 'nor reachability',
    guard: { expect: 'reachable', from: 'alice', to: 'role/admin' },
    expected: { met: false, outcome: 'unknown', hasChain: false },
    over: cutOff,
  },
];

test.each(cases)('$name', async ({ guard, expected, over = questions }) => {
  const { met, outcome, chain, from, to } = await checkGuard(over, guard);
  expect({ met, outcome, hasChain: chain !== null }).toEqual(expected);
  expect([from, to].every((arn) => arn.startsWith('arn:'))).toBe(true);
});

test('names that fit none or several are refused, not taken for unreachable', async () => {
  for (const guard of [
    { expect: 'unreachable', from: 'nobody-at-all', to: 'role/admin' },
    { expect: 'unreachable', from: 'role/', to: 'role/admin' },
    { expect: 'unreachable', from: 'alice', to: 'user/bob' },
  ] as const)
    await expect(checkGuard(questions, guard)).rejects.toBeInstanceOf(QueryError);
});

test('the search goes as far as a chain may be', async () => {
  const asked: unknown[] = [];
  const watching: Questions = {
    ...questions,
    paths: (from, to, options) => {
      asked.push(options);
      return questions.paths(from, to, options);
    },
  };
  await checkGuard(watching, { expect: 'unreachable', from: 'alice', to: 'role/admin' });
  expect(asked).toEqual([{ limit: 1, maxHops: 32, unconditional: false }]);
});

describe('files of guards', () => {
  test('are lists of expectations', () => {
    const text =
      'guards:\n  - {expect: reachable, from: a, to: b}\n  - {expect: unreachable, from: a, to: c, unconditional: true, why: W}\n';
    expect(readGuards('g.yaml', text)).toEqual([
      { expect: 'reachable', from: 'a', to: 'b', unconditional: false },
      { expect: 'unreachable', from: 'a', to: 'c', unconditional: true, why: 'W' },
    ]);
  });

  test.each([
    ['not YAML', 'guards: [', '1: it is not YAML'],
    ['nothing', '', '1: guards: is needed'],
    ['another expectation', 'guards:\n  - {expect: maybe, from: a, to: b}', '2: guards.0.expect: '],
    ['no role', 'guards:\n  - {expect: reachable, from: a}', '2: guards.0.to: is needed'],
    ['an empty name', 'guards:\n  - {expect: reachable, from: "", to: b}', '2: guards.0.from: must name a principal'],
    [
      'a misspelt key',
      'guards:\n  - {expect: reachable, from: a, to: b, uncondtional: true}',
      '2: guards.0.uncondtional: there is no such key',
    ],
    ['two documents', 'guards: []\n---\nguards: []', '3: it is not YAML: only one document'],
  ])('%s', (_name, text, expected) => {
    let error: unknown;
    try {
      readGuards('g.yaml', text);
    } catch (caught) {
      error = caught;
    }
    if (!(error instanceof SavedQueryError)) throw new Error('It was taken.');
    expect(error.code).toBe('guard-file-invalid');
    expect(error.problems.map(({ line, reason }) => `${line}: ${reason}`).join('\n')).toContain(expected);
  });
});
