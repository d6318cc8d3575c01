/** Queries of other tools: what is made of them, and what is wrong with those that cannot be taken, by file and line. */
import { describe, expect, test } from 'vitest';
import { readExchangeFile } from '../../../queries/exchange/read-exchange-file.ts';

/** Of the form that https://github.com/SpecterOps/BloodHoundQueryLibrary describes in docs/query-structure.yml. */
const libraryQuery = `name: Users without a role
guid: 51cd8e42-f795-4551-a009-61395e6cedf5
prebuilt: false
platforms:
- AWS
- Entra ID
category: Cloud Hygiene
description: Users that can assume nothing.
query: |-
  // A comment of theirs
  MATCH (u:Principal {kind: $kind})
  WHERE NOT (u)-[:CAN_ASSUME]->()
  RETURN u.arn AS principal, count(u), u
  LIMIT 100
revision: 2
resources: https://example.com/a
acknowledgements: Ada, @ada
`;

interface Taken {
  readonly name: string;
  readonly text: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly notes?: readonly string[];
}

const taken: readonly Taken[] = [
  {
    name: 'a query of the library',
    text: libraryQuery.replace('count(u), u', 'count(u) AS many, u'),
    metadata: {
      ...{ id: 'users-without-a-role', title: 'Users without a role', question: 'Users that can assume nothing.' },
      ...{ category: 'cloud-hygiene', severity: 'info', references: ['https://example.com/a'] },
      columns: { principal: 'principal', many: 'integer', u: 'node' },
      parameters: { kind: { type: 'string', description: 'What the query calls $kind' } },
      origin: {
        ...{ guid: '51cd8e42-f795-4551-a009-61395e6cedf5', category: 'Cloud Hygiene', platforms: ['AWS', 'Entra ID'], revision: 2 },
        acknowledgements: ['Ada, @ada'],
      },
    },
    notes: ['taken for text: kind'],
  },
  {
    name: 'what BloodHound CE exports',
    text: '{\n\t"name": "A \\ud83d\\ude00",\n\t"description": "",\n\t"query": "MATCH p = (a)-[]->(b)\\nRETURN p"\n}',
    metadata: { id: 'a', title: 'A 😀', question: 'A 😀', category: 'imported', columns: { p: 'path' } },
  },
  {
    name: 'what the page exports',
    text: JSON.stringify({ rolepathQueries: 1, queries: [{ title: 'Mine', text: 'RETURN 1 AS one' }] }),
    metadata: { id: 'mine', title: 'Mine', columns: { one: 'text' } },
  },
  {
    name: 'keys and addresses that are not known',
    text: 'name: A\nquery: RETURN 1 AS a\nseverity: high\nresources: [see the wiki, "javascript:alert(1)"]',
    metadata: { severity: 'info', references: [] },
    notes: ['severity left out', 'left out of the references, being no addresses: see the wiki, javascript:alert(1)'],
  },
  {
    name: 'a query of another graph',
    text: 'name: A\nquery: "MATCH (c:Computer|User)-[:AdminTo]->(x:`Domain Controller`&!Principal) WHERE c:Base RETURN {c: x.y} AS a"',
    metadata: { columns: { a: 'text' } },
    notes: ['no Computer, User, AdminTo, Domain Controller, Base,'],
  },
  {
    name: 'a query that one engine alone takes',
    text: 'name: A\nquery: "MATCH p = shortestPath((a)-[:CAN_ASSUME*]->(b)) RETURN p"',
    metadata: { columns: { p: 'path' } },
    notes: ['cannot run on Ladybug'],
  },
];

describe('taken', () => {
  test.each(taken)('$name', ({ text, metadata, notes = [] }) => {
    const [read, ...others] = readExchangeFile('x.yml', text);
    if (read === undefined || 'reason' in read) throw new Error(JSON.stringify(read));
    expect(others).toEqual([]);
    expect(read.metadata).toMatchObject(metadata);
    expect(read.notes.length, read.notes.join('; ')).toBe(notes.length);
    for (const [index, note] of notes.entries()) expect(read.notes[index]).toContain(note);
  });
});

