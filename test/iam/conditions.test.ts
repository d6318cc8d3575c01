/** Runs every case under test/cases/conditions: one Condition element in one concrete context. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { evaluateEntry } from '../../iam/conditions/evaluate-entry.ts';
import { absent, type KeyFacts, known, knownList } from '../../iam/conditions/key-facts.ts';
import { conditionOperators } from '../../iam/conditions/operators.ts';
import { parsePolicyDocument } from '../../iam/index.ts';

const directory = join(import.meta.dirname, '../cases/conditions');

const caseSchema = z.strictObject({
  name: z.string(),
  why: z.string(),
  given: z.strictObject({
    condition: z.record(z.string(), z.unknown()),
    /** A list stands for a key that holds lists. */
    context: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  }),
  expected: z.boolean(),
});

const files = readdirSync(directory).map((file) => ({
  file,
  cases: z.array(caseSchema).parse(JSON.parse(readFileSync(join(directory, file), 'utf8'))),
}));

for (const { file, cases } of files) {
  describe(file, () => {
    for (const { name, why, given, expected } of cases) {
      test(name, () => {
        const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition: given.condition };
        const { document, problems } = parsePolicyDocument({ Version: '2012-10-17', Statement: statement }, 'identity');
        expect(problems).toEqual([]);
        const entries = document?.statements[0]?.conditions ?? [];
        const results = entries.map((entry) => evaluateEntry(entry, true, factsOf(given.context)));
        expect(results.includes(false) ? false : results.every((result) => result === true) || results, why).toBe(expected);
      });
    }
  });
}

test('case names are unique', () => {
  const names = files.flatMap(({ file, cases }) => cases.map(({ name }) => `${file} ${name}`));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('every operator has a case in which it holds and one in which it fails', () => {
  const seen = new Set(
    files.flatMap(({ cases }) =>
      cases.flatMap(({ given, expected }) => Object.keys(given.condition).map((operator) => `${operator} ${expected}`)),
    ),
  );
  const wanted = conditionOperators.flatMap(({ name }) => [`${name} true`, `${name} false`]);
  expect(wanted.filter((each) => !seen.has(each))).toEqual([]);
});

function factsOf(context: Record<string, string | string[]>): KeyFacts {
  const facts = new Map(
    Object.entries(context).map(([key, value]) => [key.toLowerCase(), typeof value === 'string' ? known(value) : knownList(value)]),
  );
  return (key) => facts.get(key.toLowerCase()) ?? absent;
}
