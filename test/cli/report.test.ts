/** `rolepath report principal-access`: what goes to the terminal, what into a file, and what is refused. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import { principalAccessAnswerSchema } from '../../queries/principal-access-answer.ts';
import { arns } from '../support/fake-questions.ts';
import { readSheets } from '../support/read-xlsx.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { fakeServices, fakeSurroundings } from './fake-surroundings.ts';

async function run(...args: string[]) {
  const surroundings = fakeSurroundings();
  const exitCode = await runCommandLine(['report', 'principal-access', ...args], surroundings, '0.0.0', fakeServices());
  return { exitCode, stdout: surroundings.stdout.text, stderr: surroundings.stderr.text };
}

test('a table is the short list, with hostile names made visible', async () => {
  const { exitCode, stdout, stderr } = await run();
  expect(exitCode).toBe(0);
  expect(stdout).toContain('200000000002:user/engineers/alice');
  expect(stdout).not.toContain('\u0007');
  expect(stdout).not.toContain('\u202E');
  expect(stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
  expect(stderr).toMatch(/principals can assume roles: \d+ within their account, \d+ into another one/);
  expect(stderr).toContain('incomplete data');
});

test('CSV and JSON go to stdout whole', async () => {
  const json = principalAccessAnswerSchema.parse(JSON.parse((await run('--output', 'json')).stdout));
  expect(json.incomplete).toBe(true);
  const csv = (await run('--output', 'csv')).stdout;
  expect(csv.split('\r\n')).toHaveLength(json.rows.length + 2);
  // A role whose name begins with "=" is no formula.
  expect(csv).toContain(`,"'=<img src=x`);
  expect(csv).not.toContain(',"=<img');
  expect((await run('--output', 'csv', '--short-list')).stdout).toMatch(
    /^principal_name,principal_arn,principal_type,principal_account_id/,
  );
});

test('a file takes its format from its name, is for its owner alone, and is there whole or not at all', async () => {
  const directory = temporaryDirectory();
  const file = join(directory, 'Access.XLSX');
  const { exitCode, stdout, stderr } = await run('--file', file);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  expect(stderr).toContain(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(['Access.XLSX']);
  const access = readSheets(readFileSync(file)).find(({ name }) => name === 'Principal Access Summary');
  expect(access?.rows.some((cells) => cells[7] === arns.hostile)).toBe(true);
});

test('an older file is replaced', async () => {
  const file = join(temporaryDirectory(), 'a.csv');
  writeFileSync(file, 'old');
  expect((await run('--file', file)).exitCode).toBe(0);
  expect(readFileSync(file, 'utf8')).toMatch(/^analysis_time,/);
});

test('a name that says no format is a usage error, and a place that is not there is said', async () => {
  const wrong = await run('--file', join(temporaryDirectory(), 'report.pdf'));
  expect(wrong).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('.xlsx') });
  const nowhere = await run('--file', join(temporaryDirectory(), 'absent', 'a.csv'));
  expect(nowhere).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('ENOENT') });
});
