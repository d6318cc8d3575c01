/** Runs every case under test/cases/cypher through the guard, and tries the attacks without it where that tells whether it was needed. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkCypher } from '../../../graph/cypher/guard.ts';
import { bounds } from '../../../graph/cypher/rules.ts';
import { CypherError } from '../../../graph/cypher-runner.ts';
import { createLadybugWriter } from '../../../graph/engines/ladybug/index.ts';
import { smallGraph } from '../../support/sample-graph.ts';
import { temporaryDirectoryOfFile } from '../../support/temporary-directory.ts';

const cases = join(import.meta.dirname, '../../cases/cypher');
const dialect = z.enum(['ladybug', 'neo4j']);

const caseSchema = z.strictObject({
  name: z.string(),
  why: z.string(),
  given: z.strictObject({
    /** `{{file}}`: a file that is there; `{{out}}`, `{{directory}}`: places that are free; `{{database}}`: another database. */
    query: z.string(),
    /** Both unless given. */
    dialects: z.array(dialect).optional(),
  }),
  expected: z.strictObject({
    guard: z.enum(['passes', 'refused', 'syntax']),
    /** Line and column of the refusal. */
    at: z.tuple([z.number(), z.number()]).optional(),
    /** What Ladybug does with it, opened read-only: `reads` what it should not, `writes` a file, `runs` it. */
    unguarded: z.enum(['reads', 'writes', 'runs']).optional(),
  }),
});

const files = readdirSync(cases).map((file) => ({
  file,
  cases: z.array(caseSchema).parse(JSON.parse(readFileSync(join(cases, file), 'utf8'))),
}));
const secret = 'the content of a file';
const directory = temporaryDirectoryOfFile();
const places = {
  file: join(directory, 'secret.csv'),
  out: join(directory, 'out.csv'),
  directory: join(directory, 'exported'),
  database: join(directory, 'graph.lbug'),
};
const fill = (query: string): string => query.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => places[name as keyof typeof places]);

beforeAll(async () => {
  writeFileSync(places.file, `${secret}\n`);
  await createLadybugWriter(places.database).write(smallGraph);
});

function judge(query: string, engine: z.infer<typeof dialect>): { guard: string; at?: readonly (number | undefined)[] } {
  try {
    checkCypher(query, engine);
    return { guard: 'passes' };
  } catch (error) {
    if (!(error instanceof CypherError)) throw error;
    return { guard: error.code === 'cypher-refused' ? 'refused' : 'syntax', at: [error.line, error.column] };
  }
}

for (const { file, cases: all } of files) {
  describe(file, () => {
    for (const { name, why, given, expected } of all) {
      it.each(given.dialects ?? dialect.options)(`${name} (%s)`, (engine) => {
        const { guard, at } = judge(given.query, engine);
        expect(guard, why).toBe(expected.guard);
        if (expected.at !== undefined) expect(at).toEqual(expected.at);
      });

      if (expected.unguarded !== undefined) {
        it(`${name}: Ladybug ${expected.unguarded} without the guard`, async () => {
          expect(await runUnguarded(fill(given.query))).toContain(expected.unguarded);
        });
      }
    }
  });
}

/** What a query did to a read-only database that nobody guards. */
async function runUnguarded(query: string): Promise<string[]> {
  const { Database, Connection } = await import('@ladybugdb/core');
  const database = new Database(places.database, 64 * 2 ** 20, true, true, 2 ** 34);
  const connection = new Connection(database, 1);
  try {
    const results = await connection.query(query);
    let rows = 0;
    for (const result of [results].flat()) {
      rows += result.getNumTuples();
      result.close();
    }
    return ['runs', ...(rows > 0 ? ['reads'] : []), ...(existsSync(places.out) || existsSync(places.directory) ? ['writes'] : [])];
  } finally {
    await connection.close();
    await database.close();
    rmSync(places.out, { force: true });
    rmSync(places.directory, { recursive: true, force: true });
  }
}

it('names every case once', () => {
  const names = files.flatMap(({ file, cases: all }) => all.map(({ name }) => `${file} ${name}`));
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
});

it('refuses what is too long or too deep before an engine sees it', () => {
  expect(judge(`RETURN ${'1 + '.repeat(bounds.length / 4)}1`, 'ladybug').guard).toBe('refused');
  expect(judge(`RETURN ${'('.repeat(bounds.depth + 1)}1${')'.repeat(bounds.depth + 1)}`, 'ladybug').guard).toBe('refused');
  expect(judge(`RETURN '${'x'.repeat(bounds.length - 10)}'`, 'ladybug').guard).toBe('passes');
});
