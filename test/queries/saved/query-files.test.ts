/** Query files: what is read of them, and that whatever is wrong is named with file, line and reason. */
import { describe, expect, test } from 'vitest';
import { loadQueries } from '../../../queries/saved/load-queries.ts';
import { parseQueryFile } from '../../../queries/saved/parse-query-file.ts';
import { describeSavedQueryError, SavedQueryError } from '../../../queries/saved/saved-query-error.ts';
import { directoryWith } from '../../support/collection-files.ts';

const lines = [
  'id: users',
  'title: Users',
  'question: Which users are there?',
  'category: lookup',
  'severity: info',
  'remediation: None.',
  'columns: {principal: principal}',
];
const cypher = "MATCH (p:Principal) WHERE p.kind = 'user' RETURN p.arn AS principal";

/** A query file of these lines of metadata; those of `changes` in place of the lines with the same key, or added. */
function fileWith(changes: readonly string[] = [], text = cypher): string {
  const keyOf = (line: string): string => line.split(':')[0] ?? '';
  const kept = lines.map((line) => changes.find((change) => keyOf(change) === keyOf(line)) ?? line);
  const added = changes.filter((change) => !lines.some((line) => keyOf(line) === keyOf(change)));
  return `/*\n${[...kept, ...added].join('\n')}\n*/\n\n${text}\n`;
}

test('a query file is its metadata and its Cypher, with the line where that begins', () => {
  const parsed = parseQueryFile('users.cypher', fileWith(['parameters: {most: {type: integer, description: As many, default: 3}}']));
  expect(parsed).toMatchObject({
    metadata: { id: 'users', severity: 'info', references: [], tags: [], reaches: false, parameters: { most: { default: 3 } } },
    text: { cypher, file: 'users.cypher', line: 12 },
  });
});

interface Wrong {
  readonly name: string;
  readonly content: string;
  /** `line: part of the reason`, one for each problem. */
  readonly expected: readonly string[];
}

const wrongFiles: readonly Wrong[] = [
  { name: 'no comment', content: cypher, expected: ['1: must begin with a comment'] },
  { name: 'a comment that does not end', content: `/*\n${lines.join('\n')}\n${cypher}`, expected: ['1: must begin with a comment'] },
  { name: 'nothing', content: '', expected: ['1: must begin with a comment'] },
  { name: 'no Cypher', content: fileWith([], ''), expected: ['12: there is no Cypher'] },
  { name: 'no metadata', content: `/* */ ${cypher}`, expected: Array.from({ length: 7 }, () => '1: is needed') },
  { name: 'metadata that is a text', content: `/* hello */ ${cypher}`, expected: ['1: '] },
  { name: 'broken YAML', content: fileWith(['title: "Users']), expected: ['9: not YAML'] },
  { name: 'the same key twice', content: `/*\n${lines.join('\n')}\nid: users\n*/ ${cypher}`, expected: ['9: not YAML'] },
  { name: 'an unknown key', content: fileWith(['severty: high']), expected: ['9: severty: there is no such key'] },
  { name: 'a severity that is none', content: fileWith(['severity: urgent']), expected: ['6: severity: '] },
  { name: 'an id with spaces', content: fileWith(['id: all users']), expected: ['2: id: must be lower-case words'] },
  {
    name: 'a reference that runs a script',
    content: fileWith(['references: ["javascript:alert(1)"]']),
    expected: ['9: references.0: must be'],
  },
  { name: 'an unknown column type', content: fileWith(['columns: {principal: person}']), expected: ['8: columns.principal: '] },
  { name: 'no columns', content: fileWith(['columns: {}']), expected: ['8: columns: must name at least one'] },
  {
    name: 'an unknown key of a parameter',
    content: fileWith(['parameters: {most: {type: integer, description: As many, max: 3}}']),
    expected: ['9: parameters.most.max: there is no such key'],
  },
  {
    name: 'a default of another type',
    content: fileWith(['parameters: {most: {type: integer, description: As many, default: few}}']),
    expected: ['9: parameters.most: its default must be a whole number'],
  },
  {
    name: 'a default pattern that is none',
    content: fileWith(['parameters: {of: {type: pattern, description: Names, default: "(a"}}']),
    expected: ['9: parameters.of: its default must be a regular expression'],
  },
  { name: 'aliases that grow', content: fileWith(['tags: &a [x, *a]']), expected: ['1: not YAML'] },
];

describe('wrong query files', () => {
  test.each(wrongFiles)('$name', ({ content, expected }) => {
    const problems = parseQueryFile('x.cypher', content);
    if ('metadata' in problems) throw new Error('It was taken for a good one.');
    const told = problems.map(({ line, reason }) => `${line}: ${reason}`);
    expect(told.length, told.join('\n')).toBe(expected.length);
    for (const [index, part] of expected.entries()) {
      const [line = '', reason = ''] = part.split(/: (.*)/s);
      expect(told[index]).toMatch(new RegExp(`^${line}: `));
      expect(told[index]).toContain(reason);
    }
  });
});

describe('directories of queries', () => {
  const failure = async (directories: readonly string[]): Promise<SavedQueryError> => {
    const error = await loadQueries(directories.map((path) => ({ path, isBuiltIn: false }))).catch((reason: unknown) => reason);
    if (!(error instanceof SavedQueryError)) throw new Error('It was not refused with a SavedQueryError.', { cause: error });
    return error;
  };

  test('are read together, with a text of its own for Neo4j where there is one', async () => {
    const one = await directoryWith({
      'users.cypher': fileWith(),
      'notes.txt': 'not a query',
      'users.neo4j.cypher': '\nMATCH (n) RETURN n',
    });
    const two = await directoryWith({ 'roles.cypher': fileWith(['id: roles']) });
    const queries = await loadQueries([one, two].map((path) => ({ path, isBuiltIn: false })));
    expect(queries.map(({ id }) => id)).toEqual(['roles', 'users']);
    expect(queries[1]?.texts).toMatchObject({ ladybug: { cypher }, neo4j: { cypher: 'MATCH (n) RETURN n', line: 2 } });
    expect(queries[0]?.texts.neo4j).toBe(queries[0]?.texts.ladybug);
  });

  test('are refused as a whole, every problem named by file and line', async () => {
    const directory = await directoryWith({
      'users.cypher': fileWith(['severity: urgent']),
      'people.cypher': fileWith(),
      'lonely.neo4j.cypher': cypher,
    });
    const error = await failure([directory]);
    expect(error.code).toBe('query-file-invalid');
    expect(error.problems.map(({ file, line }) => [file.slice(directory.length + 1), line])).toEqual([
      ['people.cypher', 1],
      ['users.cypher', 6],
      ['lonely.neo4j.cypher', null],
    ]);
    expect(describeSavedQueryError(error).join('\n')).toContain(`${directory}/users.cypher:6: severity: `);
  });

  test('may not give an id twice', async () => {
    const both = [await directoryWith({ 'users.cypher': fileWith() }), await directoryWith({ 'users.cypher': fileWith() })];
    expect((await failure(both)).problems).toMatchObject([{ reason: expect.stringContaining('is taken by') }]);
  });

  test('must be there', async () => {
    expect((await failure(['/no/such/directory'])).code).toBe('query-directory-unreadable');
  });
});
