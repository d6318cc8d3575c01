/** The closing line must never say that all is well when it is not: a file that does not load, a crash and an empty run count as failures. */
import { describe, expect, it } from 'vitest';
import { closingLine, countTests } from '../../scripts/lib/test-report.mjs';

const file = (status: string, ...tests: readonly string[]) => ({
  name: '/project/test/some.test.ts',
  status,
  assertionResults: tests.map((result, index) => ({ fullName: `case ${index}`, status: result })),
});

const cases = [
  {
    name: 'all pass',
    why: 'the usual end',
    given: { report: { testResults: [file('passed', 'passed', 'passed')] }, exitCode: 0 },
    expected: '2 passed, 0 failed',
  },
  {
    name: 'one fails',
    why: 'failed tests are counted singly',
    given: { report: { testResults: [file('failed', 'passed', 'failed', 'failed')] }, exitCode: 1 },
    expected: '1 passed, 2 failed',
  },
  {
    name: 'a file does not load',
    why: 'none of its tests ran, so none of them failed',
    given: { report: { testResults: [file('failed'), file('passed', 'passed')] }, exitCode: 1 },
    expected: '1 passed, 1 failed',
  },
  {
    name: 'a hook fails after its tests passed',
    why: 'the file is failed although each test passed',
    given: { report: { testResults: [file('failed', 'passed')] }, exitCode: 1 },
    expected: '1 passed, 1 failed',
  },
  {
    name: 'skipped, pending and todo',
    why: 'whatever did not run is skipped',
    given: { report: { testResults: [file('passed', 'passed', 'skipped', 'pending', 'todo')] }, exitCode: 0 },
    expected: '1 passed, 0 failed, 3 skipped',
  },
  {
    name: 'an error outside of any test',
    why: 'vitest exits with 1 though every test passed',
    given: { report: { testResults: [file('passed', 'passed')] }, exitCode: 1 },
    expected: '1 passed, 1 failed',
  },
  { name: 'vitest crashed', why: 'it wrote no report', given: { report: null, exitCode: 139 }, expected: '0 passed, 1 failed' },
  {
    name: 'nothing ran',
    why: 'a filter that matches no file',
    given: { report: { testResults: [] }, exitCode: 0 },
    expected: '0 passed, 1 failed',
  },
];

describe('the closing line of npm test', () => {
  it.each(cases)('$name: $why', ({ given, expected }) => {
    expect(closingLine(countTests(given.report, given.exitCode))).toBe(expected);
  });

  it('names what was skipped', () => {
    const { skipped } = countTests({ testResults: [file('passed', 'passed', 'skipped')] }, 0);
    expect(skipped).toEqual([{ file: '/project/test/some.test.ts', fullName: 'case 1', status: 'skipped' }]);
  });
});
