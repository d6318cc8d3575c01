/** `rolepath diff` from files to answers: what is said in each format, and how it ends in a pipeline. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import { createServices } from '../../cli/wiring.ts';
import { diffAnswerSchema } from '../../queries/diff-answer.ts';
import { fakeServices, fakeSurroundings } from './fake-surroundings.ts';
import { arns, writeSmallCollection } from './small-collection.ts';

const services = createServices({});
let dataDir = '';

async function run(...args: readonly string[]) {
  const surroundings = fakeSurroundings();
  const exitCode = await runCommandLine(['--data', dataDir, ...args], surroundings, '1.2.3', services);
  return { exitCode, stdout: surroundings.stdout.text, stderr: surroundings.stderr.text };
}

/** Two snapshots: in the second, `audit` trusts alice, and `deploy` asks for no external id any more. */
beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'rolepath-test-'));
  dataDir = join(directory, 'data');
  const collection = await writeSmallCollection(join(directory, 'collection'));
  expect((await run('ingest', collection)).exitCode).toBe(0);
  const prod = join(collection, 'accounts', '444455556666.json');
  const build = join(collection, 'accounts', '111122223333.json');
  const changed = readFileSync(prod, 'utf8')
    .replace(',"Condition":{"StringEquals":{"sts:ExternalId":"x-42"}}', '')
    .replace('arn:aws:iam::444455556666:role/nobody', arns.alice);
  writeFileSync(prod, changed);
  writeFileSync(build, readFileSync(build, 'utf8').replace(`"Resource":"${arns.ci}"`, `"Resource":["${arns.ci}","${arns.audit}"]`));
  expect((await run('ingest', collection)).exitCode).toBe(0);
  return () => rmSync(directory, { recursive: true, force: true });
});

const diff = async (...args: readonly string[]) => {
  const result = await run('diff', ...args, '--output', 'json');
  return { ...result, answer: diffAnswerSchema.parse(JSON.parse(result.stdout)) };
};

test('says what was opened and changed, and who reaches what by it', async () => {
  const { exitCode, answer } = await diff();
  expect(exitCode).toBe(0);
  expect(answer.edges.opened.map(({ from, to }) => [from, to])).toEqual([[arns.alice, arns.audit]]);
  expect(answer.edges.changed.map(({ before, after, differences }) => [after.to, before.requires, after.requires, differences])).toEqual([
    [arns.deploy, ['external-id'], [], ['verdict', 'requires', 'alternatives']],
  ]);
  expect(answer.reach.gained.rows.map(({ sentence }) => sentence)).toEqual([
    'alice in build can now reach audit in prod\u001b[31m\u202e in 1 hop.',
  ]);
  expect(answer.reach.eased.rows.map(({ from, to, hops }) => [from.arn, to.arn, hops])).toEqual(
    [
      [arns.ci, arns.deploy, 1],
      [arns.ci, arns.formula, 2],
      [arns.alice, arns.deploy, 2],
      [arns.alice, arns.formula, 3],
    ].sort((left, right) => Number(left[2]) - Number(right[2]) || compare(left[1], right[1]) || compare(left[0], right[0])),
  );
  expect(answer).toMatchObject({ truncated: false, incomplete: false, snapshot: answer.after.id });
  for (const { id } of [answer.before, answer.after]) expect(answer.cypher).toContain(`rolepath cypher --snapshot ${id} -`);
});

const compare = (left: unknown, right: unknown): number => (String(left) < String(right) ? -1 : 1);

test('the other way round, what was gained is lost', async () => {
  const { answer } = await diff('current', 'previous');
  expect(answer.reach.lost.rows.map(({ to }) => to.arn)).toEqual([arns.audit]);
  expect(answer.reach.tightened.total).toBe(4);
  expect(answer.reach.gained.total + answer.reach.eased.total).toBe(0);
});

const expectations = [
  { args: ['--expect', 'no-new-reach'], exitCode: 3, says: 'Expected no-new-reach: 1 pair' },
  { args: ['--expect', 'no-eased-reach'], exitCode: 3, says: 'Expected no-eased-reach: 4 pairs' },
  { args: ['current', 'previous', '--expect', 'no-new-reach', 'no-eased-reach'], exitCode: 0, says: '' },
  { args: ['current', 'current', '--expect', 'no-new-reach', '--expect', 'no-eased-reach'], exitCode: 0, says: '' },
  { args: ['--expect', 'nothing'], exitCode: 2, says: 'no-new-reach' },
  { args: ['previous', '1999'], exitCode: 2, says: "no snapshot '1999'" },
  { args: ['--snapshot', 'previous'], exitCode: 2, says: 'arguments' },
];
test.each(expectations)('$args ends with $exitCode', async ({ args, exitCode, says }) => {
  const result = await run('diff', ...args);
  expect({ exitCode: result.exitCode, said: result.stderr.includes(says) }).toEqual({ exitCode, said: true });
});

test('what could not be searched to its end is not taken as met', async () => {
  const { answer } = await diff('current', 'current');
  const surroundings = fakeSurroundings();
  const poor = { ...answer, truncated: true, reach: { ...answer.reach, complete: false } };
  const args = ['diff', '--expect', 'no-new-reach'];
  expect(await runCommandLine(args, surroundings, '1.2.3', fakeServices({ diffSnapshots: async () => poor }))).toBe(3);
  expect(surroundings.stderr.text).toContain('not all could be searched');
});

test('jsonl and csv have one change to a line, and a limit is said', async () => {
  const lines = (await run('diff', '--output', 'jsonl')).stdout.trimEnd().split('\n');
  const changes = lines.map((line) => (JSON.parse(line) as { change: string }).change);
  expect(new Set(changes)).toEqual(new Set(['reach-gained', 'reach-eased', 'edge-opened', 'edge-changed', 'principal-gone']));
  const csv = (await run('diff', '--output', 'csv')).stdout.trimEnd().split('\r\n');
  expect(csv).toHaveLength(lines.length + 1);
  expect(new Set(csv.map((line) => line.split(',').length)).size, 'as many cells in each').toBe(1);
  const cut = await run('diff', '--limit', '1');
  expect(cut.stdout).toContain('(4, 1 shown)');
  expect(cut.stderr).toContain('--limit N shows more');
});

test('the table lets no character of a name act on the terminal', async () => {
  const { stdout } = await run('diff');
  expect(stdout).toContain('can now reach');
  expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});
