/** `rolepath cypher`: where the query and its parameters come from, how rows are written, and how a refusal is said. */
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import { CypherError } from '../../graph/cypher-runner.ts';
import type { CypherAnswer } from '../../queries/answers.ts';
import type { CypherOptions } from '../../queries/questions.ts';
import { createFakeQuestions, hostileName } from '../support/fake-questions.ts';
import { fakeServices, fakeSurroundings } from './fake-surroundings.ts';

const node = { _label: 'Principal', arn: hostileName, kind: 'role' };
const answer: CypherAnswer = {
  ...{ snapshot: 's', incomplete: false, truncated: true, cypher: 'RETURN 1' },
  columns: ['name', '=cmd\u202e', 'node', 'path', 'list', 'number', 'nothing'],
  rows: [
    [
      hostileName,
      '=1+1',
      node,
      { nodes: [node, { _label: 'Principal', arn: 'b' }], relationships: [{ _label: 'CAN_ASSUME', _from: hostileName, _to: 'b' }] },
      ['a', 1, null],
      -5,
      null,
    ],
  ],
};

async function run(args: readonly string[], { input = '', fails }: { input?: string; fails?: Error } = {}) {
  const asked: { text: string; options: CypherOptions | undefined }[] = [];
  const cypher = async (text: string, options?: CypherOptions): Promise<CypherAnswer> => {
    asked.push({ text, options });
    if (fails !== undefined) throw fails;
    return answer;
  };
  const services = fakeServices({
    openQuestions: async () => ({ questions: { ...createFakeQuestions(), cypher }, close: async () => undefined }),
  });
  const surroundings = fakeSurroundings({ input });
  const exitCode = await runCommandLine(['cypher', ...args], surroundings, '1.2.3', services);
  return { exitCode, asked, stdout: surroundings.stdout.text, stderr: surroundings.stderr.text };
}

it('takes the query from the command line or from stdin', async () => {
  expect((await run(['RETURN 1 AS x'])).asked).toMatchObject([{ text: 'RETURN 1 AS x' }]);
  expect((await run(['-'], { input: 'RETURN 2 AS x\n' })).asked).toMatchObject([{ text: 'RETURN 2 AS x\n' }]);
});

it('takes parameters as text or JSON, and limits', async () => {
  const args = [
    'RETURN $a',
    '--param',
    'a=111122223333',
    '--param',
    'b:=5',
    '--param',
    '$c:=["x"]',
    '--param',
    'd=',
    '--limit',
    '7',
    '--timeout',
    '2',
  ];
  const [{ options } = { options: undefined }] = (await run(args)).asked;
  expect(options).toMatchObject({ parameters: { a: '111122223333', b: 5, c: ['x'], d: '' }, limit: 7, milliseconds: 2000 });
});

it.each([['a'], ['=x'], ['a:=x'], ['1a=2'], ['a b=c']])('refuses --param %s', async (param) => {
  expect(await run(['RETURN 1', '--param', param])).toMatchObject({ exitCode: 2, asked: [], stdout: '' });
});

describe('writes hostile values', () => {
  it('as a table that no character of them acts on', async () => {
    const { stdout, stderr, exitCode } = await run(['RETURN 1']);
    expect(exitCode).toBe(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come out
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(stdout).toContain('\\u202e');
    expect(stderr).toContain('more rows');
  });

  it('as CSV without formulas', async () => {
    const { stdout } = await run(['RETURN 1', '--output', 'csv']);
    expect(stdout).toContain("'=1+1");
    expect(stdout).toContain("'=cmd");
    expect(stdout).toContain(',-5,');
    expect(stdout).not.toMatch(/(^|,)"?=/m);
  });

  it('as JSON and JSON lines, whole', async () => {
    expect(JSON.parse((await run(['RETURN 1', '--output', 'json'])).stdout)).toEqual(answer);
    const line = JSON.parse((await run(['RETURN 1', '--output', 'jsonl'])).stdout) as Record<string, unknown>;
    expect(Object.values(line)).toEqual(answer.rows[0]);
    expect(Object.keys(line)).toEqual(answer.columns);
  });
});

it.each([
  ['cypher-refused', 2],
  ['cypher-syntax', 2],
  ['cypher-timeout', 1],
  ['cypher-busy', 1],
] as const)('says %s with its place and exit code %i', async (code, exitCode) => {
  const answered = await run(['RETURN 1'], { fails: new CypherError(code, 'It is so.', { line: 2, column: 3 }) });
  expect(answered).toMatchObject({ exitCode, stdout: '' });
  expect(answered.stderr).toContain('Line 2, column 3: It is so.');
});
