/** `rolepath queries import|export`: which files they write, what they leave alone, and how they end. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine } from '../../cli/program.ts';
import { loadQueries } from '../../queries/saved/load-queries.ts';
import { directoryWith } from '../support/collection-files.ts';
import { fakeServices, fakeSurroundings } from './fake-surroundings.ts';

const library = join(import.meta.dirname, '../../queries/library');
const services = fakeServices({
  loadQueries: (directories) =>
    loadQueries([{ path: library, isBuiltIn: true }, ...directories.map((path) => ({ path, isBuiltIn: false }))]),
});

async function run(...args: readonly string[]) {
  const surroundings = fakeSurroundings();
  const exitCode = await runCommandLine(['queries', ...args], surroundings, '1.2.3', services);
  return { exitCode, stdout: surroundings.stdout.text, stderr: surroundings.stderr.text };
}

const good = 'name: Ours\nquery: MATCH (n:Principal) RETURN n.arn AS principal\n';
const bad = 'name: Theirs\nquery: |-\n  MATCH (n)\n  SET n.a = 1\n';

test('an exported query comes back under another id, and runs with the others', async () => {
  const directory = await directoryWith({});
  const [out, ours] = [join(directory, 'out'), join(directory, 'ours')];
  expect(await run('export', 'longest-chains', 'role-loops', '--to', out)).toMatchObject({ exitCode: 0, stdout: '' });
  expect((await readdir(out)).sort()).toEqual(['longest-chains.yml', 'role-loops.yml']);

  const clash = await run('import', out, '--to', ours);
  expect(clash).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('its id longest-chains is that') });

  const file = join(out, 'longest-chains.yml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('id: longest-chains', 'id: our-chains'));
  expect(await run('import', file, '--to', ours)).toMatchObject({ exitCode: 0 });
  expect((await readdir(ours)).sort()).toEqual(['our-chains.cypher', 'our-chains.neo4j.cypher']);
  const { stdout } = await run('show', 'our-chains', '--queries', ours, '--output', 'json');
  const [again, original] = [JSON.parse(stdout), JSON.parse((await run('show', 'longest-chains', '--output', 'json')).stdout)];
  expect(again).toEqual({ ...original, id: 'our-chains', builtIn: false, file: join(ours, 'our-chains.cypher') });
});

test('what is there is not written over unless told', async () => {
  const directory = await directoryWith({ 'a.yml': good, ours: null });
  const [file, ours] = [join(directory, 'a.yml'), join(directory, 'ours')];
  const states = async (...more: string[]) => {
    const { exitCode, stdout } = await run('import', file, '--to', ours, '--output', 'json', ...more);
    const answer = JSON.parse(stdout) as { imported: { state: string }[]; refused: { reason: string }[] };
    return [exitCode, ...answer.imported.map(({ state }) => state), ...answer.refused.map(({ reason }) => reason.split(' ').at(-4))];
  };
  expect(await states()).toEqual([0, 'new']);
  expect(await states()).toEqual([0, 'unchanged']);
  await writeFile(file, good.replace('n.arn', 'n.name'));
  expect(await states()).toEqual([1, '--replace']);
  expect(await readFile(join(ours, 'ours.cypher'), 'utf8')).toContain('n.arn');
  expect(await states('--replace')).toEqual([0, 'replaced']);
  expect(await readFile(join(ours, 'ours.cypher'), 'utf8')).toContain('n.name');
});

test('what cannot be taken is said with file, line and reason, and the rest is taken', async () => {
  const directory = await directoryWith({ 'a.yml': good, 'b.yml': bad, 'c.json': '[', 'd.txt': 'not asked' });
  const { exitCode, stdout, stderr } = await run('import', directory, '--to', join(directory, 'ours'), '--output', 'jsonl');
  expect(exitCode).toBe(4);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toMatchObject([
    { id: 'ours', state: 'new' },
    { file: join(directory, 'b.yml'), line: 4, name: 'Theirs', reason: expect.stringContaining('SET') },
    { file: join(directory, 'c.json'), line: 1, name: null },
  ]);
  expect(stderr).toContain('2 could not be taken');
});

test('two queries of a name are told apart by their guid, always in the same way', async () => {
  const query = (guid: string) => `name: Twin\nguid: ${guid}-0000-4000-8000-000000000000\nquery: RETURN "${guid}" AS a\n`;
  const directory = await directoryWith({ 'a.yml': `${query('aaaaaaaa')}---\n${query('bbbbbbbb')}` });
  const args = ['import', join(directory, 'a.yml'), '--to', join(directory, 'ours'), '--output', 'json'] as const;
  for (const state of ['new', 'unchanged']) {
    const { exitCode, stdout } = await run(...args);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      imported: [
        { id: 'twin', state },
        { id: 'twin-bbbbbbbb', state },
      ],
    });
  }
  expect(await loadQueries([{ path: join(directory, 'ours'), isBuiltIn: false }])).toHaveLength(2);
});

test.each([
  ['a file that is not there', ['import', '/nowhere/at/all.yml', '--to', '/tmp'], '/nowhere/at/all.yml'],
  ['a place that is none', ['import', 'README.md', '--to', '/dev/null/x'], '/dev/null/x'],
  ['no place', ['import', 'README.md'], '--to'],
  ['an unknown id', ['export', 'role-loop'], 'role-loops'],
  ['ids and a category', ['export', 'role-loops', '--category', 'privilege'], 'either'],
  ['an unknown form', ['export', '--format', 'xml'], 'yaml, json'],
])('%s is a usage error', async (_name, args, says) => {
  const { exitCode, stdout, stderr } = await run(...args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(says);
});

test('as JSON for BloodHound CE: one query is one object, several are a list', async () => {
  const one = JSON.parse((await run('export', 'role-loops', '--format', 'json')).stdout) as object;
  expect(one).toMatchObject({ name: expect.any(String), description: expect.any(String), query: expect.stringContaining('MATCH') });
  expect(JSON.parse((await run('export', 'role-loops', 'admin-users', '--format', 'json')).stdout)).toHaveLength(2);
});
