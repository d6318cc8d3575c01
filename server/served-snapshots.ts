/**
 * Serves the current snapshot and switches by itself when another one becomes current. Each request counts on the snapshot
 * that it began with; a snapshot that was replaced is closed when the last of its requests is over.
 */
import type { Questions } from '../queries/questions.ts';
import type { Log } from './log.ts';

/** A snapshot as requests use it. */
export interface ServedSnapshot {
  readonly questions: Questions;
  close(): Promise<void>;
}

export interface ServedSnapshotsOptions {
  /** Already open; stays the caller's no longer. */
  readonly first: ServedSnapshot;
  /** What `current` said before `first` was opened. */
  readonly current: string | null;
  /** Id of the current snapshot; null if there is none. */
  readCurrent(): Promise<string | null>;
  /** Opens the snapshot of that id, which is current. */
  open(id: string): Promise<ServedSnapshot>;
  /** Calls back when the current snapshot may be another one, as far as the system tells; answers with how to stop. */
  watch(onChange: () => void): () => void;
  readonly log: Log;
  /** Milliseconds between two looks at what is current; 2000 unless given. */
  readonly pollEvery?: number;
}

/** Why the current snapshot is not the one that is served. */
export interface SwitchProblem {
  /** The current snapshot; null if it is not known which one it is. */
  readonly id: string | null;
  readonly detail: string;
}

export interface ServedSnapshots {
  /** The questions of the snapshot that is served now; `hold` is given what to call when the request is over. */
  questions(hold: (release: () => void) => void): Questions;
  /** Null while all is well. */
  problem(): SwitchProblem | null;
  /** Looks now what is current, and switches if need be. Never rejects. */
  check(): Promise<void>;
  /** Stops looking, and closes all snapshots whatever requests they still have. Doing it twice is allowed. */
  close(): Promise<void>;
}

interface Holding {
  readonly id: string;
  readonly opened: ServedSnapshot;
  requests: number;
}

/** Replaced snapshots that may wait for their last requests before the next switch has to wait for one of them. */
const mostDraining = 4;
const retryEvery = 30_000;

export function createServedSnapshots(options: ServedSnapshotsOptions): ServedSnapshots {
  const { readCurrent, open, watch, log, pollEvery = 2000 } = options;
  const hold = (opened: ServedSnapshot): Holding => ({ id: opened.questions.snapshot, opened, requests: 0 });
  let serving = hold(options.first);
  let seen = options.current;
  let problem: (SwitchProblem & { readonly retryAt: number }) | null = null;
  let checking: Promise<void> | null = null;
  let closing: Promise<void> | null = null;
  const draining = new Set<Holding>();

  const closeHolding = async ({ id, opened }: Holding): Promise<void> => {
    try {
      await opened.close();
      log.info({ snapshot: id }, 'Closed a snapshot');
    } catch (error) {
      log.error({ snapshot: id, error: reasonOf(error) }, 'A snapshot did not close');
    }
  };
  const closeIfDone = (holding: Holding): void => {
    if (holding.requests > 0 || !draining.delete(holding)) return;
    void closeHolding(holding);
  };
  const fail = (id: string | null, error: unknown): void => {
    const detail = reasonOf(error);
    if (problem?.id !== id || problem.detail !== detail)
      log.error({ snapshot: id, serving: serving.id, error: detail }, 'The current snapshot cannot be served; the one before stays');
    problem = { id, detail, retryAt: Date.now() + retryEvery };
  };

  const switchTo = async (id: string): Promise<void> => {
    if (draining.size >= mostDraining) return;
    let opened: ServedSnapshot;
    try {
      opened = await open(id);
    } catch (error) {
      fail(id, error);
      return;
    } finally {
      seen = id;
    }
    if (closing !== null) return closeHolding(hold(opened));
    const old = serving;
    serving = hold(opened);
    problem = null;
    log.info({ snapshot: serving.id, before: old.id }, 'Serving another snapshot');
    draining.add(old);
    closeIfDone(old);
  };
  const look = async (): Promise<void> => {
    let current: string | null;
    try {
      current = await readCurrent();
    } catch (error) {
      return fail(null, error);
    }
    if (problem?.id === null) problem = null;
    if (current === null || closing !== null || (current === seen && problem === null)) return;
    if (problem?.id === current && Date.now() < problem.retryAt) return;
    if (current === serving.id) {
      seen = current;
      problem = null;
    } else await switchTo(current);
  };
  const check = (): Promise<void> => {
    checking ??= look().finally(() => {
      checking = null;
    });
    return checking;
  };

  const stopWatching = watch(() => void check());
  const timer = setInterval(() => void check(), pollEvery);
  timer.unref();
  return {
    questions(onRequest) {
      const holding = serving;
      holding.requests += 1;
      let isOver = false;
      onRequest(() => {
        if (isOver) return;
        isOver = true;
        holding.requests -= 1;
        closeIfDone(holding);
      });
      return holding.opened.questions;
    },
    problem: () => (problem === null ? null : { id: problem.id, detail: problem.detail }),
    check,
    close() {
      closing ??= (async () => {
        stopWatching();
        clearInterval(timer);
        await checking;
        const all = [...draining, serving];
        draining.clear();
        await Promise.all(all.map(closeHolding));
      })();
      return closing;
    },
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
