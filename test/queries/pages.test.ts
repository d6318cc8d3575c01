/** Pages: put together they are the whole list, whatever their size; none overlaps another, and the last one says so. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageOptions } from '../../queries/questions.ts';
import { accountId } from '../support/graph-builder.ts';
import { randomSketch } from '../support/random-sketch.ts';
import { sketchQuestions } from '../support/snapshot-view.ts';

type Ask = (page: PageOptions) => Promise<{ readonly rows: readonly unknown[]; readonly next: number | null; readonly truncated: boolean }>;

async function gather(ask: Ask, limit: number): Promise<unknown[]> {
  const all: unknown[] = [];
  for (let offset: number | null = 0; offset !== null; ) {
    const { rows, next, truncated } = await ask({ limit, offset });
    expect(truncated).toBe(next !== null);
    expect(rows.length).toBeLessThanOrEqual(limit);
    if (next !== null) expect([rows.length, next]).toEqual([limit, offset + limit]);
    all.push(...rows);
    offset = next;
  }
  return all;
}

describe('pages', () => {
  it('are the whole list together', async () => {
    await fc.assert(
      fc.asyncProperty(randomSketch, fc.integer({ min: 1, max: 7 }), fc.boolean(), async (sketch, limit, stateless) => {
        const questions = sketchQuestions({
          ...sketch,
          highValue: sketch.principals.slice(0, 2).map((text) => /^\S+ (.*)@/.exec(text)?.[1] ?? ''),
        });
        const [first, second] = (await questions.search('role:', { limit: 2 })).hits.map(({ arn }) => arn);
        if (first === undefined || second === undefined) return;
        const asks: Record<string, Ask> = {
          reachFrom: (page) => questions.reachFrom(first, { ...page, stateless }),
          reachTo: (page) => questions.reachTo(first, { ...page, stateless }),
          paths: async (page) => {
            const { paths, ...rest } = await questions.paths(first, second, { ...page, stateless });
            return { ...rest, rows: paths };
          },
          pathsByConditions: async (page) => {
            const { paths, ...rest } = await questions.paths(first, second, { ...page, stateless, order: 'conditions' });
            return { ...rest, rows: paths };
          },
          itself: async (page) => {
            const { paths, ...rest } = await questions.paths(first, first, { ...page, stateless });
            return { ...rest, rows: paths };
          },
          search: async (page) => {
            const { hits, ...rest } = await questions.search('r', page);
            return { ...rest, rows: hits };
          },
          between: async (page) => {
            const { edges, ...rest } = await questions.between(accountId('1'), accountId('2'), page);
            return { ...rest, rows: edges };
          },
          chokePoints: (page) => questions.chokePoints(page),
        };
        for (const [name, ask] of Object.entries(asks)) {
          // A sketch may have nobody in an account.
          const whole = await ask({ limit: 10_000 }).catch(() => null);
          if (whole === null) continue;
          expect([name, await gather(ask, limit)]).toEqual([name, whole.rows]);
        }
        const whole = await questions.neighbours(first, { limit: 10_000 });
        const neighbours = { out: [] as unknown[], in: [] as unknown[] };
        await gather(async (page) => {
          const answer = await questions.neighbours(first, page);
          neighbours.out.push(...answer.out);
          neighbours.in.push(...answer.in);
          return { ...answer, rows: answer.out.length > answer.in.length ? answer.out : answer.in };
        }, limit);
        expect(neighbours).toEqual({ out: whole.out, in: whole.in });
      }),
      { numRuns: 25 },
    );
  });

  it('of a long search are in one order, on this and that side of where it is sorted otherwise', async () => {
    const principals = Array.from({ length: 5000 }, (_, index) => `role r${(index * 7919) % 5000}@1`);
    const questions = sketchQuestions({ accounts: ['1 one'], principals });
    const { hits } = await questions.search('r', { limit: 5000 });
    expect(new Set(hits.map(({ arn }) => arn)).size).toBe(5000);
    expect((await questions.search('r', { limit: 1000 })).hits).toEqual(hits.slice(0, 1000));
    expect((await questions.search('r', { limit: 700, offset: 1500 })).hits).toEqual(hits.slice(1500, 2200));
    expect(await questions.search('r', { limit: 10, offset: 5000 })).toMatchObject({ hits: [], next: null, total: 5000, truncated: false });
  });

  it.each([-1, 1.5, Number.NaN])('refuse an offset of %d', async (offset) => {
    const questions = sketchQuestions({ accounts: ['1 one'], principals: ['role a@1'] });
    await expect(questions.reachTo('a', { offset })).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(Promise.resolve().then(() => questions.search('a', { offset }))).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});
