/** Says so when the server has switched to another snapshot than the one that is shown. */
import { useContext, useEffect, useState } from 'preact/hooks';
import type { ServedAnswer } from '../../../queries/snapshots-answer.ts';
import { ask } from '../api.ts';
import { AccessContext } from '../use-answer.ts';

const every = 15_000;

export function StaleNotice({ shown }: { shown: string | null }) {
  const [served, setServed] = useState<ServedAnswer | null>(null);
  const { attempt } = useContext(AccessContext);
  useEffect(() => {
    const controller = new AbortController();
    // While the page is in the background nobody reads it. A server without this question is left in peace.
    const look = (): void => {
      if (document.visibilityState === 'hidden') return;
      ask<ServedAnswer>('snapshots/current', {}, controller.signal).then(setServed, () => {});
    };
    const timer = setInterval(look, every);
    document.addEventListener('visibilitychange', look);
    return () => {
      controller.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [attempt]);
  if (shown === null || served === null || (served.snapshot === shown && served.problem === null)) return null;
  return (
    <div class="stale" role="status">
      <span>
        {served.snapshot !== shown
          ? 'There is a newer snapshot. What you see is of the one before.'
          : `A newer snapshot could not be opened: ${served.problem?.detail ?? ''}`}
      </span>
      {served.snapshot !== shown && (
        <button type="button" class="button small" onClick={() => location.reload()}>
          Show the new one
        </button>
      )}
    </div>
  );
}
