/** The searches agree with the obvious, slow way of finding chains, and with each other in both directions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainLimits } from '../../queries/options.ts';
import { answerPaths } from '../../queries/paths.ts';
import { answerReach } from '../../queries/reach.ts';
import { randomSketch } from '../support/random-sketch.ts';
import { listAllChains } from '../support/slow-chains.ts';
import { sketchView } from '../support/snapshot-view.ts';

const limits = fc.record({
  ...(Object.fromEntries(Object.entries(plainLimits).map(([name, value]) => [name, fc.constant(value)])) as {
    [K in keyof typeof plainLimits]: fc.Arbitrary<(typeof plainLimits)[K]>;
  }),
  maxHops: fc.integer({ min: 1, max: 6 }),
  limit: fc.constant(10_000),
  unconditional: fc.boolean(),
  crossAccount: fc.boolean(),
});

describe('reach', () => {
  it('shows the best of the shortest chains, whichever way it looks', () => {
    fc.assert(
      fc.property(randomSketch, limits, (sketch, options) => {
        const view = sketchView(sketch);
        const numbers = [...view.adjacency.principals.keys()];
        const expected = numbers.flatMap((from) =>
          numbers.flatMap((to) => {
            if (from === to) return [];
            const chains = listAllChains(view.adjacency, from, to, options.maxHops, options.unconditional);
            const shortest = chains.filter(({ edges }) => edges.length === chains[0]?.edges.length);
            const best = shortest.find(({ crossAccount }) => crossAccount || !options.crossAccount);
            return best ? [{ chain: best.arns, verdict: best.conditionalHops > 0 ? 'conditional' : 'allowed' }] : [];
          }),
        );
        const rows = (direction: 'from' | 'to') =>
          numbers.flatMap((of) => answerReach(view, of, direction, options).rows.map(({ chain, verdict }) => ({ chain, verdict })));
        expect(sortRows(rows('from'))).toEqual(sortRows(expected));
        expect(sortRows(rows('to'))).toEqual(sortRows(expected));
      }),
      { numRuns: 600 },
    );
  });
});

describe('paths', () => {
  it('lists all chains that repeat no principal, best first', () => {
    fc.assert(
      fc.property(randomSketch, limits, (sketch, options) => {
        const view = sketchView(sketch);
        const find = (name: string) => view.adjacency.principals.findIndex((principal) => principal.name === name);
        const [from, to] = [find('a'), find('b')];
        const expected = listAllChains(view.adjacency, from, to, options.maxHops, options.unconditional).filter(
          ({ crossAccount }) => crossAccount || !options.crossAccount,
        );
        const answer = answerPaths(view, from, to, options);
        expect(answer.paths.map(({ edges }) => edges)).toEqual(expected.map(({ edges }) => edges.map(view.edge)));
        expect(answer.truncated).toBe(false);
      }),
      { numRuns: 600 },
    );
  });

  it('cuts at the limit without changing the order, and says so', () => {
    fc.assert(
      fc.property(randomSketch, fc.integer({ min: 1, max: 5 }), (sketch, limit) => {
        const view = sketchView(sketch);
        const options = { ...plainLimits, maxHops: 6, limit: 10_000 };
        const all = answerPaths(view, 0, 1, options).paths;
        const cut = answerPaths(view, 0, 1, { ...options, limit });
        expect(cut.paths).toEqual(all.slice(0, limit));
        expect(cut.truncated).toBe(all.length > limit);
      }),
      { numRuns: 300 },
    );
  });
});

const sortRows = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).sort();
