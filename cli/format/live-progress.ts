/** A live run's progress as one line: often enough on a terminal, rarely where each line stays. */
import type { LiveProgress } from '../../ingest/sources/live/progress.ts';

/** Milliseconds between two lines. */
const pace = { moving: 100, plain: 5000 };

/** @param moving true if a line replaces the one before it */
export function describeLiveProgress(
  step: (text: string) => void,
  moving: boolean,
  now: () => number = Date.now,
): (progress: LiveProgress) => void {
  let last = Number.NEGATIVE_INFINITY;
  let stage = '';
  return (progress) => {
    const isNew = progress.stage !== stage;
    if (!isNew && now() - last < (moving ? pace.moving : pace.plain)) return;
    last = now();
    stage = progress.stage;
    step(describe(progress, moving));
  };
}

function describe({ stage, accountsDone, accountsTotal, calls, retries, underWay, remaining }: LiveProgress, moving: boolean): string {
  const accounts = accountsTotal === 0 ? '' : ` ${accountsDone}/${accountsTotal}`;
  const again = retries === 0 ? '' : `, ${retries} ${retries === 1 ? 'retry' : 'retries'}`;
  const left = remaining === null || accountsDone === accountsTotal ? '' : `, about ${duration(remaining)} left`;
  const [current] = underWay;
  const doing = moving && current !== undefined ? ` · ${current}${underWay.length > 1 ? ` and ${underWay.length - 1} more` : ''}` : '';
  return `${stage}${accounts}: ${calls} calls${again}${left}${doing}`;
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
