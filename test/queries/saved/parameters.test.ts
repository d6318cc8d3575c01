/** Parameters: text of the command line and JSON of the API become values of the declared type, or are refused with the reason. */
import { describe, expect, test } from 'vitest';
import type { ParameterType, SavedQuery } from '../../../queries/saved/metadata.ts';
import { readParameters } from '../../../queries/saved/parameters.ts';
import { parseQueryFile } from '../../../queries/saved/parse-query-file.ts';
import { surroundingsOf } from '../../../queries/saved/saved-queries.ts';
import { SavedQueryError } from '../../../queries/saved/saved-query-error.ts';
import { arns, createFakeQuestions } from '../../support/fake-questions.ts';

/** A query with one parameter `p`. */
function queryWith(type: ParameterType, usual?: unknown): SavedQuery {
  const fallback = usual === undefined ? '' : `, default: ${JSON.stringify(usual)}`;
  const metadata = `id: q\ntitle: Q\nquestion: Q?\ncategory: c\nseverity: info\nremediation: None.\ncolumns: {x: text}\nparameters: {p: {type: ${type}, description: D${fallback}}}`;
  const parsed = parseQueryFile('q.cypher', `/*\n${metadata}\n*/ RETURN $p AS x`);
  if (!('metadata' in parsed)) throw new Error(JSON.stringify(parsed));
  return { ...parsed.metadata, file: 'q.cypher', isBuiltIn: false, texts: { ladybug: parsed.text, neo4j: parsed.text } };
}

const questions = createFakeQuestions();
const surroundings = await surroundingsOf(questions);
const { createdAt } = await questions.summary();
const read = async (type: ParameterType, given: unknown) => (await readParameters(queryWith(type), { p: given }, surroundings))['p'];

const daysBefore = (days: number): string => new Date(Date.parse(createdAt) - days * 86_400_000).toISOString();

describe('values', () => {
  test.each([
    ['string', '', ''],
    ['string', '5', '5'],
    ['integer', '-5', -5],
    ['integer', 5, 5],
    ['boolean', 'true', true],
    ['boolean', false, false],
    ['strings', 'a, b', ['a', 'b']],
    ['strings', '', []],
    ['strings', ['a,b'], ['a,b']],
    ['date', '2026-01-31', '2026-01-31'],
    ['date', '-30d', daysBefore(30)],
    ['pattern', '(?i)prod.*', '(?i)prod.*'],
    ['principal', 'alice', arns.alice],
    ['role', arns.admin, arns.admin],
  ] as const)('%s %j', async (type, given, expected) => {
    expect(await read(type, given)).toEqual(expected);
  });

  test('an account by name or id', async () => {
    const [account] = (await questions.summary()).accounts;
    expect(await read('account', account?.name.toUpperCase())).toBe(account?.id);
    expect(await read('account', account?.id)).toBe(account?.id);
  });
});

describe('refusals', () => {
  test.each([
    ['integer', '5.5'],
    ['integer', 'many'],
    ['integer', true],
    ['integer', 2 ** 60],
    ['boolean', 'yes'],
    ['boolean', 1],
    ['strings', 5],
    ['strings', [5]],
    ['date', 'yesterday'],
    ['date', '2026-13-45'],
    ['pattern', '(a'],
    ['string', 5],
    ['string', { a: 1 }],
    ['principal', ''],
  ] as const)('%s %j', async (type, given) => {
    const error: unknown = await read(type, given).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SavedQueryError);
    expect(error).toMatchObject({ code: 'bad-parameter', message: expect.stringContaining('Parameter p of query q must') });
  });

  test.each([
    ['principal', 'nobody-of-this-name', 'unknown-principal'],
    ['account', 'no such account', 'invalid-argument'],
  ] as const)('a %s that is not there', async (type, given, code) => {
    await expect(read(type, given)).rejects.toMatchObject({ code });
  });

  test('a parameter that the query does not have, and one that it lacks', async () => {
    await expect(readParameters(queryWith('string', 'x'), { q: 'y' }, surroundings)).rejects.toMatchObject({ code: 'bad-parameter' });
    await expect(readParameters(queryWith('string'), {}, surroundings)).rejects.toMatchObject({
      code: 'bad-parameter',
      message: expect.stringContaining('--param p='),
    });
    expect(await readParameters(queryWith('string', 'x'), {}, surroundings)).toEqual({ p: 'x' });
  });
});
