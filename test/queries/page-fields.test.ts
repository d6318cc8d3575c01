/** What the page needs beside the rows: ways in from outside, and the edges that reach is drawn with. */
import { describe, expect, it } from 'vitest';
import type { GraphSketch } from '../support/graph-builder.ts';
import { sketchQuestions } from '../support/snapshot-view.ts';

const sketch: GraphSketch = {
  accounts: ['1 build', '2 prod'],
  principals: ['user alice@1', 'role ci@1', 'role deploy@2', 'role admin@2', 'service ec2.amazonaws.com', 'oidc-provider github@1'],
  edges: [
    'alice > ci',
    'ci >? deploy external-id',
    'deploy > admin',
    'ec2.amazonaws.com > ci',
    'ec2.amazonaws.com >? admin time',
    'github >? ci oidc-sub',
  ],
};
const questions = sketchQuestions(sketch);

describe('ways in from outside', () => {
  it('are services, providers and the like that can assume something, with their roles', async () => {
    const { entryPoints = [] } = await questions.summary();
    const found = entryPoints.map(({ principal, roles, unconditional }) => [principal.name, roles, unconditional]);
    expect(found.sort()).toEqual([
      ['ec2.amazonaws.com', 2, 1],
      ['github', 1, 0],
    ]);
  });
});

describe('the edges of reach', () => {
  const nameOf = (arn: string): string => arn.split('/').at(-1) ?? arn;

  it('are those of the chains, each once', async () => {
    const { edges = [] } = await questions.reachFrom('alice');
    expect(edges.map(({ from, to, verdict, requires }) => [nameOf(from), nameOf(to), verdict, requires]).sort()).toEqual([
      ['alice', 'ci', 'allowed', []],
      ['ci', 'deploy', 'conditional', ['external-id']],
      ['deploy', 'admin', 'allowed', []],
    ]);
  });

  it('are cut with the rows', async () => {
    const { edges = [] } = await questions.reachFrom('alice', { limit: 1 });
    expect(edges.map(({ to }) => nameOf(to))).toEqual(['ci']);
  });
});
