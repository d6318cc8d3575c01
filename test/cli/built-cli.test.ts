/** The built command line as a process, from files to answers, on good and on bad input. */
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { edgeSchema, explainAnswerSchema, ingestAnswerSchema, pathsAnswerSchema, reachAnswerSchema } from '../../queries/answers.ts';
import { auditAnswerSchema } from '../../queries/audit-answer.ts';
import { snapshotsAnswerSchema } from '../../queries/snapshots-answer.ts';
import { collect, runCli, servedAddress, startCli } from './run-cli.ts';
import { arns, writeManyRoles, writeSmallCollection } from './small-collection.ts';

let folder = '';
let collection = '';
let data: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rolepath-cli-'));
  collection = await writeSmallCollection(join(folder, 'collection'));
  data = ['--data', join(folder, 'data')];
  const { exitCode, stdout, stderr } = await runCli(['ingest', collection, ...data, '--output', 'json', '--quiet']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const answer = ingestAnswerSchema.parse(JSON.parse(stdout));
  expect(answer.counts).toMatchObject({
    accounts: 2,
    users: 1,
    roles: 4,
    edges: 3,
    allowedEdges: 2,
    conditionalEdges: 1,
    crossAccountEdges: 1,
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const ask = (...args: readonly string[]) => runCli([...args, ...data]);
const askJson = async (...args: readonly string[]): Promise<unknown> => {
  const { exitCode, stdout, stderr } = await ask(...args, '--output', 'json', '--quiet');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout);
};

test('reach --from, with hops and conditions', async () => {
  const { rows } = reachAnswerSchema.parse(await askJson('reach', '--from', 'alice'));
  expect(rows.map(({ principal, hops, verdict }) => [principal.arn, hops, verdict])).toEqual([
    [arns.ci, 1, 'allowed'],
    [arns.deploy, 2, 'conditional'],
    [arns.formula, 3, 'conditional'],
  ]);
});

test('reach --to, without conditions only', async () => {
  const { rows } = reachAnswerSchema.parse(await askJson('reach', '--to', 'role/=cmd@x', '--unconditional'));
  expect(rows.map(({ principal }) => principal.arn)).toEqual([arns.deploy]);
});

test('paths', async () => {
  const { paths } = pathsAnswerSchema.parse(await askJson('paths', '--from', 'alice', '--to', 'deploy'));
  expect(paths.map(({ edges, requires }) => [edges.map(({ to }) => to), requires])).toEqual([[[arns.ci, arns.deploy], ['external-id']]]);
});

test('explain, allowed and denied', async () => {
  const allowed = explainAnswerSchema.parse(await askJson('explain', '--from', arns.ci, '--to', arns.deploy));
  expect(allowed).toMatchObject({ verdict: 'conditional', conditions: [{ key: 'sts:ExternalId', values: ['x-42'], source: 'caller' }] });
  const denied = explainAnswerSchema.parse(await askJson('explain', '--from', 'alice', '--to', 'audit'));
  expect(denied).toMatchObject({ verdict: 'denied', explicit: false });
});

test('explain for people: the sentence, the gates, the deciding statement', async () => {
  const { exitCode, stdout } = await ask('explain', '--from', arns.ci, '--to', arns.deploy);
  expect(exitCode).toBe(0);
  for (const part of ['? CONDITIONAL', 'can assume', 'sts:ExternalId', 'Trust policy of the role', '(Sid "Trust")', '"Effect": "Allow"']) {
    expect(stdout).toContain(part);
  }
});

test('many pairs from stdin and from a file', async () => {
  const lines = [
    { from: arns.alice, to: arns.ci },
    { from: arns.alice, to: arns.deploy },
  ].map((pair) => JSON.stringify(pair));
  const file = join(folder, 'pairs.jsonl');
  await writeFile(file, lines.join('\n'));
  const [fromStdin, fromFile] = await Promise.all([
    runCli(['explain', '--pairs', '-', '--output', 'jsonl', '--quiet', ...data], { input: lines.join('\n') }),
    ask('explain', '--pairs', file, '--output', 'jsonl', '--quiet'),
  ]);
  expect(fromStdin).toEqual(fromFile);
  const verdicts = fromFile.stdout
    .trim()
    .split('\n')
    .map((line) => explainAnswerSchema.parse(JSON.parse(line)).verdict);
  expect(verdicts).toEqual(['allowed', 'denied']);
});

test('edges, one line of JSON for each', async () => {
  const { stdout } = await ask('edges', '--output', 'jsonl');
  const edges = stdout
    .trim()
    .split('\n')
    .map((line) => edgeSchema.parse(JSON.parse(line)));
  expect(edges.map(({ from, to }) => [from, to])).toEqual([
    [arns.ci, arns.deploy],
    [arns.alice, arns.ci],
    [arns.deploy, arns.formula],
  ]);
});

test('a name that is a formula stays text in CSV, and one that steers the terminal is shown', async () => {
  const csv = await ask('reach', '--from', 'deploy', '--output', 'csv');
  expect(csv.stdout.split('\r\n')[1]).toContain(`,role,'=cmd@x,`);
  const table = await ask('reach', '--from', 'deploy');
  expect(table.stdout).toContain('prod\\u001b[31m\\u202e');
  expect(table.stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});

test('snapshots list', async () => {
  const { current, snapshots } = snapshotsAnswerSchema.parse(await askJson('snapshots', 'list'));
  expect(snapshots).toMatchObject([{ id: current, current: true, source: collection, engine: 'ladybug', incomplete: false, edges: 3 }]);
});

test('a reader that stops early ends edges quietly', async () => {
  const many = await writeManyRoles(join(folder, 'many.json'), 150);
  const where = ['--data', join(folder, 'many')];
  expect((await runCli(['ingest', many, ...where, '--quiet'])).exitCode).toBe(0);
  const child = startCli(['edges', '--output', 'jsonl', '--quiet', ...where]);
  const ended = collect(child);
  child.stdout?.once('data', () => child.stdout?.destroy());
  expect(await ended).toMatchObject({ exitCode: 0, stderr: '' });
});

const refused = [
  { name: 'an unknown name', args: ['reach', '--from', 'nobody-at-all'], exitCode: 2, says: 'nobody-at-all' },
  { name: 'an ambiguous name, with its candidates', args: ['reach', '--from', '444455556666'], exitCode: 2, says: arns.audit },
  { name: 'a role that is none', args: ['reach', '--to', 'alice'], exitCode: 2, says: arns.alice },
  { name: 'a path that is not there', args: ['ingest', '/nowhere/at/all'], exitCode: 1, says: '/nowhere/at/all' },
];

test.each(refused)('$name is refused', async ({ args, exitCode, says }) => {
  const result = await ask(...args);
  expect(result).toMatchObject({ exitCode, stdout: '' });
  expect(result.stderr).toContain(says);
  expect(result.stderr).not.toMatch(/\n +at /);
});

test('without a snapshot, the way to one is said; the data directory comes from the environment', async () => {
  const result = await runCli(['edges'], { env: { ROLEPATH_DATA: join(folder, 'none') } });
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(result.stderr).toMatch(/none.*rolepath ingest PATH/);
});

test('snapshots lie in .rolepath under the working directory unless told otherwise', async () => {
  const cwd = join(folder, 'cwd');
  await mkdir(cwd);
  expect((await runCli(['ingest', collection, '--quiet'], { cwd })).exitCode).toBe(0);
  expect(await readFile(join(cwd, '.rolepath', 'current'), 'utf8')).not.toBe('');
  expect((await runCli(['reach', '--from', 'alice', '--output', 'jsonl'], { cwd })).stdout.trim().split('\n')).toHaveLength(3);
});

test('a broken file beside good ones: named, the rest ingested, exit code 4; with --strict the old snapshot stays', async () => {
  const broken = await writeSmallCollection(join(folder, 'broken'));
  await writeFile(join(broken, 'accounts', '444455556666.json'), '{"UserDetailList": [\n  {,');
  const where = ['--data', join(folder, 'broken-data')];
  const before = await runCli(['ingest', collection, ...where, '--quiet']);
  const strict = await runCli(['ingest', broken, '--strict', ...where]);
  expect([before.exitCode, strict.exitCode]).toEqual([0, 1]);
  expect(strict.stdout + strict.stderr).toContain('accounts/444455556666.json');
  const listed = snapshotsAnswerSchema.parse(JSON.parse((await runCli(['snapshots', 'list', '--output', 'json', ...where])).stdout));
  expect(listed.snapshots.filter(({ current }) => current).map(({ source }) => source)).toEqual([collection]);

  const lenient = await runCli(['ingest', broken, ...where]);
  expect(lenient.exitCode).toBe(4);
  expect(lenient.stdout).toContain('accounts/444455556666.json');
  const reach = await runCli(['reach', '--from', 'alice', '--output', 'json', ...where]);
  expect(reach.exitCode).toBe(0);
  expect(reachAnswerSchema.parse(JSON.parse(reach.stdout)).incomplete).toBe(true);
  expect(reach.stderr).toContain('incomplete data');
});

test('an empty directory is no input', async () => {
  const empty = join(folder, 'empty');
  await mkdir(empty);
  const result = await runCli(['ingest', empty, '--data', join(folder, 'empty-data')]);
  expect(result).toMatchObject({ exitCode: 1, stdout: '' });
  expect(result.stderr).toContain(empty);
});

test('serve answers until it is told to end; a busy port is said and the next one taken', async () => {
  const busy: Server = createServer();
  await once(busy.listen(0, '127.0.0.1'), 'listening');
  const { port } = busy.address() as AddressInfo;
  const child = startCli(['serve', '--port', String(port), ...data]);
  const ended = collect(child);
  try {
    const address = await servedAddress(child);
    const health = await fetch(new URL('/healthz', address));
    expect(health.status).toBe(200);
    const reach: unknown = await (await fetch(new URL('/api/v1/reach?from=alice', address))).json();
    expect(reachAnswerSchema.parse(reach).rows).toHaveLength(3);
  } finally {
    child.kill('SIGTERM');
    busy.close();
  }
  const { exitCode, stderr } = await ended;
  expect(exitCode).toBe(0);
  expect(stderr).toContain(`Port ${port} is taken`);
});

test('demo serves the bundled example', async () => {
  const child = startCli(['demo', '--port', '0', '--data', join(folder, 'demo')]);
  const ended = collect(child);
  try {
    const address = await servedAddress(child);
    const summary = (await (await fetch(new URL('/api/v1/summary', address))).json()) as { counts: { roles: number } };
    expect(summary.counts.roles).toBeGreaterThan(50);
    const audit = async (format: string) => await fetch(new URL(`/api/v1/reports/audit?format=${format}`, address));
    const { findings } = auditAnswerSchema.parse(await (await audit('json')).json());
    expect(findings.length).toBeGreaterThan(50);
    const page = await audit('html');
    expect(page.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-[\w-]+\.html"$/);
    expect(await page.text()).toContain('<h1>Rolepath audit</h1>');
    const lines = (await (await audit('ocsf')).text()).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { class_uid: number }).class_uid)).toEqual(findings.map(() => 2004));
  } finally {
    child.kill('SIGINT');
  }
  expect((await ended).exitCode).toBe(0);
});
