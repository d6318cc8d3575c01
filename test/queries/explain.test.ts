import { describe, expect, it } from 'vitest';
import { buildAdjacency } from '../../graph/build-adjacency.ts';
import { type ExplainAnswer, explainAnswerSchema } from '../../queries/answers.ts';
import { createQuestions } from '../../queries/create-questions.ts';
import { buildGraph, type GraphSketch } from '../support/graph-builder.ts';
import { createMemoryReader } from '../support/memory-store.ts';
import { sketchQuestions, testManifest } from '../support/snapshot-view.ts';

const assume = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' };
const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const trusts = (principal: object | string, condition?: object) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...(condition ? { Condition: condition } : {}),
});

const sketch: GraphSketch = {
  accounts: ['1 build', '2 prod', '3 vendor', '4 guarded'],
  accountJson: {
    '3': { scps: '"off"', organizationId: 'unknown' },
    '4': {
      scps: JSON.stringify([
        { target: 'r-1', policies: ['p-full'] },
        { target: '000000000004', policies: ['p-no-sts', 'p-full'] },
      ]),
    },
  },
  principals: [
    'user alice@1',
    'role deploy@2',
    'role open@2',
    'role boundless@2',
    'role guarded@4',
    'role nobody-knows@2',
    'service ec2.amazonaws.com',
    'external-account 000000000003@3',
    'anyone anyone',
  ],
  policies: [
    {
      of: 'alice',
      as: 'attached',
      id: 'arn:aws:iam::000000000001:policy/assume',
      name: 'assume',
      document: policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }, { ...assume, Sid: 'Assume' }),
    },
    { of: 'boundless', as: 'attached', id: 'arn:aws:iam::000000000002:policy/both', name: 'both', document: policy(assume) },
    { of: 'boundless', as: 'boundary', id: 'arn:aws:iam::000000000002:policy/both', name: 'both', document: policy(assume) },
    { of: 'boundless', as: 'trust', name: 'trust', document: policy(trusts({ Service: 'ec2.amazonaws.com' })) },
    { of: 'guarded', as: 'inline', name: 'assume', document: policy(assume) },
    { of: 'guarded', as: 'trust', name: 'trust', document: policy(trusts({ Service: 'ec2.amazonaws.com' })) },
    {
      of: 'deploy',
      as: 'trust',
      name: 'trust',
      document: policy(
        trusts({ AWS: ['000000000001', '000000000002', '000000000004'] }, { StringEquals: { 'sts:ExternalId': 'x-1' } }),
        trusts({ AWS: 'arn:aws:iam::000000000003:root' }),
        trusts({ Service: 'ec2.amazonaws.com' }),
      ),
    },
    { of: 'open', as: 'trust', name: 'trust', document: policy(trusts('*')) },
    { as: 'scp', id: 'p-full', name: 'FullAWSAccess', document: policy({ Effect: 'Allow', Action: '*', Resource: '*' }) },
    { as: 'scp', id: 'p-no-sts', name: 'NoAssume', document: policy({ Sid: 'Stop', Effect: 'Deny', Action: 'sts:*', Resource: '*' }) },
  ],
};

interface Case {
  readonly name: string;
  readonly given: readonly [from: string, to: string];
  readonly expected: Partial<Pick<ExplainAnswer, 'verdict' | 'explicit' | 'requires' | 'sentence'>>;
  /** `policy kind: deciding statements`. */
  readonly evidence: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'a user with a policy, a role that asks for an external id',
    given: ['alice', 'deploy'],
    expected: {
      verdict: 'conditional',
      requires: ['external-id'],
      sentence: 'alice in build can assume deploy in prod if the external id that it sends is "x-1".',
    },
    evidence: ['trust: 0', 'assume attached: 1'],
  },
  {
    name: 'a service by trust alone',
    given: ['ec2.amazonaws.com', 'deploy'],
    expected: { verdict: 'allowed', sentence: 'ec2.amazonaws.com can assume deploy in prod.' },
    evidence: ['trust: 2'],
  },
  {
    name: 'an account that was not collected',
    given: ['external-account:3', 'deploy'],
    expected: { verdict: 'conditional', requires: ['unknown-identity'] },
    evidence: ['trust: 1'],
  },
  { name: 'everyone', given: ['*', 'open'], expected: { verdict: 'allowed', requires: [] }, evidence: ['trust: 0'] },
  { name: 'an SCP that denies', given: ['guarded', 'deploy'], expected: { verdict: 'denied', explicit: true }, evidence: ['scp: 0'] },
  { name: 'no policy that allows it', given: ['open', 'deploy'], expected: { verdict: 'denied', explicit: false }, evidence: [] },
  {
    name: 'a boundary that is also attached',
    given: ['boundless', 'deploy'],
    expected: { verdict: 'conditional' },
    evidence: ['both attached: 0', 'both boundary: 0'],
  },
  {
    name: 'a role whose trust policy is not in the data',
    given: ['alice', 'nobody-knows'],
    expected: { verdict: 'conditional', requires: ['unknown-identity'] },
    evidence: [],
  },
];

describe('explain', () => {
  const questions = sketchQuestions(sketch);

  it.each(cases)('$name', async ({ given: [from, to], expected, evidence }) => {
    const answer = explainAnswerSchema.parse(await questions.explain(from, to));
    expect(answer).toMatchObject(expected);
    const pieces = answer.evidence.map(
      ({ name, kind, statements }) => `${kind === name ? kind : `${kind === 'scp' ? '' : `${name} `}${kind}`}: ${statements.join(' ')}`,
    );
    expect(pieces).toEqual(expect.arrayContaining([...evidence]));
  });

  it('points into the documents as they were read', async () => {
    const answer = await questions.explain('alice', 'deploy');
    const references = answer.gates.flatMap(({ statements }) => statements);
    expect(references.length).toBeGreaterThan(1);
    for (const { policy: id, index, effect } of references) {
      const piece = answer.evidence.find(({ policy: other }) => other === id);
      expect(piece?.statements).toContain(index);
      expect(piece?.document).toHaveProperty(`Statement.${index}.Effect`, effect);
    }
  });

  it('names every gate of a decision in the order of the decision', async () => {
    const { gates } = await questions.explain('alice', 'deploy');
    expect(gates.map(({ gate }) => gate)).toEqual(['caller', 'rcp', 'scp', 'trust', 'identity', 'boundary']);
  });

  it('refuses a target that is no role', async () => {
    await expect(questions.explain('alice', 'ec2.amazonaws.com')).rejects.toMatchObject({ code: 'not-a-role' });
  });

  it('reports a graph that lacks what the adjacency has', async () => {
    const torn = createQuestions({
      adjacency: buildAdjacency('torn', buildGraph(sketch)),
      store: createMemoryReader(buildGraph({ principals: [] })),
      manifest: testManifest,
    });
    await expect(torn.explain('alice', 'deploy')).rejects.toMatchObject({ name: 'StoreError', code: 'store-corrupt' });
    await expect(torn.principal('alice')).rejects.toMatchObject({ name: 'StoreError', code: 'store-corrupt' });
  });
});
