/** Runs of the command line inside this process: what it accepts and refuses, where it writes, with which exit code it ends. */
import { expect, test } from 'vitest';
import type { IngestRequest, Services } from '../../cli/commands/context.ts';
import { runCommandLine } from '../../cli/program.ts';
import { SnapshotError } from '../../graph/snapshots.ts';
import type { IngestAnswer } from '../../queries/answers.ts';
import { arns, createFakeQuestions } from '../support/fake-questions.ts';
import { fakeServices, fakeSurroundings } from './fake-surroundings.ts';

async function run(args: readonly string[], services: Services = fakeServices(), surroundings = fakeSurroundings()) {
  const exitCode = await runCommandLine(args, surroundings, '1.2.3', services);
  return { exitCode, stdout: surroundings.stdout.text, stderr: surroundings.stderr.text };
}

const refused = [
  { name: 'no command', args: [], says: 'Usage: rolepath' },
  { name: 'a misspelt command', args: ['raech'], says: 'reach' },
  { name: 'a misspelt option', args: ['reach', '--form', 'x'], says: '--from' },
  { name: 'reach without a name', args: ['reach'], says: '--from or --to' },
  { name: 'reach with both names', args: ['reach', '--from', 'bob', '--to', 'admin'], says: 'rolepath paths' },
  { name: 'paths without a role', args: ['paths', '--from', 'bob'], says: '--to' },
  { name: 'explain with half a pair', args: ['explain', '--from', 'bob'], says: '--to' },
  { name: 'zero hops', args: ['reach', '--from', 'bob', '--max-hops', '0'], says: '1 to 32' },
  { name: 'hops that are no number', args: ['reach', '--from', 'bob', '--max-hops', '3x'], says: '1 to 32' },
  { name: 'an empty limit', args: ['paths', '--from', 'bob', '--to', 'admin', '--limit', ''], says: 'whole number' },
  { name: 'a port beyond all ports', args: ['serve', '--port', '65536'], says: '65535' },
  { name: 'an unknown format', args: ['edges', '--output', 'xml'], says: 'table, json, jsonl, csv' },
  { name: 'an unknown store', args: ['edges', '--store', 'oracle'], says: 'ladybug, neo4j' },
  { name: 'an ingest of nothing', args: ['ingest'], says: 'path' },
  { name: 'an argument too many', args: ['edges', 'more'], says: 'too many arguments' },
  { name: 'an ambiguous name', args: ['reach', '--from', 'role/'], says: arns.deploy },
  { name: 'an unknown name', args: ['reach', '--from', 'nobody-at-all'], says: 'nobody-at-all' },
  { name: 'a role that is none', args: ['reach', '--to', 'user/bob'], says: 'not a role' },
  { name: 'pairs without jsonl', args: ['explain', '--pairs', '-'], says: '--output jsonl' },
  { name: 'pairs and a pair', args: ['explain', '--pairs', '-', '--from', 'bob'], says: 'either' },
  {
    name: 'pairs from a file that is not there',
    args: ['explain', '--pairs', '/nowhere/at/all', '--output', 'jsonl'],
    says: '/nowhere/at/all',
  },
];

test.each(refused)('$name is a usage error, said on stderr', async ({ args, says }) => {
  const { exitCode, stdout, stderr } = await run(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(says);
});

test.each([['--help'], ['--version'], ['reach', '--help'], ['help', 'explain']])('%s %s is answered on stdout', async (...args) => {
  const { exitCode, stdout, stderr } = await run(args);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).not.toBe('');
});

const asked = [
  { name: 'reach --from', args: ['reach', '--from', 'user/bob'], ask: () => createFakeQuestions().reachFrom(arns.bob) },
  { name: 'reach --to', args: ['reach', '--to', 'role/admin'], ask: () => createFakeQuestions().reachTo(arns.admin) },
  {
    name: 'reach with all its options',
    args: ['reach', '--from', 'alice', '--max-hops', '2', '--limit', '1', '--unconditional', '--cross-account', '--stateless'],
    ask: () => createFakeQuestions().reachFrom(arns.alice, { maxHops: 2, limit: 1, unconditional: true, crossAccount: true }),
  },
  {
    name: 'paths',
    args: ['paths', '--from', 'alice', '--to', 'role/admin'],
    ask: () => createFakeQuestions().paths(arns.alice, arns.admin),
  },
  {
    name: 'explain',
    args: ['explain', '--from', 'bob', '--to', 'role/admin'],
    ask: () => createFakeQuestions().explain(arns.bob, arns.admin),
  },
];

