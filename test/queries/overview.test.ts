/** The map's numbers: whatever is opened, no edge between groups is lost and none is counted twice. */
import { describe, expect, it } from 'vitest';
import { accountId } from '../support/graph-builder.ts';
import { sketchQuestions } from '../support/snapshot-view.ts';

const questions = sketchQuestions({
  accounts: ['1 build', '2 prod'],
  principals: [
    'user ana@1',
    'role ci@1',
    'role idle@1',
    'role deploy@2',
    'role admin@2',
    'service ec2.amazonaws.com',
    'anyone *',
    'saml-provider idp@2',
  ],
  edges: [
    'ana > ci',
    'ci >? deploy external-id',
    'ana > deploy',
    'deploy > admin',
    'ec2.amazonaws.com > ci',
    'idp >? admin saml-attribute',
    '* > ci',
  ],
});
const [build, prod] = [accountId('1'), accountId('2')];

describe('overview', () => {
  it('adds up the edges between closed groups', async () => {
    const { groups, edges, principals, truncated } = await questions.overview({ grouping: 'account', open: [] });
    expect(groups.map(({ id }) => id).sort()).toEqual([build, prod, 'anyone', 'providers', 'services'].sort());
    expect(edges).toContainEqual({ from: build, to: prod, edges: 2, unconditional: 1, crossAccount: true });
    expect(edges).toContainEqual(expect.objectContaining({ from: 'providers', to: prod, edges: 1, unconditional: 0 }));
    expect(edges.some(({ from, to }) => from === to)).toBe(false);
    expect(principals).toEqual([]);
    expect(truncated).toBe(false);
  });

  it('lists the members of an opened account, and counts who has no edge', async () => {
    const { groups, edges, principals } = await questions.overview({ grouping: 'account', open: [build] });
    expect(principals.map(({ name }) => name).sort()).toEqual(['ana', 'ci']);
    expect(groups.find(({ id }) => id === build)).toMatchObject({ open: true, quiet: 1, left: 0, principals: 3 });
    const into = edges.filter(({ to }) => to === prod).reduce((sum, edge) => sum + edge.edges, 0);
    expect(into).toBe(3);
    expect(edges.some(({ from, to }) => from === build || to === build)).toBe(false);
  });

  it('passes over groups that are not there', async () => {
    const { groups } = await questions.overview({ grouping: 'account', open: ['nowhere', '"})'] });
    expect(groups.some(({ open }) => open)).toBe(false);
  });
});

describe('between', () => {
  it('lists edges with everything about them, unconditional ones first', async () => {
    const { edges, total, from, truncated } = await questions.between(build, prod);
    expect(total).toBe(2);
    expect(edges.map(({ verdict }) => verdict)).toEqual(['allowed', 'conditional']);
    expect(from).toEqual({ id: build, name: 'build', kind: 'account' });
    expect(truncated).toBe(false);
  });

  it('says what a limit cut, and which place it does not know', async () => {
    expect(await questions.between(build, prod, { limit: 1 })).toMatchObject({ total: 2, truncated: true });
    await expect(questions.between('nowhere', prod)).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});
