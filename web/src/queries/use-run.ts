/** Runs a query for a view, typed or saved: one at a time, which a person can stop. */
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { CypherAnswer } from '../../../queries/answers.ts';
import type { QueryRunAnswer } from '../../../queries/saved-queries-answer.ts';
import { type AskError, asAskError, post } from '../api.ts';
import { AccessContext } from '../use-answer.ts';

type Found = CypherAnswer | QueryRunAnswer;

export type Run<Answer extends Found> =
  | { readonly status: 'idle' }
  | { readonly status: 'running' }
  | { readonly status: 'stopped' }
  | { readonly status: 'ready'; readonly answer: Answer; readonly milliseconds: number }
  | { readonly status: 'failed'; readonly error: AskError };

/** Rows that the page asks for; what there is beyond is said to be cut. */
const mostRows = 2000;

/** `start` takes the question as the API calls it, and its body. */
export function useRun<Answer extends Found>(): {
  run: Run<Answer>;
  start: (question: string, body: Readonly<Record<string, unknown>>) => void;
  stop: () => void;
} {
  const [run, setRun] = useState<Run<Answer>>({ status: 'idle' });
  const access = useContext(AccessContext);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  return {
    run,
    start(question, body) {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const began = performance.now();
      setRun({ status: 'running' });
      post<Answer>(question, { ...body, limit: mostRows }, controller.signal).then(
        (answer) => setRun({ status: 'ready', answer, milliseconds: performance.now() - began }),
        (error: unknown) => {
          if (controller.signal.aborted) return;
          const problem = asAskError(error);
          if (problem.code === 'token-required') access.demand();
          setRun({ status: 'failed', error: problem });
        },
      );
    },
    stop() {
      running.current?.abort();
      setRun({ status: 'stopped' });
    },
  };
}