interface Refused {
  readonly name: string;
  readonly text: string;
  /** `line: part of the reason`, one for each problem. */
  readonly expected: readonly string[];
}

const refused: readonly Refused[] = [
  { name: 'no YAML', text: 'name: [', expected: ['1: not YAML'] },
  { name: 'nothing', text: '', expected: ['1: name: is needed', '1: query: is needed'] },
  { name: 'a text', text: 'hello', expected: ['1: '] },
  { name: 'no query', text: 'name: A\n', expected: ['1: query: is needed'] },
  {
    name: 'a legacy file of BloodHound',
    text: '{"queries": [{"name": "A", "queryList": [{"query": "RETURN 1"}]}]}',
    expected: ['1: query: is needed'],
  },
  { name: 'a query that is a list', text: 'name: A\nquery: [RETURN 1]', expected: ['2: query: must be text'] },
  { name: 'a revision that is none', text: 'name: A\nquery: RETURN 1 AS a\nrevision: two', expected: ['3: revision: '] },
  { name: 'a query that writes', text: 'name: A\nquery: |-\n  MATCH (n)\n  DETACH DELETE n', expected: ['4: DETACH'] },
  { name: 'a query that reads files', text: 'name: A\nquery: LOAD FROM "/etc/passwd" RETURN *', expected: ['2: LOAD'] },
  { name: 'a column without a name', text: libraryQuery, expected: ['1: "count(u) AS name"'] },
  { name: 'all columns', text: 'name: A\nquery: MATCH (n) RETURN *', expected: ['1: no name'] },
  { name: 'two columns of a name', text: 'name: A\nquery: RETURN 1 AS a, 2 AS a', expected: ['1: two columns a'] },
  { name: 'a column with a space', text: 'name: A\nquery: "RETURN 1 AS `a b`"', expected: ['1: "a b"'] },
  { name: 'no RETURN', text: 'name: A\nquery: MATCH (n)', expected: ['1: no RETURN'] },
  {
    name: 'our own part with a misspelt key',
    text: 'name: A\nquery: RETURN 1 AS a\nrolepath:\n  id: a\n  severity: low\n  severty: low\n  remediation: None.\n  columns: {a: text}',
    expected: ['6: rolepath.severty: there is no such key'],
  },
  { name: 'aliases that grow', text: 'name: &a A\nquery: RETURN 1 AS a\nplatforms: [*a, *a]', expected: ['1: aliases'] },
  { name: 'a bottomless list', text: `${'['.repeat(50_000)}${']'.repeat(50_000)}`, expected: ['1: nested too deep'] },
  { name: 'a file that is too large', text: ' '.repeat(4_000_001), expected: ['null: too large'] },
];

describe('refused', () => {
  test.each(refused)('$name', ({ text, expected }) => {
    const told = readExchangeFile('x.yml', text).map((read) => ('reason' in read ? `${read.line}: ${read.reason}` : 'taken'));
    expect(told.length, told.join('\n')).toBe(expected.length);
    for (const [index, part] of expected.entries()) {
      const [line = '', reason = ''] = part.split(/: (.*)/s);
      expect(told[index]).toMatch(new RegExp(`^${line}: `));
      expect(told[index]).toContain(reason);
    }
  });

  test('one does not keep out the others, in documents and in lists', () => {
    const documents = readExchangeFile(
      'x.yml',
      'name: A\nquery: RETURN 1 AS a\n---\nname: B\nquery: CREATE (n)\n---\nname: C\nquery: RETURN 1 AS c\n',
    );
    const list = readExchangeFile('x.json', '[\n{"name": "A", "query": "RETURN 1 AS a"},\n{"name": "B", "query": "CREATE (n)"}\n]');
    const told = (reads: typeof documents) =>
      reads.map((read) => ('reason' in read ? `${read.name} ${read.line}` : `${read.metadata.id} ${read.line}`));
    expect(told(documents)).toEqual(['a 1', 'B 5', 'c 7']);
    expect(told(list)).toEqual(['a 2', 'B 3']);
  });
});
