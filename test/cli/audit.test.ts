/** `rolepath audit` as pipelines use it: exit codes, mutes by day, guards, and what goes where. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import { CypherError } from '../../graph/cypher-runner.ts';
import { loadQueries } from '../../queries/saved/load-queries.ts';
import { directoryWith, type FileTree } from '../support/collection-files.ts';
import { arns, createFakeQuestions } from '../support/fake-questions.ts';
import { fakeServices, fakeSurroundings } from './fake-surroundings.ts';

const queryFile = (id: string, severity: string, more = '', columns = '{principal: principal, role: role}'): string =>
  `/*\nid: ${id}\ntitle: ${id}\nquestion: Q?\ncategory: own\nseverity: ${severity}\nremediation: Mend it.\ncolumns: ${columns}\n${more}*/\nMATCH (n) RETURN n.${id} AS principal, n.x AS role\n`;

const queries = {
  'queries/worst.cypher': queryFile('worst', 'critical', 'reaches: true\n'),
  'queries/wide.cypher': queryFile('wide', 'medium', 'tags: [cis-aws-1.1]\n'),
  'queries/slow.cypher': queryFile('slow', 'low'),
  'queries/asks.cypher': queryFile('asks', 'info', 'parameters: {least: {type: integer, description: L, default: 3}}\n'),
  'queries/other.cypher': queryFile('other', 'info', '', '{principal: principal}'),
};

const found: Readonly<Record<string, readonly (readonly string[])[]>> = {
  worst: [[arns.alice, arns.admin]],
  wide: [[arns.bob, arns.hostile]],
};

/** Runs in a directory with these files; `{dir}` in an argument is that directory. */
async function audit(args: readonly string[], files: FileTree = {}) {
  const directory = await directoryWith({ ...queries, ...files });
  const questions = {
    ...createFakeQuestions(),
    cypher: async (text: string) => {
      const id = /n\.(\w+) AS principal/.exec(text)?.[1] ?? '';
      if (id === 'slow') throw new CypherError('cypher-timeout', 'It took longer than 1 s.');
      const rows = (found[id] ?? []).map((row) => [...row]);
      return { snapshot: 'fake-1', incomplete: true, truncated: false, cypher: text, columns: ['principal', 'role'], rows };
    },
  };
  const services = fakeServices({
    openQuestions: async () => ({ questions, close: async () => undefined }),
    loadQueries: () => loadQueries([{ path: join(directory, 'queries'), isBuiltIn: true }]),
  });
  const surroundings = fakeSurroundings();
  const given = args.map((text) => text.replace('{dir}', directory));
  const exitCode = await runCommandLine(['audit', ...given], surroundings, '1.2.3', services);
  return { exitCode, stdout: surroundings.stdout.text, stderr: surroundings.stderr.text, directory };
}

const muteBoth = (until: string): FileTree => ({
  'm.yaml': `mutes:\n  - {query: worst, why: Known, until: ${until}}\n  - {query: wide, role: "*", why: Known, until: ${until}}\n`,
});

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly files?: FileTree;
  readonly exitCode: number;
  readonly stderr?: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'findings alone end well', args: ['worst', 'wide'], exitCode: 0, stderr: ['2 queries: 1 critical, 1 medium'] },
  {
    name: 'a query that fails is a failure, and the rest is there',
    args: [],
    exitCode: 1,
    stderr: ['3 queries', 'slow.cypher:', 'longer than 1 s'],
  },
  { name: 'findings of the severity', args: ['wide', '--fail-on', 'medium'], exitCode: 3 },
  { name: 'findings above it', args: ['worst', '--fail-on', 'low'], exitCode: 3 },
  { name: 'findings below it', args: ['wide', '--fail-on', 'high'], exitCode: 0 },
  {
    name: 'muted findings do not count',
    args: ['worst', 'wide', '--mute', '{dir}/m.yaml', '--fail-on', 'info'],
    files: muteBoth('2999-12-31'),
    exitCode: 0,
    stderr: ['no findings; 2 muted'],
  },
  {
    name: 'a mute whose day has passed is said, and its findings count again',
    args: ['worst', 'wide', '--mute', '{dir}/m.yaml', '--fail-on', 'info'],
    files: muteBoth('2020-01-01'),
    exitCode: 3,
    stderr: ['line 2 (query worst) ended on 2020-01-01', 'line 3'],
  },
  {
    name: 'a mute that fits nothing is said',
    args: ['wide', '--mute', '{dir}/m.yaml'],
    files: { 'm.yaml': 'mutes:\n  - {query: wide, role: "arn:nothing*", why: W, until: 2999-12-31}\n' },
    exitCode: 0,
    stderr: ['line 2', 'fits no finding'],
  },
  {
    name: 'a wrong mute file',
    args: ['wide', '--mute', '{dir}/m.yaml'],
    files: { 'm.yaml': 'mutes:\n  - {query: wdie, why: W, until: 2999-12-31}\n' },
    exitCode: 2,
    stderr: ['m.yaml:2: there is no query "wdie"'],
  },
  {
    name: 'a mute file that is not there',
    args: ['wide', '--mute', '{dir}/none.yaml'],
    exitCode: 2,
    stderr: ['none.yaml cannot be read (ENOENT)'],
  },
  { name: 'an expectation that is met', args: ['--expect', 'reachable', '--from', 'alice', '--to', 'role/admin'], exitCode: 0 },
  { name: 'an expectation that is not met', args: ['--expect', 'unreachable', '--from', 'alice', '--to', 'role/admin'], exitCode: 3 },
  {
    name: 'an expectation and findings',
    args: ['--expect', 'reachable', '--from', 'alice', '--to', 'role/admin', '--fail-on', 'high'],
    exitCode: 3,
    stderr: ['3 queries'],
  },
  { name: 'half an expectation', args: ['--expect', 'reachable', '--from', 'alice'], exitCode: 2, stderr: ['belong together'] },
  {
    name: 'an expectation of nobody',
    args: ['--expect', 'unreachable', '--from', 'nobody-at-all', '--to', 'role/admin'],
    exitCode: 2,
    stderr: ['nobody-at-all'],
  },
  {
    name: 'a file of expectations, one of which is not met',
    args: ['--guards', '{dir}/g.yaml'],
    files: {
      'g.yaml':
        'guards:\n  - {expect: reachable, from: alice, to: role/admin}\n  - {expect: reachable, from: role/admin, to: role/deploy}\n',
    },
    exitCode: 3,
  },
  { name: 'an unknown query', args: ['wrost'], exitCode: 2, stderr: ['worst'] },
  { name: 'an unknown tag', args: ['--tag', 'pci'], exitCode: 2, stderr: ['cis-aws-1.1'] },
  { name: 'a tag by its beginning', args: ['--tag', 'cis-aws'], exitCode: 0, stderr: ['1 query:'] },
  { name: 'ids and a tag', args: ['wide', '--tag', 'cis-aws'], exitCode: 2, stderr: ['either'] },
  { name: 'a parameter of the wrong type', args: ['asks', '--param', 'least=many'], exitCode: 2, stderr: ['must be a whole number'] },
  { name: 'a parameter that no query has', args: ['wide', '--param', 'leats=3'], exitCode: 2, stderr: ['leats', 'They have none'] },
  {
    name: 'columns other than promised',
    args: ['other'],
    exitCode: 1,
    stderr: ['1 could not be answered', 'other.cypher:10', 'promises principal'],
  },
  {
    name: 'a report that cannot be written',
    args: ['wide', '--ocsf', '{dir}/none/x.jsonl'],
    exitCode: 1,
    stderr: ['x.jsonl could not be written'],
  },
];

test.each(cases)('$name', async ({ args, files, exitCode, stderr = [] }) => {
  const result = await audit(args, files);
  expect(result.exitCode, result.stderr).toBe(exitCode);
  for (const part of stderr) expect(result.stderr.replace(/\s+/g, ' ')).toContain(part);
});

test('what is written beside the table', async () => {
  const args = ['worst', 'wide', '--ocsf', '{dir}/o.jsonl', '--markdown', '{dir}/s.md', '--output', 'jsonl'];
  const { exitCode, stdout, directory } = await audit(args, { 's.md': 'before\n' });
  expect(exitCode).toBe(0);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { query: string }).query),
  ).toEqual(['worst', 'wide']);
  expect((await readFile(join(directory, 'o.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(2);
  // It says who has access to what.
  expect((await stat(join(directory, 'o.jsonl'))).mode & 0o777).toBe(0o600);
  expect(await readFile(join(directory, 's.md'), 'utf8')).toMatch(/^before\n## Rolepath audit/);
});

test.each([
  ['--ocsf', /^\{"activity_id"/],
  ['--markdown', /^## Rolepath audit/],
])('%s - takes the place of the table', async (option, begins) => {
  expect((await audit(['wide', option, '-'])).stdout).toMatch(begins);
});
