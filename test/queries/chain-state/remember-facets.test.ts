/** What is remembered of facets is what their rules say, whatever was asked before. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAdjacency } from '../../../graph/build-adjacency.ts';
import type { Condition } from '../../../iam/types.ts';
import { type Facet, facetRules, tidyFacet } from '../../../queries/chain-state/facets.ts';
import { readHops } from '../../../queries/chain-state/hops.ts';
import { rememberFacets } from '../../../queries/chain-state/remember-facets.ts';
import { covers, openSession, type Session, startSession } from '../../../queries/chain-state/sessions.ts';
import { randomStateGraph } from '../../support/random-state.ts';

const named = (value: string): Condition => ({
  key: 'sts:RoleSessionName',
  operator: 'StringLike',
  qualifier: null,
  ifExists: false,
  values: [value],
  negated: false,
  source: 'caller',
});
const [first, second] = [named('a*'), named('*b')];

const oneForm: readonly { readonly why: string; readonly facet: Facet; readonly same: Facet }[] = [
  {
    why: 'conditions in another order, and twice',
    facet: { absent: true, present: [{ conditions: [first, second], lasting: false }] },
    same: { absent: true, present: [{ conditions: [second, first, second], lasting: false }] },
  },
  {
    why: 'a way that asks for more, beside one that asks for less',
    facet: { absent: false, present: [{ conditions: [first], lasting: true }] },
    same: {
      absent: false,
      present: [
        { conditions: [first, second], lasting: true },
        { conditions: [first], lasting: true },
        { conditions: [first], lasting: true, bound: true },
      ],
    },
  },
];

const another: readonly { readonly why: string; readonly left: Facet; readonly right: Facet }[] = [
  { why: 'it can be absent', left: { absent: true, present: [] }, right: { absent: false, present: [] } },
  {
    why: 'it can pass on, or it must',
    left: { absent: false, present: [{ conditions: [], lasting: true }] },
    right: { absent: false, present: [{ conditions: [], lasting: true, bound: true }] },
  },
  {
    why: 'either value, or one that is both',
    left: {
      absent: false,
      present: [
        { conditions: [first], lasting: false },
        { conditions: [second], lasting: false },
      ],
    },
    right: { absent: false, present: [{ conditions: [first, second], lasting: false }] },
  },
];

describe('facets', () => {
  it.each(oneForm)('have one number: $why', ({ facet, same }) => {
    const { number } = rememberFacets();
    expect(number(same)).toBe(number(facet));
    expect(tidyFacet(same)).toEqual(tidyFacet(facet));
  });

  it.each(another)('have two numbers: $why', ({ left, right }) => {
    const { number } = rememberFacets();
    expect(number(left)).not.toBe(number(right));
  });
});

it('sessions opened by remembered rules can do what those opened by the rules themselves can', () => {
  fc.assert(
    fc.property(randomStateGraph, fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), (graph, picks) => {
      const adjacency = buildAdjacency('s', graph);
      const { principals, sources, tracked } = adjacency;
      const remembered = rememberFacets();
      const start = (kind: string): readonly [Session, Session] => [startSession(kind, tracked), startSession(kind, tracked)];
      let pair = start('user');
      for (const pick of picks) {
        const edge = pick % Math.max(1, adjacency.edgeCount);
        const caller = principals[sources[edge] ?? 0];
        if (!caller) return;
        const shape = adjacency.shape(adjacency.shapeOf[adjacency.reasonOf[edge] ?? 0] ?? 0);
        const hops = readHops(shape, caller, tracked);
        const hop = hops[pick % Math.max(1, hops.length)];
        if (!hop) continue;
        const [plain, kept] = [openSession(pair[0], hop), openSession(pair[1], hop, remembered)];
        expect(kept === null).toBe(plain === null);
        if (!plain || !kept) {
          pair = start(caller.kind);
          continue;
        }
        for (const rules of [facetRules, remembered]) {
          expect(covers(plain, kept, rules)).toBe(true);
          expect(covers(kept, plain, rules)).toBe(true);
        }
        pair = [plain, kept];
      }
    }),
    { numRuns: 60 },
  );
});
