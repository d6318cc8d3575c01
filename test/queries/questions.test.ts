/** The answers over small graphs, each by its documented shape. Chains at large are in chains.property.test.ts. */
import { describe, expect, it } from 'vitest';
import {
  edgeSchema,
  neighboursAnswerSchema,
  pathsAnswerSchema,
  principalAnswerSchema,
  reachAnswerSchema,
  summaryAnswerSchema,
} from '../../queries/answers.ts';
import type { ChainOptions, Questions } from '../../queries/questions.ts';
import type { GraphSketch } from '../support/graph-builder.ts';
import { sketchQuestions } from '../support/snapshot-view.ts';

const sketch: GraphSketch = {
  accounts: ['1 build management', '2 prod', '3 tools'],
  principals: [
    'user alice@1',
    'role ci@1',
    'role hub@3',
    'role deploy@2',
    'role admin@2',
    'role lonely@2',
    'service ec2.amazonaws.com',
    'oidc-provider github@1',
  ],
  edges: [
    'alice > ci',
    'ci >? deploy external-id',
    'ci > hub',
    'hub >? deploy mfa',
    'deploy > admin',
    'hub > admin',
    'admin > admin',
    'admin > ci',
    'ec2.amazonaws.com > ci',
    'github >? ci oidc-sub',
  ],
  policies: [
    { of: 'deploy', as: 'trust', name: 'trust', document: { Version: '2012-10-17', Statement: [] } },
    { of: 'deploy', as: 'attached', id: 'missing', name: 'missing' },
  ],
};

