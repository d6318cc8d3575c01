/**
 * How many calls of one session are under way at once. AWS does not say how many it takes, so this is found out: a little more
 * as long as all goes well, half as many when AWS asks to wait.
 */
import pLimit from 'p-limit';

const [fewest, first, most] = [2, 4, 16];
/** Milliseconds: several calls that are told to wait at once are told one thing. */
const oneAnswer = 1000;

export interface Pace {
  /** Runs it when there is room. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** AWS, or the network, could not serve a call at the first try. */
  slowDown(): void;
}

export function createPace(now: () => number = Date.now): Pace {
  const limit = pLimit(first);
  let wellSince = 0;
  let slowedAt = Number.NEGATIVE_INFINITY;
  return {
    run: (work) =>
      limit(async () => {
        const result = await work();
        wellSince += 1;
        if (wellSince >= limit.concurrency && limit.concurrency < most) {
          limit.concurrency += 1;
          wellSince = 0;
        }
        return result;
      }),
    slowDown: () => {
      wellSince = 0;
      if (now() - slowedAt < oneAnswer) return;
      slowedAt = now();
      limit.concurrency = Math.max(fewest, Math.floor(limit.concurrency / 2));
    },
  };
}
