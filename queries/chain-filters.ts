/** Which edges a search may use and which principals are rows, by the options of the question. */
import type { Adjacency } from '../graph/adjacency.ts';
import type { ChainLimits } from './options.ts';

/** Undefined: all edges. Worked out once per reason. */
export function edgeFilter(
  { reasonOf, reason }: Adjacency,
  { without }: Pick<ChainLimits, 'without'>,
): ((edge: number) => boolean) | undefined {
  if (without.length === 0) return undefined;
  const answers = new Map<number, boolean>();
  return (edge) => {
    const number = reasonOf[edge] ?? 0;
    const answer = answers.get(number) ?? !reason(number).requires.some((word) => without.includes(word));
    answers.set(number, answer);
    return answer;
  };
}

/** Is the principal of a kind, in a place and of a worth that is asked for? */
export function rowFilter(
  adjacency: Adjacency,
  { kinds, accountIds, highValue }: Pick<ChainLimits, 'kinds' | 'accountIds' | 'highValue'>,
): (principal: number) => boolean {
  if (kinds.length === 0 && accountIds === null && !highValue) return () => true;
  const inPlace = placeFilter(adjacency, accountIds);
  return (number) => {
    const principal = adjacency.principals[number];
    if (!principal || (kinds.length > 0 && !kinds.includes(principal.kind))) return false;
    return (!highValue || principal.highValue) && inPlace(number);
  };
}

/** Does the principal lie in one of the accounts? @param accountIds null: anywhere */
export function placeFilter({ principals }: Adjacency, accountIds: readonly string[] | null): (principal: number) => boolean {
  if (accountIds === null) return () => true;
  const wanted = new Set(accountIds);
  return (number) => wanted.has(principals[number]?.accountId ?? '');
}
