/** Runs Cypher for a view: one query at a time, which a person can stop. */
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { CypherAnswer } from '../../../queries/answers.ts';
import { AskError, post } from '../api.ts';
import { AccessContext } from '../use-answer.ts';

export type Run =
  | { readonly status: 'idle' }
  | { readonly status: 'running' }
  | { readonly status: 'ready'; readonly answer: CypherAnswer; readonly milliseconds: number }
  | { readonly status: 'failed'; readonly error: AskError };

export function useRun(): { run: Run; start: (query: string, parameters?: Readonly<Record<string, unknown>>) => void; stop: () => void } {
  const [run, setRun] = useState<Run>({ status: 'idle' });
  const access = useContext(AccessContext);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  return {
    run,
    start(query, parameters = {}) {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const began = performance.now();
      setRun({ status: 'running' });
      post<CypherAnswer>('cypher', { query, parameters, limit: 2000 }, controller.signal).then(
        (answer) => setRun({ status: 'ready', answer, milliseconds: performance.now() - began }),
        (error: unknown) => {
          if (controller.signal.aborted) return;
          const problem = error instanceof AskError ? error : new AskError('page-error', 'The page failed', String(error));
          if (problem.code === 'token-required') access.demand();
          setRun({ status: 'failed', error: problem });
        },
      );
    },
    stop() {
      running.current?.abort();
      setRun({ status: 'idle' });
    },
  };
}