test.each(asked)('$name --output json is the answer itself, and stderr says that the data is incomplete', async ({ args, ask }) => {
  const { exitCode, stdout, stderr } = await run([...args, '--output', 'json']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toEqual(await ask());
  expect(stderr).toContain('incomplete data');
});

test('common options may stand before the command', async () => {
  const { stdout } = await run(['--output', 'jsonl', '--quiet', 'edges']);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([...createFakeQuestions().edges()]);
});

test('edges as JSON are one document with the envelope', async () => {
  const document = JSON.parse((await run(['edges', '--output', 'json'])).stdout);
  expect(document).toMatchObject({ snapshot: 'fake-1', incomplete: true, truncated: false, cypher: expect.stringContaining('CAN_ASSUME') });
  expect(document.edges).toEqual([...createFakeQuestions().edges()]);
});

test('--quiet leaves warnings and takes notes away; --log-level error takes warnings too', async () => {
  const args = ['reach', '--from', 'user/bob'];
  expect((await run(args)).stderr).toContain('can reach 2 roles');
  expect((await run([...args, '--quiet'])).stderr).not.toContain('can reach');
  expect((await run([...args, '--quiet'])).stderr).toContain('incomplete data');
  expect((await run([...args, '--quiet', '--log-level', 'error'])).stderr).toBe('');
});

test('a failure is one line; its stack is told with --log-level debug', async () => {
  const services = fakeServices({ openQuestions: () => Promise.reject(new TypeError('odd \u001b[2J thing')) });
  const short = await run(['edges'], services);
  expect(short).toEqual({ exitCode: 1, stdout: '', stderr: 'rolepath: odd \\u001b[2J thing\n' });
  expect((await run(['edges', '--log-level', 'debug'], services)).stderr).toMatch(/TypeError: odd .*\n +at /);
});

test('without a snapshot the way to one is said, with exit code 1', async () => {
  const openQuestions = () => Promise.reject(new SnapshotError('no-snapshot', "Run 'rolepath ingest PATH' first."));
  expect(await run(['edges'], fakeServices({ openQuestions }))).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: "rolepath: Run 'rolepath ingest PATH' first.\n",
  });
});

test('the snapshot is closed after an answer, after a refusal, and when nobody reads any more', async () => {
  let closed = 0;
  const close = async () => {
    closed += 1;
  };
  const services = fakeServices({ openQuestions: async () => ({ questions: createFakeQuestions(), close }) });
  await run(['reach', '--from', 'user/bob'], services);
  await run(['reach', '--from', 'nobody-at-all'], services);
  const surroundings = fakeSurroundings();
  surroundings.stdout._write = (_chunk, _encoding, done) => done(Object.assign(new Error('gone'), { code: 'EPIPE' }));
  expect(await run(['edges'], services, surroundings)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  expect(closed).toBe(3);
});

test('many pairs: a line for each, in order; one that fails has an error, and the exit code tells', async () => {
  const pairs = [
    { from: arns.alice, to: arns.pipeline },
    { from: 'nobody-at-all', to: arns.admin },
    { from: arns.bob, to: arns.admin },
  ];
  const input = `${pairs.map((pair) => JSON.stringify(pair)).join('\r\n')}\n\n`;
  const { exitCode, stdout, stderr } = await run(
    ['explain', '--pairs', '-', '--output', 'jsonl'],
    fakeServices(),
    fakeSurroundings({ input }),
  );
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([{ verdict: 'allowed' }, { ...pairs[1], error: { code: 'unknown-principal' } }, { verdict: 'denied' }]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('1 of 3 pairs');
});

test.each(['{"from": 1, "to": "x"}', 'nonsense', '["a", "b"]'])('the line %s is no pair: its number is said', async (line) => {
  const input = `{"from": "${arns.bob}", "to": "${arns.admin}"}\n${line}\n`;
  const { exitCode, stderr } = await run(['explain', '--pairs', '-', '--output', 'jsonl'], fakeServices(), fakeSurroundings({ input }));
  expect(exitCode).toBe(2);
  expect(stderr).toContain('stdin, line 2');
});

const { counts, findings } = await createFakeQuestions().summary();
const ingested: IngestAnswer = {
  snapshot: 's',
  incomplete: true,
  truncated: false,
  cypher: null,
  counts,
  findings,
  decided: null,
  timings: {},
};

test('an ingest that lost something ends with 4, one that lost nothing with 0', async () => {
  const requests: IngestRequest[] = [];
  const ingestGiving = (answer: IngestAnswer) =>
    fakeServices({
      ingest: async (request) => {
        requests.push(request);
        return answer;
      },
    });
  const lossy = await run(['ingest', 'a', 'b', '--strict', '--data', 'D', '--output', 'json'], ingestGiving(ingested));
  expect(lossy.exitCode).toBe(4);
  expect(JSON.parse(lossy.stdout)).toEqual(ingested);
  expect(requests).toMatchObject([{ paths: ['a', 'b'], dataDir: 'D', strict: true }]);
  const notices = findings.map((finding) => ({ ...finding, severity: 'notice' as const }));
  expect((await run(['ingest', 'a'], ingestGiving({ ...ingested, findings: notices }))).exitCode).toBe(0);
});

test('serve prints the address, alone, on stdout, and ends what it began', async () => {
  const events: string[] = [];
  const services = fakeServices({
    startServer: async ({ host, port, onBusyPort }) => {
      onBusyPort?.(port, port + 1);
      return { url: `http://${host}:${port + 1}/`, port: port + 1, close: async () => void events.push('closed') };
    },
    untilStopped: async () => void events.push('stopped'),
  });
  const { exitCode, stdout, stderr } = await run(['serve', '--port', '5000', '--open'], services);
  expect({ exitCode, stdout, events }).toEqual({ exitCode: 0, stdout: 'http://127.0.0.1:5001/\n', events: ['stopped', 'closed'] });
  expect(stderr).toContain('Port 5000 is taken, trying 5001');
  expect(stderr).toContain('No browser could be opened');
});

const snapshot = {
  id: 's',
  current: true,
  createdAt: '',
  engine: 'ladybug',
  incomplete: false,
  outdated: false,
  findings: 0,
  principals: 1,
  edges: 1,
};
const demos = [
  { name: 'an empty data directory', source: null, expected: 'D' },
  { name: 'a data directory with the example', source: 'Example organization', expected: 'D' },
  { name: "a data directory with somebody's own data", source: '/own', expected: 'D/demo' },
];

test("demo does not take the place of somebody's own in Neo4j", async () => {
  const services = fakeServices({
    mirroredSource: async () => '/own',
    ingest: () => Promise.reject(new Error('Nothing may be replaced.')),
  });
  const { exitCode, stderr } = await run(['demo', '--data', 'D'], services);
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('/own') });
});

