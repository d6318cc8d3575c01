/** The address holds the view: what is written is read back, and nonsense in it does no harm. */
import { describe, expect, it } from 'vitest';
import { readView, sceneOf, startView, type View, writeView } from '../../web/src/view.ts';

const name = 'arn:aws:iam::123456789012:role/=a&b?c#d\u202E"';

describe('the address', () => {
  const views: Partial<View>[] = [
    {},
    { from: name },
    { to: name, maxHops: 3, unconditional: true, crossAccount: true },
    { from: name, to: '*', hop: { from: name, to: '*' }, picked: 0 },
    { node: name },
    { to: name, needs: ['mfa', '-external-id'], kinds: ['user'], places: ['123456789012'], units: ['-Root / R&D'] },
    { to: name, edits: { expanded: [name], hidden: ['a', '*'], folded: ['123456789012'] }, table: { sort: '-hops', filter: 'a & b#c' } },
    { page: 'map', grouping: 'unit', opened: ['Root / R&D'] },
    { page: 'queries', query: 'open-roles', given: { account: '1', 'other name': name } },
    { page: 'cypher', text: 'MATCH (p:Principal {arn: "a&b#c"})\nRETURN p // 100%' },
    { page: 'changes', older: 'a', newer: 'b' },
  ];
  it.each(views)('round trip of %j', (change) => {
    const view = { ...startView, ...change };
    const address = new URL(writeView(view), 'http://localhost');
    expect(readView(address.search, address.hash)).toEqual(view);
  });

  it('is bare at the start', () => {
    expect(writeView(startView)).toBe('/');
  });

  const nonsense = [
    '?maxHops=0',
    '?maxHops=99999',
    '?maxHops=x',
    '?from=',
    '?from=%20',
    '?picked=-1',
    '?hopFrom=only',
    '?unconditional=maybe',
    '?page=nowhere',
    '?grouping=by-colour',
  ];
  it.each(nonsense)('%s counts as nothing', (search) => {
    expect(readView(search)).toEqual(startView);
  });

  it.each([
    { change: {}, scene: 'start' },
    { change: { from: 'a' }, scene: 'reach-from' },
    { change: { to: 'a' }, scene: 'reach-to' },
    { change: { from: 'a', to: 'b', node: 'c' }, scene: 'chains' },
    { change: { node: 'c' }, scene: 'surroundings' },
    { change: { page: 'map' as const, node: 'c' }, scene: 'map' },
  ])('$scene', ({ change, scene }) => {
    expect(sceneOf({ ...startView, ...change })).toBe(scene);
  });
});
