/** Reach in numbers, against walking from every principal. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countReach } from '../../../ingest/facts/count-reach.ts';
import { hopsToAdmin } from '../../../ingest/facts/hops-to-admin.ts';

interface Sketch {
  readonly principals: number;
  readonly accounts: number;
  readonly edges: readonly (readonly [from: number, to: number])[];
}

/** Up to 1,200 principals need more than one block of roles. */
const sketches: fc.Arbitrary<Sketch> = fc
  .record({
    principals: fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 1, max: 12 }) }, fc.integer({ min: 1020, max: 1200 })),
    accounts: fc.integer({ min: 1, max: 5 }),
    density: fc.double({ min: 0, max: 2, noNaN: true }),
    seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
  })
  .map(({ principals, accounts, density, seed }) => {
    let state = seed;
    const next = (bound: number): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state % bound;
    };
    return {
      principals,
      accounts,
      edges: Array.from({ length: Math.floor(principals * density) }, () => [next(principals), next(principals)] as const),
    };
  });

/** Account of a principal: neither by blocks nor in turn. */
const accountOf = (principal: number, accounts: number): number => ((principal * 7) ^ (principal >> 2)) % accounts;

function toInput({ principals, accounts, edges }: Sketch, budget = 1e9) {
  const sorted = [...edges].sort((left, right) => left[0] - right[0] || left[1] - right[1]);
  const offsets = Uint32Array.from({ length: principals + 1 }, (_, node) => sorted.filter(([from]) => from < node).length);
  return {
    offsets,
    targets: Uint32Array.from(sorted, ([, to]) => to),
    accountOf: Uint32Array.from({ length: principals }, (_, principal) => accountOf(principal, accounts)),
    budget,
  };
}

/** Everyone that each principal reaches, with hops; itself only where a chain leads back. */
function walk({ principals, edges }: Sketch): Map<number, number>[] {
  const out = new Map<number, number[]>();
  for (const [from, to] of edges) out.set(from, [...(out.get(from) ?? []), to]);
  return Array.from({ length: principals }, (_, start) => {
    const hops = new Map<number, number>();
    let level = [start];
    for (let hop = 1; level.length > 0; hop += 1) {
      level = [...new Set(level.flatMap((node) => out.get(node) ?? []))].filter((node) => !hops.has(node));
      for (const node of level) hops.set(node, hop);
    }
    return hops;
  });
}

describe('reach in numbers', () => {
  it('is what walking from every principal finds', () => {
    fc.assert(
      fc.property(sketches, (sketch) => {
        const reached = walk(sketch).map((hops, start) => [...hops.keys()].filter((node) => node !== start));
        const counts = countReach(toInput(sketch));
        expect([...(counts?.roles ?? [])]).toEqual(reached.map((roles) => roles.length));
        expect([...(counts?.accounts ?? [])]).toEqual(
          reached.map((roles) => new Set(roles.map((role) => accountOf(role, sketch.accounts))).size),
        );
        const reachedBy = Array.from({ length: sketch.principals }, () => 0);
        for (const role of reached.flat()) reachedBy[role] = (reachedBy[role] ?? 0) + 1;
        expect([...(counts?.reachedBy ?? [])]).toEqual(reachedBy);
      }),
      { numRuns: 120 },
    );
  });

  it('is not given where the budget does not suffice', () => {
    const sketch: Sketch = {
      principals: 3,
      accounts: 1,
      edges: [
        [0, 1],
        [1, 2],
      ],
    };
    expect(countReach(toInput(sketch, 10))).toBeNull();
    expect(countReach(toInput(sketch, 1000))).not.toBeNull();
  });
});

describe('hops to an administrator', () => {
  it('are those of the nearest one', () => {
    fc.assert(
      fc.property(sketches, fc.integer({ min: 2, max: 9 }), (sketch, every) => {
        const isAdmin = Array.from({ length: sketch.principals }, (_, principal) => principal % every === 1);
        const expected = walk(sketch).map((hops, start) => {
          if (isAdmin[start]) return 0;
          const found = [...hops].filter(([node]) => isAdmin[node]).map(([, hop]) => hop);
          return found.length === 0 ? -1 : Math.min(...found);
        });
        const edges = [...sketch.edges].sort((left, right) => left[0] - right[0]);
        const columns = {
          length: edges.length,
          from: Uint32Array.from(edges, ([from]) => from),
          to: Uint32Array.from(edges, ([, to]) => to),
          reason: new Uint32Array(edges.length),
          flags: new Uint16Array(edges.length),
        };
        expect([...hopsToAdmin(columns, isAdmin)]).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});
