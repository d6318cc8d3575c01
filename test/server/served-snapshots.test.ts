/** Switching to another snapshot: what is in flight keeps its own, what is done is closed, what is broken changes nothing. */
import { describe, expect, it } from 'vitest';
import type { Questions } from '../../queries/questions.ts';
import type { Log } from '../../server/log.ts';
import { createServedSnapshots, type ServedSnapshot } from '../../server/served-snapshots.ts';
import { createFakeQuestions } from '../support/fake-questions.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A data directory of which a test says what is current; it notes what was opened and closed. */
function fakeDirectory(rest: { open?: (id: string) => Promise<ServedSnapshot>; log?: Log } = {}) {
  const events: string[] = [];
  const state = { current: 'a' as string | null | Error, onChange: () => {} };
  const snapshot = (id: string): ServedSnapshot => ({
    questions: { ...createFakeQuestions(), snapshot: id } satisfies Questions,
    close: async () => void events.push(`close ${id}`),
  });
  const open = async (id: string): Promise<ServedSnapshot> => {
    events.push(`open ${id}`);
    return snapshot(id);
  };
  const served = createServedSnapshots({
    first: snapshot('a'),
    current: 'a',
    readCurrent: async () => {
      if (state.current instanceof Error) throw state.current;
      return state.current;
    },
    open,
    watch: (onChange) => {
      state.onChange = onChange;
      return () => void events.push('stopped watching');
    },
    log: silent,
    pollEvery: 1_000_000,
    ...rest,
  });
  /** A request that has begun: which snapshot it asks, and how it ends. */
  const begin = () => {
    let release = (): void => {};
    const { snapshot: id } = served.questions((over) => {
      release = over;
    });
    return { id, end: () => release() };
  };
  const switchTo = async (id: string | null | Error): Promise<void> => {
    state.current = id;
    await served.check();
  };
  return { served, events, state, begin, switchTo, snapshot };
}

describe('a switch', () => {
  it('closes the old snapshot at once if nobody uses it', async () => {
    const { events, begin, switchTo } = fakeDirectory();
    await switchTo('b');
    expect(events).toEqual(['open b', 'close a']);
    expect(begin().id).toBe('b');
  });

  it('lets requests end on the snapshot that they began with', async () => {
    const { events, begin, switchTo } = fakeDirectory();
    const [first, second] = [begin(), begin()];
    await switchTo('b');
    const third = begin();
    expect([first.id, second.id, third.id]).toEqual(['a', 'a', 'b']);
    first.end();
    first.end();
    expect(events, 'ending twice counts once').toEqual(['open b']);
    second.end();
    expect(events).toEqual(['open b', 'close a']);
    third.end();
    expect(events).toEqual(['open b', 'close a']);
  });

  it('opens nothing while nothing changes, whoever asks', async () => {
    const { events, served, state } = fakeDirectory();
    state.onChange();
    await Promise.all([served.check(), served.check()]);
    expect(events).toEqual([]);
  });

  it('opens once, although it hears of the change often', async () => {
    const { events, served, state } = fakeDirectory();
    state.current = 'b';
    state.onChange();
    state.onChange();
    await Promise.all([served.check(), served.check()]);
    expect(events).toEqual(['open b', 'close a']);
  });

  it('goes back to an earlier snapshot', async () => {
    const { events, begin, switchTo } = fakeDirectory();
    await switchTo('b');
    await switchTo('a');
    expect(begin().id).toBe('a');
    expect(events).toEqual(['open b', 'close a', 'open a', 'close b']);
  });

  it('waits while too many old ones still have requests, and goes on when one has ended', async () => {
    const { events, begin, switchTo, served } = fakeDirectory();
    const slow = ['b', 'c', 'd', 'e'];
    const requests = [begin()];
    for (const id of slow) {
      await switchTo(id);
      requests.push(begin());
    }
    await switchTo('f');
    expect(begin().id).toBe('e');
    requests[0]?.end();
    await served.check();
    expect(begin().id).toBe('f');
    expect(events.filter((event) => event.startsWith('close'))).toEqual(['close a']);
  });
});

describe('what cannot be served', () => {
  it('leaves the old snapshot, says why, and is not tried at every look', async () => {
    const errors: string[] = [];
    const opened: string[] = [];
    const { served, begin, switchTo, snapshot, events } = fakeDirectory({
      log: { ...silent, error: (_fields, message) => void errors.push(message) },
      open: async (id) => {
        opened.push(id);
        if (id === 'broken') throw new Error('its adjacency is damaged');
        return snapshot(id);
      },
    });
    await switchTo('broken');
    await served.check();
    await served.check();
    expect(begin().id).toBe('a');
    expect(served.problem()).toEqual({ id: 'broken', detail: 'its adjacency is damaged' });
    expect({ opened, logged: errors.length, events }).toEqual({ opened: ['broken'], logged: 1, events: [] });
    await switchTo('c');
    expect({ id: begin().id, problem: served.problem() }).toEqual({ id: 'c', problem: null });
  });

  it.each([new Error('current is damaged'), null])('a current file that says nothing (%s)', async (said) => {
    const { served, begin, switchTo } = fakeDirectory();
    await switchTo(said);
    expect(begin().id).toBe('a');
    expect(served.problem()).toEqual(said === null ? null : { id: null, detail: 'current is damaged' });
    await switchTo('a');
    expect(served.problem()).toBeNull();
    await switchTo('b');
    expect(begin().id).toBe('b');
  });
});

describe('closing', () => {
  it('closes what is served and what still drains, once, and stops looking', async () => {
    const { served, events, begin, switchTo } = fakeDirectory();
    const request = begin();
    await switchTo('b');
    await Promise.all([served.close(), served.close()]);
    expect(events).toEqual(['open b', 'stopped watching', 'close a', 'close b']);
    request.end();
    await switchTo('c');
    expect(events).toHaveLength(4);
  });

  it('closes a snapshot too that was being opened meanwhile', async () => {
    let finish = (): void => {};
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let begun = (): void => {};
    const opening = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const { served, events, state, snapshot } = fakeDirectory({
      open: async (id) => {
        begun();
        await slow;
        return snapshot(id);
      },
    });
    state.current = 'b';
    const checked = served.check();
    await opening;
    const closed = served.close();
    finish();
    await Promise.all([checked, closed]);
    expect(events.filter((event) => event.startsWith('close')).sort()).toEqual(['close a', 'close b']);
  });
});
