/** An answer whose rows come in pages: the first one as any answer, the others as somebody wants them. */
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { AskError, asAskError, ask, type Parameters } from './api.ts';
import { AccessContext, type Asked, useAnswer } from './use-answer.ts';

/** What comes after the rows that are there. */
export interface More {
  readonly loading: boolean;
  /** Why the last attempt brought nothing. */
  readonly error: AskError | null;
  load(): void;
}

interface Paged {
  readonly snapshot: string;
  readonly next: number | null;
}

/**
 * `asked` holds all pages that are there, as one answer; `more` is null if that is all.
 * @param following rows of each page after the first
 * @param append puts a page behind those before it
 */
export function usePages<T extends Paged>(
  question: string,
  parameters: Parameters,
  following: number,
  append: (whole: T, page: T) => T,
): { asked: Asked<T>; more: More | null } {
  const first = useAnswer<T>(question, parameters);
  const [kept, keep] = useState<{ first: T; whole: T } | null>(null);
  const [attempt, setAttempt] = useState<{ of: T; error: AskError | null } | null>(null);
  const access = useContext(AccessContext);
  const controller = useRef<AbortController | null>(null);
  const answer = first.status === 'ready' ? first.answer : null;
  useEffect(() => () => controller.current?.abort(), [answer]);
  if (answer === null) return { asked: first, more: null };

  const whole = kept?.first === answer ? kept.whole : answer;
  const load = (): void => {
    controller.current?.abort();
    const loading = new AbortController();
    controller.current = loading;
    const { signal } = loading;
    setAttempt({ of: answer, error: null });
    ask<T>(question, { ...parameters, limit: following, offset: whole.next }, signal).then(
      (page) => {
        if (page.snapshot !== whole.snapshot) return setAttempt({ of: answer, error: replaced() });
        setAttempt(null);
        keep({ first: answer, whole: append(whole, page) });
      },
      (error: unknown) => {
        if (signal.aborted) return;
        const problem = asAskError(error);
        if (problem.code === 'token-required') access.demand();
        setAttempt({ of: answer, error: problem });
      },
    );
  };
  const current = attempt?.of === answer ? attempt : null;
  return {
    asked: whole === answer ? first : { status: 'ready', answer: whole },
    more: whole.next === null ? null : { loading: current !== null && current.error === null, error: current?.error ?? null, load },
  };
}

const replaced = (): AskError =>
  new AskError('snapshot-replaced', 'Another snapshot is served now', 'Its rows do not continue these. Reload the page to ask it.');
