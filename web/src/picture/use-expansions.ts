/** The surroundings of principals that were expanded in a picture, asked once each and kept while the page is open. */
import { useEffect, useState } from 'preact/hooks';
import type { NeighboursAnswer } from '../../../queries/answers.ts';
import { ask } from '../api.ts';

const mostNeighbours = 200;
const known = new Map<string, NeighboursAnswer>();

export interface Expansions {
  readonly answers: ReadonlyMap<string, NeighboursAnswer>;
  /** Those that could not be asked, with the reason. */
  readonly failed: ReadonlyMap<string, string>;
}

/** `snapshot` keeps the answers of one snapshot out of the pictures of another. */
export function useExpansions(arns: readonly string[], snapshot: string): Expansions {
  const keyOf = (arn: string): string => `${snapshot}\n${arn}`;
  const [failed, setFailed] = useState<ReadonlyMap<string, string>>(new Map());
  const [, setRound] = useState(0);
  const wanted = arns.filter((arn) => !known.has(keyOf(arn)));
  const key = JSON.stringify([snapshot, wanted]);
  // `key` stands for what is wanted.
  useEffect(() => {
    if (wanted.length === 0) return;
    const controller = new AbortController();
    for (const arn of wanted) {
      ask<NeighboursAnswer>('neighbours', { name: arn, limit: mostNeighbours }, controller.signal).then(
        (answer) => {
          known.set(keyOf(arn), answer);
          setRound((round) => round + 1);
        },
        (error: unknown) => {
          if (!controller.signal.aborted) setFailed((before) => new Map([...before, [arn, String(error)]]));
        },
      );
    }
    return () => controller.abort();
  }, [key]);
  const answers = new Map(
    arns.flatMap((arn) => {
      const answer = known.get(keyOf(arn));
      return answer === undefined ? [] : [[arn, answer] as const];
    }),
  );
  return { answers, failed };
}
