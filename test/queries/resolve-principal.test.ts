import { describe, expect, it } from 'vitest';
import { QueryError, type QueryErrorCode } from '../../queries/questions.ts';
import { resolvePrincipal, resolveRole } from '../../queries/resolve-principal.ts';
import { sketchView } from '../support/snapshot-view.ts';

const { names } = sketchView({
  accounts: ['1 build', '2 prod'],
  principals: [
    'role deploy@1',
    'role deploy-all@1',
    'role Deploy@2',
    'user deploy-bot@1',
    'user admin@2',
    'role admin@1',
    'role audit@2',
    'user audit-reader@2',
    'service ec2.amazonaws.com',
    'anyone anyone',
    "role o'hara\u202e@2",
  ],
});

const iam = (rest: string): string => `arn:aws:iam::00000000000${rest}`;

interface Case {
  readonly name: string;
  readonly why: string;
  readonly given: string;
  readonly as: 'principal' | 'role';
  readonly expected: string | { readonly code: QueryErrorCode; readonly candidates: readonly string[] };
}

const cases: readonly Case[] = [
  { name: 'an ARN', why: 'it is exact', given: iam('1:role/deploy'), as: 'principal', expected: iam('1:role/deploy') },
  { name: 'everyone', why: 'its ARN is *', given: '*', as: 'principal', expected: '*' },
  { name: 'a service', why: 'its name is its ARN', given: 'ec2', as: 'principal', expected: 'ec2.amazonaws.com' },
  {
    name: 'an exact name',
    why: 'it goes before parts of others',
    given: 'deploy-all',
    as: 'principal',
    expected: iam('1:role/deploy-all'),
  },
  {
    name: 'a name in two accounts',
    why: 'case does not tell them apart',
    given: 'deploy',
    as: 'principal',
    expected: { code: 'ambiguous-principal', candidates: [iam('1:role/deploy'), iam('2:role/Deploy')] },
  },
  { name: 'account name and name', why: 'tells them apart', given: 'prod/deploy', as: 'principal', expected: iam('2:role/Deploy') },
  { name: 'account id and name', why: 'tells them apart', given: '000000000001/deploy', as: 'role', expected: iam('1:role/deploy') },
  { name: 'a part of one ARN', why: 'it names just one', given: '2:USER/adm', as: 'principal', expected: iam('2:user/admin') },
  {
    name: 'the end of an ARN',
    why: 'tables show it so, and a longer name that begins alike does not make it ambiguous',
    given: '000000000001:role/deploy',
    as: 'role',
    expected: iam('1:role/deploy'),
  },
  { name: 'a kind', why: 'narrows', given: 'user:admin', as: 'principal', expected: iam('2:user/admin') },
  {
    name: 'a kind and an ARN',
    why: 'the rest may be exact too',
    given: `role:${iam('1:role/deploy')}`,
    as: 'principal',
    expected: iam('1:role/deploy'),
  },
  {
    name: 'user and role of one name',
    why: 'either may be meant',
    given: 'admin',
    as: 'principal',
    expected: { code: 'ambiguous-principal', candidates: [iam('1:role/admin'), iam('2:user/admin')] },
  },
  {
    name: 'user and role of one name, where a role is asked for',
    why: 'the role is meant',
    given: 'admin',
    as: 'role',
    expected: iam('1:role/admin'),
  },
  {
    name: 'a part that one role and other principals hold',
    why: 'the role is meant',
    given: 'udi',
    as: 'role',
    expected: iam('2:role/audit'),
  },
  {
    name: 'a user where a role is asked for',
    why: 'only roles can be assumed',
    given: iam('2:user/admin'),
    as: 'role',
    expected: { code: 'not-a-role', candidates: [iam('2:user/admin')] },
  },
  {
    name: 'a part of a user only',
    why: 'only roles can be assumed',
    given: 'reader',
    as: 'role',
    expected: { code: 'not-a-role', candidates: [iam('2:user/audit-reader')] },
  },
  {
    name: 'a misspelt name',
    why: 'names like it are offered',
    given: 'prod/audti',
    as: 'role',
    expected: { code: 'unknown-principal', candidates: [iam('2:role/audit')] },
  },
  {
    name: 'a name like no other',
    why: 'nothing can be offered',
    given: 'zzzzzz',
    as: 'principal',
    expected: { code: 'unknown-principal', candidates: [] },
  },
  { name: 'nothing', why: 'it would fit everything', given: '  ', as: 'principal', expected: { code: 'invalid-argument', candidates: [] } },
  { name: 'a hostile name', why: 'it is text like any other', given: "o'hara\u202e", as: 'role', expected: iam("2:role/o'hara\u202e") },
];

describe('a typed name', () => {
  it.each(cases)('$name ($why)', ({ given, as, expected }) => {
    expect(outcome(() => (as === 'role' ? resolveRole : resolvePrincipal)(names, given))).toEqual(expected);
  });

  it('offers twenty candidates at most', () => {
    const many = sketchView({ principals: Array.from({ length: 30 }, (_, place) => `role many-${place}@1`) });
    expect(outcome(() => resolvePrincipal(many.names, 'many'))).toMatchObject({ code: 'ambiguous-principal', candidates: { length: 20 } });
  });
});

function outcome(resolve: () => number) {
  try {
    return names.arn(resolve());
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return { code: error.code, candidates: error.candidates.map(({ arn }) => arn) };
  }
}