const questions = sketchQuestions(sketch);
const short = (arn: string): string => arn.replace(/^.*\//, '');

describe('reach', () => {
  it('shows one best chain for each role, by hops, then without conditions, then ARN', async () => {
    const answer = reachAnswerSchema.parse(await questions.reachFrom('alice'));
    expect(
      answer.rows.map(({ chain, verdict, requires, crossAccount }) => [
        chain.map(short).join(' '),
        verdict,
        requires.join(' '),
        crossAccount,
      ]),
    ).toEqual([
      ['alice ci', 'allowed', '', false],
      ['alice ci hub', 'allowed', '', true],
      ['alice ci deploy', 'conditional', 'external-id', true],
      ['alice ci hub admin', 'allowed', '', true],
    ]);
    expect(answer).toMatchObject({
      direction: 'from',
      of: { name: 'alice' },
      maxHops: 8,
      total: 4,
      truncated: false,
      snapshot: 'test-snapshot',
    });
  });

  it('finds everyone who reaches a role', async () => {
    const answer = reachAnswerSchema.parse(await questions.reachTo('admin'));
    expect(answer.rows.map(({ principal, hops }) => `${principal.name} ${hops}`)).toEqual([
      'deploy 1',
      'hub 1',
      'ci 2',
      'alice 3',
      'ec2.amazonaws.com 3',
      'github 3',
    ]);
  });

  const options: readonly { readonly given: ChainOptions; readonly expected: readonly string[]; readonly total?: number }[] = [
    { given: { maxHops: 1 }, expected: ['ci'] },
    { given: { unconditional: true }, expected: ['ci', 'hub', 'admin'] },
    { given: { crossAccount: true }, expected: ['hub', 'deploy', 'admin'] },
    { given: { limit: 2 }, expected: ['ci', 'hub'], total: 4 },
  ];
  it.each(options)('keeps to $given', async ({ given, expected, total }) => {
    const answer = await questions.reachFrom('alice', given);
    expect(answer.rows.map(({ principal }) => principal.name)).toEqual(expected);
    expect(answer).toMatchObject({ total: total ?? expected.length, truncated: total !== undefined });
  });
});

describe('paths', () => {
  it('lists the chains, shortest first, with all that belongs to them', async () => {
    const answer = pathsAnswerSchema.parse(await questions.paths('alice', 'admin'));
    expect(answer.paths.map(({ principals }) => principals.map(({ name }) => name).join(' '))).toEqual([
      'alice ci hub admin',
      'alice ci deploy admin',
      'alice ci hub deploy admin',
    ]);
    expect(answer.paths[2]).toMatchObject({
      hops: 4,
      verdict: 'conditional',
      requires: ['mfa'],
      accounts: ['000000000001', '000000000003', '000000000002'],
      sessionLimitSeconds: 3600,
      sentence:
        'alice in build can reach admin in prod in 4 hops: it assumes ci in build; then hub in tools; then deploy in prod if mfa is "x"; then admin in prod.',
    });
  });

  it('says in one sentence what one hop takes', async () => {
    const { paths } = await questions.paths('ec2.amazonaws.com', 'ci');
    expect(paths.map(({ sentence, sessionLimitSeconds }) => [sentence, sessionLimitSeconds])).toEqual([
      ['ec2.amazonaws.com can assume ci in build.', null],
    ]);
  });

  it('goes from a role to itself only by its own edge', async () => {
    expect((await questions.paths('admin', 'admin')).paths.map(({ edges }) => edges.length)).toEqual([1]);
    expect((await questions.paths('role:ci', 'ci')).paths).toEqual([]);
  });

  it('answers with nothing where there is no chain', async () => {
    expect(pathsAnswerSchema.parse(await questions.paths('alice', 'lonely'))).toMatchObject({ paths: [], truncated: false });
  });
});

describe('options that make no sense', () => {
  const ask: readonly (readonly [name: string, ask: (questions: Questions) => Promise<unknown>])[] = [
    ['no hops', (q) => q.reachFrom('alice', { maxHops: 0 })],
    ['too many hops', (q) => q.reachTo('ci', { maxHops: 33 })],
    ['half a hop', (q) => q.paths('alice', 'ci', { maxHops: 1.5 })],
    ['no rows', (q) => q.paths('alice', 'ci', { limit: 0 })],
    ['no number', (q) => q.search('alice', { limit: Number.NaN })],
    ['no neighbours', (q) => q.neighbours('alice', { limit: -1 })],
  ];
  it.each(ask)('%s', async (_, run) => {
    await expect(run(questions)).rejects.toMatchObject({ name: 'QueryError', code: 'invalid-argument' });
  });
});

describe('one principal', () => {
  it('shows what the graph holds of it', async () => {
    const answer = principalAnswerSchema.parse(await questions.principal('deploy'));
    expect(answer).toMatchObject({
      principal: { name: 'deploy', accountName: 'prod' },
      uniqueId: null,
      unitPath: 'Root',
      canAssume: 1,
      assumedBy: 2,
    });
    expect(answer.policies.map(({ name, document }) => [name, document])).toEqual([
      ['trust', { Version: '2012-10-17', Statement: [] }],
      ['missing', null],
    ]);
  });

  it('shows the edges at it', async () => {
    const answer = neighboursAnswerSchema.parse(await questions.neighbours('admin'));
    expect(answer.out.map(({ to }) => short(to))).toEqual(['ci', 'admin']);
    expect(answer.in.map(({ from }) => short(from))).toEqual(['admin', 'deploy', 'hub']);
    expect(answer.principals.map(({ name }) => name).sort()).toEqual(['admin', 'ci', 'deploy', 'hub']);
    expect(await questions.neighbours('admin', { limit: 1 })).toMatchObject({ truncated: true, out: { length: 1 }, in: { length: 1 } });
  });
});

describe('the whole snapshot', () => {
  it('lists every edge, sorted by from, then to', () => {
    const edges = [...questions.edges()].map((edge) => edgeSchema.parse(edge));
    expect(edges).toHaveLength(sketch.edges?.length ?? 0);
    const keys = edges.map(({ from, to }) => `${from} ${to}`);
    expect(keys).toEqual([...keys].sort());
    expect(edges.find(({ verdict }) => verdict === 'conditional')).toMatchObject({
      requires: ['oidc-sub'],
      conditions: [{ key: 'oidc-sub' }],
      alternatives: [[{ key: 'oidc-sub' }]],
    });
  });

  it('counts the edges between accounts', async () => {
    const answer = summaryAnswerSchema.parse(await questions.summary());
    expect(answer.accounts.map(({ name, principals }) => `${name} ${principals}`)).toEqual(['build 3', 'prod 3', 'tools 1']);
    expect(
      answer.accountEdges.map(({ from, to, edges, unconditional }) => `${short(from)} ${to.slice(-1)}: ${edges} ${unconditional}`),
    ).toEqual([
      '000000000001 1: 1 1',
      '000000000001 2: 1 0',
      '000000000001 3: 1 1',
      '000000000002 1: 1 1',
      '000000000002 2: 2 2',
      '000000000003 2: 2 1',
      'github 1: 1 0',
      'ec2.amazonaws.com 1: 1 1',
    ]);
  });
});
