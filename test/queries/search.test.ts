import { describe, expect, it } from 'vitest';
import { searchAnswerSchema } from '../../queries/answers.ts';
import { sketchQuestions } from '../support/snapshot-view.ts';

const questions = sketchQuestions({
  accounts: ['1 build', '2 prod', '3 000000000003'],
  principals: [
    'role admin@1',
    'user admin@2',
    'role prod-admin@2',
    'role administrators@2',
    'user bob@1',
    'external-account 000000000003@3',
    'service lambda.amazonaws.com',
    'role İstanbul@1',
    'role line\nbreak@1',
  ],
});

interface Case {
  readonly name: string;
  readonly given: string;
  readonly expected: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'the name itself, then names that begin with it, then names that hold it',
    given: 'admin',
    expected: ['1:role/admin', '2:user/admin', '2:role/administrators', '2:role/prod-admin'],
  },
  { name: 'case does not matter', given: 'ADMINISTR', expected: ['2:role/administrators'] },
  { name: 'a kind narrows', given: 'user:admin', expected: ['2:user/admin'] },
  { name: 'a kind alone lists all of it', given: 'user:', expected: ['1:user/bob', '2:user/admin'] },
  { name: 'several words must all fit', given: 'admin prod', expected: ['2:user/admin', '2:role/administrators', '2:role/prod-admin'] },
  { name: 'an account narrows', given: 'account:BUI user:', expected: ['1:user/bob'] },
  { name: 'an account id narrows', given: 'account:000000000003', expected: ['3:root'] },
  { name: 'an account name is found like any word', given: 'build bob', expected: ['1:user/bob'] },
  { name: 'letters that change their length in lower case shift nothing', given: 'stanbul', expected: ['1:role/İstanbul'] },
  { name: 'a prefix that is no kind is text', given: 'role/admin', expected: ['1:role/admin', '2:role/administrators'] },
  { name: 'a name with a line break', given: 'line', expected: ['1:role/line\nbreak'] },
  { name: 'nothing fits', given: 'nobody-is-called-this', expected: [] },
];

describe('search', () => {
  it.each(cases)('$name', async ({ given, expected }) => {
    const answer = searchAnswerSchema.parse(await questions.search(given));
    expect(answer.hits.map(({ arn }) => arn.replace(/^arn:aws:iam::0{11}/, ''))).toEqual(expected);
    expect(answer.total).toBe(expected.length);
  });

  it('shows the best and counts all', async () => {
    const answer = await questions.search('admin', { limit: 1 });
    expect(answer).toMatchObject({ total: 4, truncated: true, hits: [{ name: 'admin', kind: 'role' }] });
  });

  it('finds among 200,000 names', async () => {
    const big = sketchQuestions({
      principals: Array.from({ length: 200_000 }, (_, place) => `role workload-${place.toString(36)}-deploy@${(place % 400) + 1}`),
    });
    const [one, all, narrowed] = [await big.search('workload-4fa-'), await big.search('deploy'), await big.search('role:4fa- account:17')];
    expect(one.hits.map(({ name }) => name)).toEqual(['workload-4fa-deploy']);
    expect(all).toMatchObject({ total: 200_000, truncated: true });
    expect(narrowed.total).toBe(0);
  });
});
