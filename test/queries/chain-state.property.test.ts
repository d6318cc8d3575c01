/** Chains with state agree with walking every session that can be held, in both directions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccessGraph } from '../../graph/access-graph.ts';
import { buildAdjacency } from '../../graph/build-adjacency.ts';
import type { Alternatives, Condition } from '../../iam/types.ts';
import { plainLimits } from '../../queries/options.ts';
import { answerPaths } from '../../queries/paths.ts';
import { answerReach } from '../../queries/reach.ts';
import { createSnapshotView, type SnapshotView } from '../../queries/snapshot-view.ts';
import { listWalks, type Walk } from '../support/concrete-sessions.ts';
import { choicesFor, randomStateGraph, stateGraphOf } from '../support/random-state.ts';
import { testManifest } from '../support/snapshot-view.ts';

const maxHops = 4;
const limits = { ...plainLimits, maxHops, limit: 100_000 };

const viewOf = (graph: AccessGraph): SnapshotView => createSnapshotView(buildAdjacency('s', graph), testManifest);

/** Fewest hops of a walk to each other principal. */
function nearest(walks: readonly Walk[], from: number): Map<number, number> {
  const hops = new Map<number, number>();
  for (const { nodes, edges } of walks) {
    const end = nodes.at(-1) ?? 0;
    if (end !== from && edges.length < (hops.get(end) ?? 99)) hops.set(end, edges.length);
  }
  return hops;
}

const isSimple = ({ nodes }: Walk): boolean => new Set(nodes).size === nodes.length;

