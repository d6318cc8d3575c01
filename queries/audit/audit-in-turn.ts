/**
 * An audit beside other work, as a server needs it: one at a time, with turns for others between its steps, patient where the graph
 * is busy, and over as soon as whoever asked has gone.
 */
import type { AuditAnswer } from '../audit-answer.ts';
import { giveWay } from '../give-way.ts';
import { QueryError, type Questions } from '../questions.ts';
import type { SavedQuery } from '../saved/metadata.ts';
import { runAudit } from './run-audit.ts';
import { isBusy, pauseWhileBusy, unattendedQueries } from './unattended.ts';

/** As `rolepath audit` has them unless told otherwise. */
const limits = { limit: 100_000, milliseconds: 60_000 } as const;

export type Auditor = (questions: Questions, queries: readonly SavedQuery[], signal: AbortSignal) => Promise<AuditAnswer>;

/**
 * Audits wait for each other. Of the queries, only the unattended ones are run.
 * Rejects with what the store rejects with, and with a QueryError `cancelled` once the signal is aborted.
 */
export function createAuditor(): Auditor {
  let last: Promise<unknown> = Promise.resolve();
  return (questions, queries, signal) => {
    const run = async (): Promise<AuditAnswer> => {
      goOn(signal);
      return await runAudit(
        {
          queries: unattendedQueries(queries),
          parameters: {},
          mutes: [],
          guards: [],
          today: new Date().toISOString().slice(0, 10),
          limits,
          onStep: () => goOn(signal),
        },
        patient(questions, signal),
      );
    };
    const answer = last.then(run, run);
    last = answer.catch(() => undefined);
    return answer;
  };
}

/** @throws QueryError `cancelled` */
function goOn(signal: AbortSignal): void {
  if (signal.aborted) throw new QueryError('cancelled', 'The audit was cancelled.');
}

/** The same questions, asked so that others have their turn between two of them. */
function patient(questions: Questions, signal: AbortSignal): Questions {
  return {
    ...questions,
    async paths(...asked) {
      await giveWay();
      goOn(signal);
      return await questions.paths(...asked);
    },
    async cypher(text, options) {
      for (;;) {
        goOn(signal);
        try {
          return await questions.cypher(text, { ...options, signal });
        } catch (error) {
          if (!isBusy(error)) throw error;
          await pauseWhileBusy();
        }
      }
    },
  };
}
