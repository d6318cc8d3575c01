/** A comparison agrees with answers found the slow way in both snapshots, with itself, and with itself turned round. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiffOptions, diffSnapshots } from '../../../queries/diff/diff-snapshots.ts';
import type { DiffAnswer, ReachChange } from '../../../queries/diff-answer.ts';
import type { SnapshotView } from '../../../queries/snapshot-view.ts';
import type { GraphSketch } from '../../support/graph-builder.ts';
import { sketchView } from '../../support/snapshot-view.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

interface Organization {
  readonly present: readonly string[];
  /** By `from to`: what the edge requires; empty for an edge without conditions. */
  readonly edges: ReadonlyMap<string, string>;
}

const someEdges = fc.array(
  fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names), fc.constantFrom('', '', 'mfa', 'external-id', 'mfa external-id')),
  { maxLength: 24, size: 'max' },
);

function organize(present: readonly string[], edges: readonly (readonly [string, string, string])[]): Organization {
  const kept = edges.filter(([from, to]) => present.includes(from) && present.includes(to));
  return { present, edges: new Map(kept.map(([from, to, requires]) => [`${from} ${to}`, requires])) };
}

/** The second organization is the first with some edges replaced and some principals missing, or another one altogether. */
const pairOfOrganizations: fc.Arbitrary<readonly [Organization, Organization]> = fc
  .record({
    first: someEdges,
    second: someEdges,
    firstPresent: fc.subarray(names, { minLength: 5 }),
    secondPresent: fc.subarray(names, { minLength: 5 }),
    kept: fc.constantFrom(0, 0.5, 0.8, 0.95),
  })
  .map(({ first, second, firstPresent, secondPresent, kept }) => {
    const same = Math.floor(first.length * kept);
    const replaced = second.slice(0, Math.max(0, second.length - same));
    return [organize(firstPresent, first), organize(secondPresent, [...first.slice(0, same), ...replaced])];
  });

const toSketch = ({ present, edges }: Organization): GraphSketch => ({
  accounts: ['1 one'],
  principals: present.map((name) => `role ${name}@1`),
  edges: [...edges].map(([ends, requires]) => {
    const [from = '', to = ''] = ends.split(' ');
    return requires === '' ? `${from} > ${to}` : `${from} >? ${to} ${requires}`;
  }),
});
const view = (organization: Organization): SnapshotView => sketchView(toSketch(organization));

/** Hops of the shortest chain between each two, by `from to`. */
function measure({ present, edges }: Organization, maxHops: number, unconditional: boolean): Map<string, number> {
  const distances = new Map<string, number>();
  for (const origin of present) {
    let level = [origin];
    const met = new Set(level);
    for (let hops = 1; hops <= maxHops; hops += 1) {
      const next = present.filter(
        (to) => !met.has(to) && level.some((from) => edges.has(`${from} ${to}`) && !(unconditional && edges.get(`${from} ${to}`) !== '')),
      );
      for (const to of next) {
        met.add(to);
        distances.set(`${origin} ${to}`, hops);
      }
      level = next;
    }
  }
  return distances;
}

/** What the answer must say, from nothing but the two organizations. */
function expectDiff(before: Organization, after: Organization, maxHops: number) {
  const [anyBefore, anyAfter] = [measure(before, maxHops, false), measure(after, maxHops, false)];
  const [freeBefore, freeAfter] = [measure(before, maxHops, true), measure(after, maxHops, true)];
  const pairs = (having: ReadonlyMap<string, number>, fits: (pair: string) => boolean): string[] =>
    [...having]
      .filter(([pair]) => fits(pair))
      .map(([pair, hops]) => `${pair} ${hops}`)
      .sort();
  const edges = (having: Organization, fits: (pair: string) => boolean): string[] => [...having.edges.keys()].filter(fits).sort();
  return {
    added: after.present.filter((name) => !before.present.includes(name)),
    gone: before.present.filter((name) => !after.present.includes(name)),
    opened: edges(after, (pair) => !before.edges.has(pair)),
    closed: edges(before, (pair) => !after.edges.has(pair)),
    changed: edges(after, (pair) => before.edges.has(pair) && before.edges.get(pair) !== after.edges.get(pair)),
    gained: pairs(anyAfter, (pair) => !anyBefore.has(pair)),
    lost: pairs(anyBefore, (pair) => !anyAfter.has(pair)),
    eased: pairs(freeAfter, (pair) => !freeBefore.has(pair) && anyBefore.has(pair)),
    tightened: pairs(freeBefore, (pair) => !freeAfter.has(pair) && anyAfter.has(pair)),
  };
}