test.each(demos)('demo with $name ingests into $expected', async ({ source, expected }) => {
  const seen: unknown[] = [];
  const snapshots = source === null ? [] : [{ ...snapshot, source }];
  const services = fakeServices({
    listSnapshots: async () => ({ current: null, snapshots, problems: [] }),
    ingest: async ({ paths, dataDir }) => {
      seen.push(paths, dataDir);
      return ingested;
    },
    openServed: async (dataDir, options, logLevel) => {
      seen.push(dataDir);
      return fakeServices().openServed(dataDir, options, logLevel);
    },
    startServer: async () => ({ url: 'http://127.0.0.1:1/', port: 1, close: async () => undefined }),
  });
  expect((await run(['demo', '--data', 'D'], services)).exitCode).toBe(0);
  expect(seen).toEqual([['/example'], expected, expected]);
});

test('a damaged snapshot does not hide the others', async () => {
  const services = fakeServices({
    listSnapshots: async () => ({
      current: 's',
      snapshots: [{ ...snapshot, source: 'x' }],
      problems: [{ id: 't', code: 'snapshot-damaged', detail: 't is damaged' }],
    }),
  });
  const { exitCode, stdout, stderr } = await run(['snapshots', 'list', '--output', 'jsonl'], services);
  expect({ exitCode, snapshot: JSON.parse(stdout).id }).toEqual({ exitCode: 0, snapshot: 's' });
  expect(stderr).toContain('t is damaged');
});

const colors = [
  { name: 'off a terminal', isTTY: false, env: {}, args: [], colored: false },
  { name: 'on a terminal', isTTY: true, env: {}, args: [], colored: true },
  { name: 'with --no-color', isTTY: true, env: { FORCE_COLOR: '1' }, args: ['--no-color'], colored: false },
  { name: 'with NO_COLOR', isTTY: true, env: { NO_COLOR: '1' }, args: [], colored: false },
  { name: 'with an empty NO_COLOR, which means nothing', isTTY: true, env: { NO_COLOR: '' }, args: [], colored: true },
  { name: 'with FORCE_COLOR off a terminal', isTTY: false, env: { FORCE_COLOR: '1' }, args: [], colored: true },
  { name: 'with FORCE_COLOR=0', isTTY: true, env: { FORCE_COLOR: '0' }, args: [], colored: false },
  { name: 'on a dumb terminal', isTTY: true, env: { TERM: 'dumb' }, args: [], colored: false },
];

test.each(colors)('colours $name: $colored', async ({ isTTY, env, args, colored }) => {
  const surroundings = fakeSurroundings({ isTTY, env });
  const { stdout } = await run(['explain', '--from', 'bob', '--to', 'role/admin', ...args], fakeServices(), surroundings);
  expect(stdout.includes('\u001b[')).toBe(colored);
});
