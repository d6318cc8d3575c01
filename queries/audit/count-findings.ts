/**
 * Counts what the queries of an audit find in one snapshot. They are asked once, one after the other and the most severe first, only
 * while somebody waits for them; whoever comes later is answered with what was counted before.
 */
import type { CountedQuery, FindingsAnswer } from '../findings-answer.ts';
import type { Questions } from '../questions.ts';
import { rankOf, type SavedQuery } from '../saved/metadata.ts';
import { readParameters } from '../saved/parameters.ts';
import { runSavedQuery } from '../saved/run-saved-query.ts';
import { surroundingsOf } from '../saved/saved-queries.ts';
import { SavedQueryError } from '../saved/saved-query-error.ts';
import { isBusy, pauseWhileBusy, unattendedQueries } from './unattended.ts';

/** Rows that are counted of one query, and the time for it. */
const limits = { limit: 1000, milliseconds: 20_000 } as const;

export interface FindingsCount {
  /**
   * What is known after at most so many milliseconds, or when all is counted or the signal is aborted.
   * Rejects with what the store rejects with; queries that fail are told of in their entry.
   */
  wait(milliseconds: number, signal: AbortSignal): Promise<FindingsAnswer>;
}

/** @param queries all that there are; those of severity `info` and those that need a parameter are no audit's */
export function createFindingsCount(questions: Questions, queries: readonly SavedQuery[]): FindingsCount {
  const open = [...unattendedQueries(queries)].sort((a, b) => rankOf(b.severity) - rankOf(a.severity) || (a.id < b.id ? -1 : 1));
  const done: CountedQuery[] = [];
  let running: Promise<void> | null = null;

  const countNext = async (): Promise<void> => {
    const [query] = open;
    if (query === undefined) return;
    const { id, title, question, category, severity } = query;
    const entry = { id, title, question, category, severity, findings: 0, truncated: false, error: null };
    try {
      const values = await readParameters(query, {}, await surroundingsOf(questions));
      const { rows, truncated } = await runSavedQuery(query, values, questions, limits);
      done.push({ ...entry, status: rows.length > 0 ? 'found' : 'passed', findings: rows.length, truncated });
    } catch (error) {
      if (isBusy(error)) return await pauseWhileBusy();
      if (!(error instanceof SavedQueryError)) throw error;
      done.push({ ...entry, status: 'failed', error: error.message });
    }
    open.shift();
  };
  /** One query more; all who wait share it. */
  const step = (): Promise<void> => {
    running ??= countNext().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    async wait(milliseconds, signal) {
      const until = Date.now() + milliseconds;
      while (open.length > 0 && !signal.aborted) {
        const left = until - Date.now();
        if (left <= 0) break;
        await within(step(), left, signal);
      }
      const { snapshot, incomplete } = await questions.summary();
      const queriesDone = [...done].sort(
        (a, b) => rankOf(b.severity) - rankOf(a.severity) || b.findings - a.findings || (a.id < b.id ? -1 : 1),
      );
      const truncated = done.some((query) => query.truncated);
      return { snapshot, incomplete, truncated, cypher: null, queries: queriesDone, pending: open.length };
    },
  };
}

/** Resolves when the work is done, the time is over or the signal is aborted; rejects if the work does so first. */
function within(work: Promise<void>, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = (): void => finish(resolve);
    const timer = setTimeout(() => finish(resolve), milliseconds);
    signal.addEventListener('abort', onAbort);
    work.then(
      () => finish(resolve),
      (error: unknown) => finish(() => reject(error)),
    );
  });
}
