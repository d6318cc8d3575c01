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

describe('overview of more than can be read', () => {
  /** Accounts in three units, each with a role, and external accounts; one edge from each external account, one from each role to the next. */
  const crowd = (inside: number, outside: number) => {
    const accounts = Array.from({ length: inside }, (_, index) => `${index + 1} account-${index + 1}`);
    const role = (index: number): string => `role-${(index % inside) + 1}`;
    return sketchQuestions({
      accounts,
      accountJson: Object.fromEntries(accounts.map((_, index) => [String(index + 1), { unitPath: `Root/unit-${index % 3}` }])),
      principals: [
        ...accounts.map((_, index) => `role ${role(index)}@${index + 1}`),
        ...Array.from({ length: outside }, (_, index) => `external-account vendor-${index}@${90_000 + index}`),
      ],
      edges: [
        ...accounts.map((_, index) => `${role(index)} > ${role(index + 1)}`),
        ...Array.from({ length: outside }, (_, index) => `vendor-${index} >? ${role(index)} external-id`),
      ],
    });
  };
  const edgesOf = ({ edges }: { edges: readonly { edges: number }[] }): number => edges.reduce((sum, edge) => sum + edge.edges, 0);

  it('shows each account while there are few', async () => {
    const { groups, gathered } = await crowd(100, 50).overview({ grouping: 'account', open: [] });
    expect([groups.length, gathered]).toEqual([150, null]);
  });

  it('gathers external accounts first, and opens them where they stand', async () => {
    const many = crowd(100, 51);
    const closed = await many.overview({ grouping: 'account', open: [] });
    expect(closed.gathered).toEqual({ groups: 151, by: 'external' });
    expect(closed.groups).toHaveLength(101);
    expect(closed.groups.find(({ id }) => id === 'external-accounts')).toMatchObject({ kind: 'outside', accounts: 51, principals: 51 });
    expect(edgesOf(closed)).toBe(151);
    const open = await many.overview({ grouping: 'account', open: ['external-accounts', accountId('90007')] });
    expect(open.gathered).toEqual(closed.gathered);
    expect(open.groups).toHaveLength(152);
    expect(open.groups.filter(({ parent }) => parent === 'external-accounts')).toHaveLength(51);
    expect(open.principals.map(({ name }) => name)).toEqual(['vendor-7']);
    expect(edgesOf(open)).toBe(151);
  });

  it('gathers all accounts in their units when there are still too many', async () => {
    const many = crowd(153, 200);
    const closed = await many.overview({ grouping: 'account', open: [] });
    expect(closed.gathered).toEqual({ groups: 353, by: 'unit' });
    expect(closed.groups.map(({ id, accounts }) => [id, accounts])).toEqual([
      ['unit:Root/unit-0', 51],
      ['unit:Root/unit-1', 51],
      ['unit:Root/unit-2', 51],
      ['external-accounts', 200],
    ]);
    expect(edgesOf(closed)).toBe(353);
    const open = await many.overview({ grouping: 'account', open: ['unit:Root/unit-1'] });
    expect(open.groups.filter(({ parent }) => parent === 'unit:Root/unit-1')).toHaveLength(51);
    expect(edgesOf(open)).toBe(353);
    const byUnit = await many.overview({ grouping: 'unit', open: [] });
    expect([byUnit.groups, byUnit.gathered]).toEqual([closed.groups, { groups: 203, by: 'external' }]);
  });

  it('leaves out what is more than can be drawn, with its edges, and says so', async () => {
    const many = crowd(3, 600);
    const { groups, edges, truncated } = await many.overview({ grouping: 'account', open: ['external-accounts'] });
    expect(groups).toHaveLength(500);
    expect(groups.find(({ id }) => id === 'external-accounts')).toMatchObject({ open: true, accounts: 600, left: 104 });
    expect(truncated).toBe(true);
    const ids = new Set(groups.map(({ id }) => id));
    expect(edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
  });

  it('lists what runs between external accounts and one of the organization', async () => {
    const { total, from } = await crowd(10, 35).between('external-accounts', accountId('5'));
    expect([total, from.name]).toEqual([4, 'External accounts']);
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
