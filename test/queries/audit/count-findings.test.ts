/** Counting what the queries of an audit find: each is asked once, failures and busy engines end nothing, and nobody waits for ever. */
import { expect, test } from 'vitest';
import { CypherError } from '../../../graph/cypher-runner.ts';
import { createFindingsCount } from '../../../queries/audit/count-findings.ts';
import type { Questions } from '../../../queries/questions.ts';
import type { SavedQuery } from '../../../queries/saved/metadata.ts';
import { parseQueryFile } from '../../../queries/saved/parse-query-file.ts';
import { createFakeQuestions } from '../../support/fake-questions.ts';

function queryOf(id: string, severity: string, parameters = '{}'): SavedQuery {
  const parsed = parseQueryFile(
    `${id}.cypher`,
    `/*\nid: ${id}\ntitle: T\nquestion: Q?\ncategory: own\nseverity: ${severity}\nremediation: None.\ncolumns: {a: text}\nparameters: ${parameters}\n*/\nMATCH (n) RETURN n.${id} AS a`,
  );
  if (!('metadata' in parsed)) throw new Error(JSON.stringify(parsed));
  return { ...parsed.metadata, file: `${id}.cypher`, isBuiltIn: false, texts: { ladybug: parsed.text, neo4j: parsed.text } };
}

const needed = '{who: {type: string, description: Who}}';
const queries = [queryOf('few', 'low'), queryOf('asks', 'info'), queryOf('worst', 'critical'), queryOf('needs', 'high', needed)];
const never = new AbortController().signal;
const rows = (count: number) => ({
  ...{ snapshot: 's', incomplete: false, truncated: false, cypher: '', columns: ['a'] },
  rows: Array.from({ length: count }, () => ['x']),
});

function ask(cypher: (id: string) => Promise<ReturnType<typeof rows>>) {
  const asked: string[] = [];
  const questions: Questions = {
    ...createFakeQuestions(),
    cypher: (text) => {
      const id = /n\.(\w+)/.exec(text)?.[1] ?? '';
      asked.push(id);
      return cypher(id);
    },
  };
  return { asked, count: createFindingsCount(questions, queries) };
}

test('asks each query of an audit once, the most severe first', async () => {
  const { asked, count } = ask(async (id) => rows(id === 'worst' ? 0 : 3));
  const [one, other] = await Promise.all([count.wait(60_000, never), count.wait(60_000, never)]);
  expect(asked).toEqual(['worst', 'few']);
  expect(other).toEqual(one);
  expect(one.pending).toBe(0);
  expect(one.queries.map(({ id, status, findings }) => [id, status, findings])).toEqual([
    ['worst', 'passed', 0],
    ['few', 'found', 3],
  ]);
});

test('tells of a query that fails, and goes on', async () => {
  const { count } = ask((id) =>
    id === 'worst' ? Promise.reject(new CypherError('cypher-timeout', 'too long')) : Promise.resolve(rows(1)),
  );
  const { queries: found } = await count.wait(60_000, never);
  expect(found.map(({ status }) => status)).toEqual(['failed', 'found']);
  expect(found[0]?.error).toContain('too long');
});

test('asks again where the engine had no turn for it', async () => {
  let busy = true;
  const { count } = ask((id) => {
    if (id === 'worst' && busy) {
      busy = false;
      return Promise.reject(new CypherError('cypher-busy', 'busy'));
    }
    return Promise.resolve(rows(2));
  });
  expect((await count.wait(60_000, never)).queries.map(({ findings }) => findings)).toEqual([2, 2]);
});

test('answers with what is known when the time is over, and goes on for whoever asks next', async () => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { asked, count } = ask(async (id) => {
    if (id === 'worst') await held;
    return rows(1);
  });
  expect(await count.wait(1, never)).toMatchObject({ queries: [], pending: 2 });
  const gone = new AbortController();
  const left = count.wait(60_000, gone.signal);
  gone.abort();
  expect((await left).pending).toBe(2);
  release();
  expect((await count.wait(60_000, never)).pending).toBe(0);
  expect(asked).toEqual(['worst', 'few']);
});
