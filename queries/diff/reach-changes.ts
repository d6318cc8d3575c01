/**
 * Who can reach which role in one snapshot and could not in another. Only around edges that differ is anything searched; each
 * search runs in both snapshots and is compared.
 */
import type { Adjacency } from '../../graph/adjacency.ts';
import { isConditional } from '../../graph/edge-flags.ts';
import { giveWay } from '../give-way.ts';
import { QueryError } from '../questions.ts';
import type { Alignment, SideNumbers } from './align.ts';
import { type BestPairs, createBestPairs } from './best-pairs.ts';
import { chooseOrigins, type EdgeEnds } from './origins.ts';
import { batchSize, createSpread, type Spread } from './spread.ts';

/** A snapshot in a comparison that may run either way. */
export interface ReachSide {
  readonly adjacency: Adjacency;
  readonly numbers: SideNumbers;
}

export interface ReachSearch {
  /** The snapshot that has the reach. */
  readonly having: ReachSide;
  /** The one that lacks it. */
  readonly lacking: ReachSide;
  /** Numbers of the edges of `having` that `lacking` does not have. With `unconditional`, or has with conditions only. */
  readonly edges: readonly number[];
  readonly highValue: Alignment['highValue'];
  /** Look at chains without conditions, and at pairs that have chains in both snapshots: those whose conditions fell away. */
  readonly unconditional: boolean;
  readonly maxHops: number;
  /** Most pairs to keep. */
  readonly limit: number;
  readonly effort: Effort;
}

/** Shared by the searches of one comparison. */
export interface Effort {
  /** Edges that may still be looked at. */
  left: number;
  readonly signal?: AbortSignal | undefined;
}

export interface ReachChanges {
  readonly pairs: BestPairs;
  /** False if the effort was spent before all was compared: then there may be more pairs than were found. */
  readonly complete: boolean;
}

export async function findReachChanges(search: ReachSearch): Promise<ReachChanges> {
  const { having, edges, unconditional, maxHops, limit, highValue } = search;
  const { sources, targets, flags } = having.adjacency;
  const usable = (edge: number): boolean => !unconditional || !isConditional(flags[edge] ?? 0);
  const ends: EdgeEnds[] = edges.filter(usable).map((edge) => ({ source: sources[edge] ?? 0, target: targets[edge] ?? 0 }));
  const origins = chooseOrigins(having.adjacency, ends, maxHops, usable);
  const pairs = createBestPairs(limit, highValue);
  const compare = createComparison(search, pairs);
  const forward = await compare(origins.sources, 'from', () => true);
  // What was found forwards is not counted again backwards.
  const done = new Set(origins.sources);
  const backward = await compare(origins.targets, 'to', (source) => !done.has(source));
  return { pairs, complete: forward && backward };
}

type Compare = (origins: readonly number[], direction: 'from' | 'to', counts: (source: number) => boolean) => Promise<boolean>;

function createComparison({ having, lacking, unconditional, maxHops, effort }: ReachSearch, pairs: BestPairs): Compare {
  const found = createSpread(having.adjacency, maxHops, unconditional);
  const known = createSpread(lacking.adjacency, maxHops, unconditional);
  const anyhow = unconditional ? createSpread(lacking.adjacency, maxHops, false) : null;
  const lackingNumber = (own: number): number => lacking.numbers.own[having.numbers.common[own] ?? 0] ?? -1;
  const bitsAt = (spread: Spread, number: number): number => (number < 0 ? 0 : (spread.met[number] ?? 0));
  return async (origins, direction, counts) => {
    for (let start = 0; start < origins.length; start += batchSize) {
      if (effort.left < 0) return false;
      const batch = origins.slice(start, start + batchSize);
      const inLacking = batch.map(lackingNumber);
      effort.left -= known.run(inLacking, direction);
      if (anyhow !== null) effort.left -= anyhow.run(inLacking, direction);
      effort.left -= found.run(batch, direction, (principal, bits, hops) => {
        const other = lackingNumber(principal);
        let rest = bits & ~bitsAt(known, other);
        if (anyhow !== null) rest &= bitsAt(anyhow, other);
        for (; rest !== 0; rest &= rest - 1) {
          const origin = batch[31 - Math.clz32(rest & -rest)] ?? 0;
          const [source, target] = direction === 'from' ? [origin, principal] : [principal, origin];
          if (!counts(source)) continue;
          effort.left -= 1;
          pairs.offer(having.numbers.common[source] ?? 0, having.numbers.common[target] ?? 0, hops);
        }
      });
      for (const spread of [found, known, anyhow]) spread?.clear();
      await pause(effort.signal);
    }
    return true;
  };
}

async function pause(signal: AbortSignal | undefined): Promise<void> {
  await giveWay();
  if (signal?.aborted === true) throw new QueryError('cancelled', 'The comparison was cancelled.');
}
