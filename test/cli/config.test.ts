/** The configuration file: what it gives which command, who wins over it, and what is wrong with one, by file and line. */
import { chown, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { heedConfig } from '../../cli/config/heed-config.ts';
import { isOfOneRun, keyOf, readOption } from '../../cli/config/option-values.ts';
import { describeFailure } from '../../cli/exit-codes.ts';
import { createProgram, runCommandLine } from '../../cli/program.ts';
import { directoryWith } from '../support/collection-files.ts';
import { fakeServices, fakeSurroundings } from './fake-surroundings.ts';

type Options = Readonly<Record<string, unknown>>;

/** The options that the command ends up with, in a directory with these files, or what is said instead. */
async function optionsOf(directory: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Options> {
  let options: Options = {};
  const surroundings = { ...fakeSurroundings({ env }), cwd: () => directory };
  const program = createProgram('1', { writeOut: () => undefined, writeErr: () => undefined }, async (command) => {
    options = command.optsWithGlobals();
  });
  heedConfig(program, surroundings, () => undefined);
  await program.parseAsync(args, { from: 'user' });
  return { ...options, said: surroundings.stderr.text };
}

interface Heeded {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly expected: Options;
}

const heeded: readonly Heeded[] = [
  { name: 'an option of every command', file: 'output: json\nquiet: true', args: ['edges'], expected: { output: 'json', quiet: true } },
  { name: 'the command line wins', file: 'output: json', args: ['edges', '--output', 'csv'], expected: { output: 'csv' } },
  {
    name: 'the command line wins over a list',
    file: 'category: [a, b]',
    args: ['audit', '--category', 'c'],
    expected: { category: ['c'] },
  },
  { name: 'a number', file: 'max-hops: 3', args: ['reach'], expected: { maxHops: 3 } },
  { name: 'only commands that have the option', file: 'fail-on: high', args: ['edges'], expected: {} },
  { name: 'a section', file: 'audit:\n  fail-on: high', args: ['audit'], expected: { failOn: 'high' } },
  { name: 'a section of another command', file: 'audit:\n  limit: 5', args: ['reach'], expected: { limit: 1000 } },
  { name: 'a section over the top, in any order', file: 'audit: {limit: 5}\nlimit: 7', args: ['audit'], expected: { limit: 5 } },
  {
    name: 'a section of a subcommand',
    file: 'queries:\n  run: {limit: 5}\n  limit: 6',
    args: ['queries', 'run', 'x'],
    expected: { limit: 5 },
  },
  { name: 'a common option in a section', file: 'edges: {output: jsonl}', args: ['edges'], expected: { output: 'jsonl' } },
  { name: 'switches', file: 'color: false\nunconditional: true', args: ['reach'], expected: { color: false, unconditional: true } },
  { name: 'a list of an option that is repeated', file: 'tag: [a, b]', args: ['audit'], expected: { tag: ['a', 'b'] } },
  { name: 'one value for it', file: 'tag: a', args: ['audit'], expected: { tag: ['a'] } },
  { name: 'a list of an option with several values', file: 'kind: [user, role]', args: ['reach'], expected: { kind: ['user', 'role'] } },
  { name: 'one value of an option with several', file: 'kind: user', args: ['reach'], expected: { kind: ['user'] } },
  {
    name: 'account ids, which may begin with a zero',
    file: 'accounts: [012345678901, 111122223333]',
    args: ['ingest', 'x'],
    expected: { accounts: ['012345678901', '111122223333'] },
  },
  { name: 'a name that is a list for one command', file: 'high-value: [a=b]', args: ['ingest', 'x'], expected: { highValue: ['a=b'] } },
  { name: 'and a switch for another', file: 'high-value: [a=b]', args: ['reach'], expected: {} },
  { name: 'parameters', file: 'audit: {param: ["a=1", "b:=2"]}', args: ['audit'], expected: { param: { a: '1', b: 2 } } },
  { name: 'options of a live run', file: 'role-name: audit/Reader', args: ['ingest', 'x'], expected: { roleName: 'audit/Reader' } },
  { name: 'nothing', file: '', args: ['edges'], expected: { output: 'table' } },
  { name: 'comments alone', file: '# none yet', args: ['edges'], expected: { output: 'table' } },
];

test.each(heeded)('$name', async ({ file, args, expected }) => {
  const directory = await directoryWith({ 'rolepath.yaml': file });
  expect(await optionsOf(directory, args)).toMatchObject(expected);
  if (Object.keys(expected).length === 0) expect(await optionsOf(directory, args)).toEqual(await optionsOf(await directoryWith({}), args));
});

test('paths are meant from where the file lies, which may be above', async () => {
  const file = 'data: snapshots\nqueries: [ours, /theirs]\nmute: mutes.yaml\naudit: {ocsf: "-"}';
  const directory = await directoryWith({ 'rolepath.yaml': file, 'a/b': null });
  expect(await optionsOf(join(directory, 'a', 'b'), ['audit'])).toMatchObject({
    data: join(directory, 'snapshots'),
    queries: [join(directory, 'ours'), '/theirs'],
    mute: join(directory, 'mutes.yaml'),
    ocsf: '-',
  });
});

test('the nearest file counts; --config and --no-config win over it', async () => {
  const directory = await directoryWith({ 'rolepath.yaml': 'output: csv', 'a/rolepath.yaml': 'quiet: true', 'other.yaml': 'output: json' });
  const inner = join(directory, 'a');
  expect(await optionsOf(inner, ['edges'])).toMatchObject({ output: 'table', quiet: true });
  expect(await optionsOf(inner, ['edges', '--config', '../other.yaml'])).toMatchObject({ output: 'json' });
  expect(await optionsOf(inner, ['edges', '--no-config'])).toMatchObject({ output: 'table' });
});

test('the environment wins over the file', async () => {
  const directory = await directoryWith({ 'rolepath.yaml': 'data: mine\ncolor: false' });
  process.env['ROLEPATH_DATA'] = 'theirs';
  try {
    expect(await optionsOf(directory, ['edges'], { FORCE_COLOR: '1' })).toMatchObject({ data: 'theirs', color: true });
  } finally {
    delete process.env['ROLEPATH_DATA'];
  }
});

test('a file that another user put there is not heeded, but said', async () => {
  const directory = await directoryWith({ 'rolepath.yaml': 'output: csv' });
  const surroundings = { ...fakeSurroundings(), cwd: () => directory, getuid: () => 4_000_000 };
  // Windows knows no owner; what root put there is trusted by everyone.
  if (process.getuid === undefined) return;
  if (process.getuid() === 0) await chown(join(directory, 'rolepath.yaml'), 12_345, 12_345);
  await runCommandLine(['edges'], surroundings, '1', fakeServices());
  expect(surroundings.stderr.text).toContain('belongs to another user');
  expect(surroundings.stdout.text).not.toContain(',');
});

const wrong: readonly { readonly name: string; readonly file: string; readonly says: readonly string[] }[] = [
  { name: 'not YAML', file: 'a: [', says: [':1: it is not YAML'] },
  { name: 'a list', file: '- data', says: [':1: it must be a map'] },
  { name: 'two documents', file: 'quiet: true\n---\nquiet: false', says: [':3: only one document'] },
  { name: 'a misspelt key', file: 'quiet: true\nouput: json', says: [':2: ouput: no command has such an option. Did you mean output?'] },
  { name: 'a misspelt command', file: 'audti:\n  fail-on: high', says: [':2: audti: ', 'Did you mean audit?'] },
  { name: 'an option of another command', file: 'serve:\n  fail-on: high', says: [':2: serve.fail-on: serve has no such option'] },
  { name: 'a value that is none', file: 'fail-on: urgent', says: [':1: fail-on cannot be urgent. Allowed choices are'] },
  { name: 'a number out of bounds', file: 'max-hops: 99', says: [':1: max-hops cannot be 99. It must be a whole number from 1 to 32'] },
  { name: 'a word for a switch', file: 'quiet: yes', says: [':1: quiet must be true or false'] },
  { name: 'an empty key', file: 'data:', says: [':1: data is empty'] },
  { name: 'a list for one value', file: 'output: [json, csv]', says: [':1: output takes one value, not a list'] },
  { name: 'a map for a value', file: 'data: {dir: x}', says: [':1: data must be a value or a list'] },
  { name: 'a key twice', file: 'data: a\ndata: b', says: [':2: it is not YAML'] },
  { name: 'an alias', file: 'tag: &a [x]\ncategory: *a', says: ['aliases'] },
  { name: 'a password', file: 'neo4j-password: hunter2', says: [':1: neo4j-password: secrets do not belong', 'NEO4J_PASSWORD'] },
  { name: 'a token in a section', file: 'serve:\n  token: hunter2', says: [':2: serve.token: secrets do not belong', 'ROLEPATH_TOKEN'] },
  { name: 'where Neo4j is', file: 'neo4j-uri: bolt://x', says: [':1: neo4j-uri: ', 'NEO4J_URI'] },
  { name: 'what is for one run', file: 'from: alice', says: [':1: from is for one run'] },
  { name: 'a file in the file', file: 'config: other.yaml', says: [':1: config is for one run'] },
  { name: 'all that is wrong at once', file: 'quiet: yes\nfail-on: urgent', says: ['2 things', ':1: quiet', ':2: fail-on'] },
];

test.each(wrong)('$name is refused', async ({ file, says }) => {
  const directory = await directoryWith({ 'rolepath.yaml': file });
  const error: unknown = await optionsOf(directory, ['edges']).catch((reason: unknown) => reason);
  const failure = describeFailure(error);
  expect(failure.exitCode).toBe(2);
  const told = failure.lines.join('\n');
  for (const part of says) expect(told).toContain(part);
  expect(told).not.toContain('hunter2');
  expect(told).toContain(join(directory, 'rolepath.yaml'));
});

test.each([
  ['is not there', '/nowhere/at/all.yaml'],
  ['is a directory', '.'],
])('a named file that %s is a usage error', async (_name, path) => {
  const directory = await directoryWith({});
  await mkdir(join(directory, 'x'));
  const error: unknown = await optionsOf(directory, ['edges', '--config', path]).catch((reason: unknown) => reason);
  expect(describeFailure(error)).toMatchObject({ exitCode: 2, lines: [expect.stringContaining('--no-config')] });
});

test('the doctor says which file is heeded', async () => {
  const directory = await directoryWith({ 'rolepath.yaml': 'quiet: true\naudit: {fail-on: high}' });
  const services = fakeServices({
    examine: async () => ({ snapshot: null, incomplete: false, truncated: false, cypher: null, checks: [] }),
  });
  const surroundings = { ...fakeSurroundings(), cwd: () => directory };
  await runCommandLine(['doctor', '--output', 'json'], surroundings, '1', services);
  const { checks } = JSON.parse(surroundings.stdout.text) as { checks: { check: string; detail: string }[] };
  expect(checks).toMatchObject([{ check: 'configuration', detail: `${join(directory, 'rolepath.yaml')}: quiet, audit.fail-on` }]);
});

test('the file that the README shows is one', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [, shown = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
  const directory = await directoryWith({ 'rolepath.yaml': shown });
  expect(await optionsOf(directory, ['audit'])).toMatchObject({
    failOn: 'high',
    markdown: join(directory, 'summary.md'),
    store: 'ladybug',
  });
  expect(await optionsOf(directory, ['serve'])).toMatchObject({ port: 8080, queries: [join(directory, 'our-queries')] });
});

test('every option that holds a path is taken from where the file lies, or is for one run', async () => {
  const program = createProgram('1', {}, async () => undefined);
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
  const options = all(program).flatMap((command) => command.options);
  // `--unit <path>` is a path of units.
  const holding = options.filter((option) => /<(file|dir|path)>/.test(option.flags) && keyOf(option) !== 'unit');
  expect(holding.length).toBeGreaterThan(8);
  for (const option of holding) {
    if (isOfOneRun(keyOf(option))) continue;
    expect(
      readOption(option, 'x', (path) => `/from/${path}`),
      option.flags,
    ).toEqual({
      value: Array.isArray(option.defaultValue) ? ['/from/x'] : '/from/x',
    });
  }
});