describe('chains with state', () => {
  it('reach what concrete sessions reach, in as many hops, whichever way one looks', () => {
    fc.assert(
      fc.property(randomStateGraph, (graph) => {
        const view = viewOf(graph);
        const choices = choicesFor(graph);
        const numbers = [...view.adjacency.principals.keys()];
        const expected = numbers.flatMap((from) =>
          [...nearest(listWalks(view.adjacency, from, maxHops, choices), from)].map(([to, hops]) => `${from} > ${to} in ${hops}`),
        );
        const numberOf = (arn: string): number => view.adjacency.principals.findIndex((principal) => principal.arn === arn);
        const forward = numbers.flatMap((from) =>
          answerReach(view, from, 'from', limits).rows.map(({ principal, hops }) => `${from} > ${numberOf(principal.arn)} in ${hops}`),
        );
        const reverse = numbers.flatMap((to) =>
          answerReach(view, to, 'to', limits).rows.map(({ principal, hops }) => `${numberOf(principal.arn)} > ${to} in ${hops}`),
        );
        expect(forward.sort()).toEqual(expected.sort());
        expect(reverse.sort()).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('are all those that repeat no principal, and all the shortest', () => {
    fc.assert(
      fc.property(randomStateGraph, fc.constantFrom('hops' as const, 'conditions' as const), (graph, order) => {
        const view = viewOf(graph);
        const choices = choicesFor(graph);
        const numbers = [...view.adjacency.principals.keys()];
        for (const from of numbers) {
          const walks = listWalks(view.adjacency, from, maxHops, choices);
          const hopsTo = nearest(walks, from);
          for (const to of numbers) {
            if (to === from || view.adjacency.principals[to]?.kind !== 'role') continue;
            const toEnd = walks.filter(({ nodes }) => nodes.indexOf(to) === nodes.length - 1);
            const write = (found: readonly Walk[]) => found.map(({ edges }) => edges.map((edge) => view.edge(edge).reasonId).join()).sort();
            const list = (more: Partial<typeof limits>) =>
              answerPaths(view, from, to, { ...limits, ...more }).paths.map(({ edges, principals }) => ({
                reasons: edges.map(({ reasonId }) => reasonId).join(),
                simple: new Set(principals.map(({ arn }) => arn)).size === principals.length,
              }));
            const simple = list({ order }).filter((path) => path.simple);
            expect(simple.map(({ reasons }) => reasons).sort()).toEqual(write(toEnd.filter(isSimple)));
            const shortest = list({ shortest: true });
            expect(shortest.map(({ reasons }) => reasons).sort()).toEqual(
              write(toEnd.filter(({ edges }) => edges.length === hopsTo.get(to))),
            );
          }
        }
      }),
      { numRuns: 12 },
    );
  });

  it('end where a source identity that came along would have to be passed and may not be', () => {
    const identity = (key: string, operator: string, value: string, source: 'session' | 'caller', ifExists = false): Condition => ({
      key,
      operator,
      qualifier: null,
      ifExists,
      values: [value],
      negated: false,
      source,
    });
    const asks = {
      from: 'd',
      to: 'a',
      alternatives: [[identity('aws:SourceIdentity', 'StringEquals', 'ada', 'session')]],
      tagSession: [],
      setSourceIdentity: [[]],
    };
    const hopsOf = (own: readonly Condition[], permitted: Alternatives): number[] => {
      const view = viewOf(stateGraphOf([{ from: 'b', to: 'd', alternatives: [own], tagSession: [], setSourceIdentity: permitted }, asks]));
      const numberOf = (name: string): number => view.adjacency.principals.findIndex((principal) => principal.name === name);
      const forward = answerReach(view, numberOf('b'), 'from', limits).rows;
      const backward = answerReach(view, numberOf('a'), 'to', limits).rows;
      const hops = (rows: typeof forward, name: string) => rows.filter(({ principal }) => principal.name === name).map((row) => row.hops);
      expect(hops(backward, 'b')).toEqual(hops(forward, 'a'));
      return hops(forward, 'a');
    };
    const passed = identity('sts:SourceIdentity', 'StringEquals', 'ada', 'caller');
    const other = identity('sts:SourceIdentity', 'StringEquals', 'bea', 'caller', true);
    const none = identity('sts:SourceIdentity', 'Null', 'true', 'caller');
    expect(hopsOf([], [[passed]])).toEqual([2]);
    expect(hopsOf([none], [[]])).toEqual([2]);
    expect(hopsOf([none], [[passed]])).toEqual([]);
    expect(hopsOf([other], [[]])).toEqual([2]);
    expect(hopsOf([other], [[passed]])).toEqual([]);
  });

  it('end where a tag that came along from an earlier session may not pass on', () => {
    const condition = (key: string, source: 'session' | 'caller', negated: boolean): Condition => ({
      key,
      operator: 'StringEquals',
      qualifier: null,
      ifExists: false,
      values: ['red'],
      negated,
      source,
    });
    const asks = { from: 'b', to: 'a', alternatives: [[condition('aws:PrincipalTag/team', 'session', false)]], setSourceIdentity: [] };
    // Red can only come along, as nobody may pass it here.
    const keeps = {
      from: 'd',
      to: 'b',
      alternatives: [[condition('aws:RequestTag/team', 'caller', true)]],
      tagSession: [[]],
      setSourceIdentity: [],
    };
    const hopsOf = (tagSession: Alternatives): number[] => {
      const view = viewOf(stateGraphOf([{ ...asks, tagSession }, keeps]));
      const numberOf = (name: string): number => view.adjacency.principals.findIndex((principal) => principal.name === name);
      return answerPaths(view, numberOf('d'), numberOf('a'), limits).paths.map(({ hops }) => hops);
    };
    expect(hopsOf([])).toEqual([]);
    expect(hopsOf([[]])).toEqual([2]);
  });

  describe('tags', () => {
    const on = (
      key: string,
      values: readonly string[],
      source: 'session' | 'caller',
      qualifier: Condition['qualifier'] = null,
    ): Condition => ({
      key,
      operator: 'StringEquals',
      qualifier,
      ifExists: false,
      values,
      negated: false,
      source,
    });
    const hop = (from: string, to: string, own: readonly Condition[], tagSession: Alternatives) => ({
      from,
      to,
      alternatives: [own],
      tagSession,
      setSourceIdentity: [],
    });
    const transits = on('sts:TransitiveTagKeys', ['other'], 'caller', 'ForAnyValue');
    const isRed = on('aws:RequestTag/team', ['red'], 'caller');
    const wasRed = on('aws:PrincipalTag/team', ['red'], 'session');
    const mfa: Condition = { ...on('aws:MultiFactorAuthPresent', ['true'], 'session'), operator: 'Bool' };
    const onlyOther = on('aws:TagKeys', ['other'], 'caller', 'ForAllValues');

    it.each([
      {
        why: 'must be passed by a session that may not pass any',
        hops: [hop('c', 'b', [], [[]]), hop('b', 'd', [isRed], [[mfa]])],
        ends: 0,
      },
      { why: 'are passed by a session that may', hops: [hop('c', 'b', [], [[]]), hop('b', 'd', [isRed], [[]])], ends: 2 },
      { why: 'came along and cannot be passed again', hops: [hop('d', 'a', [transits], [[]]), hop('a', 'c', [transits], [[]])], ends: 0 },
      { why: 'came along, and others are passed', hops: [hop('d', 'a', [transits], [[]]), hop('a', 'c', [isRed], [[]])], ends: 2 },
      {
        why: 'came along because nobody may pass them, and must be passed',
        hops: [hop('a', 'b', [onlyOther], [[]]), hop('b', 'c', [wasRed, isRed], [[]])],
        ends: 0,
      },
      { why: 'came along because nobody may pass them', hops: [hop('a', 'b', [onlyOther], [[]]), hop('b', 'c', [wasRed], [[]])], ends: 2 },
    ])('that $why: $ends hops', ({ hops, ends }) => {
      const [first, last] = hops;
      const view = viewOf(stateGraphOf(hops));
      const numberOf = (name = ''): number => view.adjacency.principals.findIndex((principal) => principal.name === name);
      const [from, to] = [numberOf(first?.from), numberOf(last?.to)];
      const found = [
        answerReach(view, from, 'from', limits).rows.find(({ principal }) => principal.name === last?.to)?.hops,
        answerReach(view, to, 'to', limits).rows.find(({ principal }) => principal.name === first?.from)?.hops,
        answerPaths(view, from, to, limits).paths[0]?.hops,
      ];
      expect(found).toEqual(Array.from({ length: 3 }, () => (ends === 0 ? undefined : ends)));
    });
  });
});