const nameOf = (arn: string): string => arn.replace(/^.*\//, '');
const reachPairs = ({ rows }: { rows: readonly ReachChange[] }): string[] =>
  rows.map(({ from, to, hops }) => `${from.name} ${to.name} ${hops}`).sort();

function readDiff({ principals, edges, reach }: DiffAnswer): ReturnType<typeof expectDiff> {
  const ends = ({ from, to }: { from: string; to: string }): string => `${nameOf(from)} ${nameOf(to)}`;
  return {
    added: principals.added.map(({ name }) => name),
    gone: principals.gone.map(({ name }) => name),
    opened: edges.opened.map(ends).sort(),
    closed: edges.closed.map(ends).sort(),
    changed: edges.changed.map(({ after }) => ends(after)).sort(),
    gained: reachPairs(reach.gained),
    lost: reachPairs(reach.lost),
    eased: reachPairs(reach.eased),
    tightened: reachPairs(reach.tightened),
  };
}

const hops = fc.integer({ min: 1, max: 6 });
const all: DiffOptions = { limit: 10_000 };

describe('a comparison of two organizations', () => {
  it('is the difference of what is found the slow way in each', async () => {
    await fc.assert(
      fc.asyncProperty(pairOfOrganizations, hops, async ([before, after], maxHops) => {
        const answer = await diffSnapshots(view(before), view(after), { ...all, maxHops });
        expect(readDiff(answer)).toEqual(expectDiff(before, after, maxHops));
        expect(answer.truncated).toBe(false);
        for (const list of [answer.reach.gained, answer.reach.lost, answer.reach.eased, answer.reach.tightened])
          for (const row of list.rows) {
            expect(row.chain).toHaveLength(row.hops + 1);
            expect([row.chain[0], row.chain.at(-1)]).toEqual([row.from.arn, row.to.arn]);
          }
      }),
      { numRuns: 1000 },
    );
  });

  it('of a snapshot with itself is empty', async () => {
    await fc.assert(
      fc.asyncProperty(pairOfOrganizations, async ([organization]) => {
        const { totals, principals, edges, reach } = await diffSnapshots(view(organization), view(organization), all);
        expect(Object.values(totals).every((total) => total === 0)).toBe(true);
        const lists = [principals.added, principals.gone, edges.opened, edges.closed, edges.changed];
        expect(lists.flat()).toEqual([]);
        expect([reach.gained, reach.lost, reach.eased, reach.tightened].map(({ total }) => total)).toEqual([0, 0, 0, 0]);
      }),
      { numRuns: 200 },
    );
  });

  it('turned round is its own mirror', async () => {
    await fc.assert(
      fc.asyncProperty(pairOfOrganizations, hops, async ([before, after], maxHops) => {
        const there = await diffSnapshots(view(before), view(after), { ...all, maxHops });
        const back = await diffSnapshots(view(after), view(before), { ...all, maxHops });
        expect(back.principals).toEqual({ added: there.principals.gone, gone: there.principals.added });
        expect(back.edges.opened).toEqual(there.edges.closed);
        expect(back.edges.closed).toEqual(there.edges.opened);
        expect(back.edges.changed).toEqual(
          there.edges.changed.map(({ before: old, after: young, differences }) => ({ before: young, after: old, differences })),
        );
        const silent = ({ total, rows }: DiffAnswer['reach']['gained']) => ({ total, rows: rows.map(({ sentence, ...row }) => row) });
        expect(silent(back.reach.gained)).toEqual(silent(there.reach.lost));
        expect(silent(back.reach.lost)).toEqual(silent(there.reach.gained));
        expect(silent(back.reach.eased)).toEqual(silent(there.reach.tightened));
        expect(silent(back.reach.tightened)).toEqual(silent(there.reach.eased));
      }),
      { numRuns: 300 },
    );
  });

  it('cut at a limit shows the first of all, and says how many there are', async () => {
    await fc.assert(
      fc.asyncProperty(pairOfOrganizations, fc.integer({ min: 1, max: 4 }), async ([before, after], limit) => {
        const whole = await diffSnapshots(view(before), view(after), all);
        const cut = await diffSnapshots(view(before), view(after), { limit });
        expect(cut.totals).toEqual(whole.totals);
        expect(cut.edges.opened).toEqual(whole.edges.opened.slice(0, limit));
        expect(cut.reach.gained).toEqual({ total: whole.reach.gained.total, rows: whole.reach.gained.rows.slice(0, limit) });
        const lists = [...Object.values(whole.principals), ...Object.values(whole.edges)].map((list: readonly unknown[]) => list.length);
        const { gained, lost, eased, tightened } = whole.reach;
        const longest = Math.max(...lists, gained.total, lost.total, eased.total, tightened.total);
        expect(cut.truncated).toBe(longest > limit);
      }),
      { numRuns: 300 },
    );
  });

  it('without means finds less, never what is not so, and says that it is not all', async () => {
    await fc.assert(
      fc.asyncProperty(pairOfOrganizations, async ([before, after]) => {
        const whole = readDiff(await diffSnapshots(view(before), view(after), all));
        const poor = await diffSnapshots(view(before), view(after), { ...all, effort: 0 });
        const found = readDiff(poor);
        expect(whole.gained).toEqual(expect.arrayContaining(found.gained));
        expect(whole.lost).toEqual(expect.arrayContaining(found.lost));
        if (poor.reach.complete && !poor.truncated) expect(found).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });
});
