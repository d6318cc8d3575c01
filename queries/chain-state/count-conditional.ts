/** Chain state with the number of conditional hops so far, for chains of so many at most. */
import { isConditional } from '../../graph/edge-flags.ts';
import type { Moves, TwoWays } from './moves.ts';

/** States are `state * 64 + conditional hops`. @param most below 64 */
export function countConditional(ways: TwoWays | null, flags: Uint16Array, most: number): TwoWays {
  const base = (state: number): number => Math.floor(state / 64);
  const count = (moves: Moves | null): Moves => ({
    start: (principal) => (moves?.start(principal) ?? 0) * 64,
    step(state, edge) {
      const hops = (state % 64) + (isConditional(flags[edge] ?? 0) ? 1 : 0);
      if (hops > most) return [];
      return (moves ? moves.step(base(state), edge) : [0]).map((next) => next * 64 + hops);
    },
    only(state, edge) {
      const hops = (state % 64) + (isConditional(flags[edge] ?? 0) ? 1 : 0);
      if (hops > most) return -2;
      const next = moves ? moves.only(base(state), edge) : 0;
      return next < 0 ? next : next * 64 + hops;
    },
    covers: (left, right) => left % 64 <= right % 64 && (moves ? moves.covers(base(left), base(right)) : true),
    accepts: (state, principal) => moves?.accepts(base(state), principal) ?? true,
  });
  return {
    forward: count(ways?.forward ?? null),
    backward: count(ways?.backward ?? null),
    meets: (forward, backward) => (forward % 64) + (backward % 64) <= most && (ways ? ways.meets(base(forward), base(backward)) : true),
  };
}
