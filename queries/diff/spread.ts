/**
 * Breadth-first search from up to 32 principals at once: one bit for each, so that what they have in common is walked once
 * (after M. Then and others, "The More the Merrier: Efficient Multi-Source Graph Traversal").
 */
import { isConditional } from '../../graph/edge-flags.ts';
import type { Links } from '../chain-search.ts';

export const batchSize = 32;

export interface Spread {
  /** By principal: the bits of the origins that it is connected with. An origin is connected with itself. */
  readonly met: Int32Array;
  /** Forgets the last run. */
  clear(): void;
  /**
   * Follows edges from the origins (`from`) or against their direction (`to`). `visit` is told of a principal each time that it
   * is met by origins which had not met it, with the number of hops; not of the origins themselves. Negative origins are left out.
   * @returns edges looked at
   */
  run(origins: readonly number[], direction: 'from' | 'to', visit?: (principal: number, bits: number, hops: number) => void): number;
}

export function createSpread(links: Links, maxHops: number, unconditional: boolean): Spread {
  const count = links.offsets.length - 1;
  const met = new Int32Array(count);
  const waiting = new Int32Array(count);
  const touched: number[] = [];
  const meet = (principal: number, bits: number): void => {
    if (met[principal] === 0) touched.push(principal);
    met[principal] = (met[principal] ?? 0) | bits;
  };
  return {
    met,
    clear() {
      for (const principal of touched) met[principal] = 0;
      touched.length = 0;
    },
    run(origins, direction, visit) {
      const forward = direction === 'from';
      const offsets = forward ? links.offsets : links.reverseOffsets;
      const { targets, sources, flags, reverseEdges } = links;
      let work = 0;
      let level: { principal: number; bits: number }[] = [];
      for (const [place, principal] of origins.entries()) {
        if (principal < 0) continue;
        meet(principal, 1 << place);
        level.push({ principal, bits: 1 << place });
      }
      for (let hops = 1; hops <= maxHops && level.length > 0; hops += 1) {
        const reached: number[] = [];
        for (const { principal, bits } of level) {
          const end = offsets[principal + 1] ?? 0;
          const start = offsets[principal] ?? 0;
          work += end - start;
          for (let slot = start; slot < end; slot += 1) {
            const edge = forward ? slot : (reverseEdges[slot] as number);
            if (unconditional && isConditional(flags[edge] as number)) continue;
            const other = (forward ? targets[edge] : sources[edge]) as number;
            const fresh = bits & ~(met[other] as number);
            if (fresh === 0) continue;
            if (waiting[other] === 0) reached.push(other);
            waiting[other] = (waiting[other] as number) | fresh;
          }
        }
        level = reached.map((principal) => {
          const bits = waiting[principal] as number;
          waiting[principal] = 0;
          meet(principal, bits);
          visit?.(principal, bits, hops);
          return { principal, bits };
        });
      }
      return work;
    },
  };
}
