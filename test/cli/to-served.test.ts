/** What is served counts its choke points before anyone asks, and stops when it is closed. */
import { describe, expect, it } from 'vitest';
import { toServed } from '../../cli/snapshot-services.ts';
import type { OpenSnapshot } from '../../graph/snapshots.ts';
import { countPairs } from '../../queries/choke-points.ts';
import { createFakeQuestions } from '../support/fake-questions.ts';
import { sketchView } from '../support/snapshot-view.ts';

describe('a snapshot that is served', () => {
  it('counts choke points at once, and lets go of them when it is closed', async () => {
    const view = sketchView({ principals: ['role a@1', 'role b@1'], edges: ['a > b'], highValue: ['b'] });
    const done: string[] = [];
    let signal: AbortSignal | undefined;
    const snapshot = { close: async () => void done.push('closed') } as unknown as OpenSnapshot;
    const served = toServed(snapshot, (_, closing) => {
      signal = closing;
      const questions = createFakeQuestions();
      return { ...questions, chokePoints: () => questions.chokePoints().finally(() => void done.push('counted')) };
    });
    await served.questions.summary();
    expect(done).toEqual(['counted']);
    expect((await countPairs(view, 8, signal)).pairs).toBe(1);
    await served.close();
    expect(done).toEqual(['counted', 'closed']);
    await expect(countPairs(view, 8, signal)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('does not fail when the counting does', async () => {
    const served = toServed({ close: async () => {} } as unknown as OpenSnapshot, () => ({
      ...createFakeQuestions(),
      chokePoints: () => Promise.reject(new Error('no')),
    }));
    await expect(served.questions.chokePoints()).rejects.toThrow('no');
    await served.close();
  });
});
