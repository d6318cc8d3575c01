/** What the audit's queries find, as it becomes known: the server counts while somebody asks, so this asks until nothing is left. */
import { useContext, useEffect, useState } from 'preact/hooks';
import type { FindingsAnswer } from '../../../queries/findings-answer.ts';
import { asAskError, ask } from '../api.ts';
import { AccessContext, type Asked } from '../use-answer.ts';

/** Milliseconds between two questions; the server makes each wait by itself. */
const pause = 150;

export function useFindings(): Asked<FindingsAnswer> {
  const [asked, setAsked] = useState<Asked<FindingsAnswer>>({ status: 'loading' });
  const [round, setRound] = useState(0);
  const { attempt } = useContext(AccessContext);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      try {
        const answer = await ask<FindingsAnswer>('findings', {}, signal);
        if (signal.aborted) return;
        setAsked({ status: 'ready', answer });
        if (answer.pending > 0) timer = setTimeout(() => void look(), pause);
      } catch (error) {
        if (signal.aborted) return;
        const problem = asAskError(error);
        const retry = (): void => {
          setAsked({ status: 'loading' });
          setRound((count) => count + 1);
        };
        setAsked({ status: 'failed', error: problem, retry });
      }
    };
    void look();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [round, attempt]);
  return asked;
}
