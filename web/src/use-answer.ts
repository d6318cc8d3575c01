/** One question to the API as component state: asked again when it changes, abandoned when nobody waits for it. */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { type AskError, asAskError, ask, type Parameters } from './api.ts';

export type Asked<T> =
  | { readonly status: 'idle' }
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly answer: T }
  | { readonly status: 'failed'; readonly error: AskError; readonly retry: () => void };

/** Tells the app that the server wants a token; `attempt` grows when a new one was given. */
export const AccessContext = createContext<{ attempt: number; demand: () => void }>({ attempt: 0, demand: () => {} });

/** `question: null` asks nothing. The parameters are compared by value. */
export function useAnswer<T>(question: string | null, parameters: Parameters): Asked<T> {
  const key = question === null ? null : JSON.stringify([question, parameters]);
  const [state, setState] = useState<{ key: string | null; asked: Asked<T> }>({ key: null, asked: { status: 'idle' } });
  const [round, setRound] = useState(0);
  const access = useContext(AccessContext);

  // `key` stands for question and parameters.
  useEffect(() => {
    if (question === null) return;
    const controller = new AbortController();
    setState({ key, asked: { status: 'loading' } });
    ask<T>(question, parameters, controller.signal).then(
      (answer) => setState({ key, asked: { status: 'ready', answer } }),
      (error: unknown) => {
        if (controller.signal.aborted) return;
        const problem = asAskError(error);
        if (problem.code === 'token-required') access.demand();
        setState({ key, asked: { status: 'failed', error: problem, retry: () => setRound((count) => count + 1) } });
      },
    );
    return () => controller.abort();
  }, [key, round, access.attempt]);

  if (key === null) return { status: 'idle' };
  // Between a change and its effect the old answer must not be shown as the new one.
  return state.key === key ? state.asked : { status: 'loading' };
}
