/** Chains found the obvious, slow way: all of them, then sorted. What the searches of queries/ are compared with. */
import type { Adjacency } from '../../graph/adjacency.ts';
import { isConditional, isCrossAccount } from '../../graph/edge-flags.ts';

export interface SlowChain {
  readonly edges: readonly number[];
  readonly arns: readonly string[];
  readonly conditionalHops: number;
  readonly crossAccount: boolean;
}

/** Every chain from one principal to another that repeats none, best first: hops, conditional hops, ARNs, edge numbers. */
export function listAllChains(adjacency: Adjacency, from: number, to: number, maxHops: number, unconditional: boolean): SlowChain[] {
  const chains: SlowChain[] = [];
  const walk = (node: number, edges: readonly number[], passed: readonly number[]): void => {
    if (node === to && edges.length > 0) chains.push(describe(adjacency, passed, edges));
    if (node === to && edges.length > 0) return;
    if (edges.length === maxHops) return;
    for (const [edge, source] of adjacency.sources.entries()) {
      const target = adjacency.targets[edge] ?? 0;
      if (source !== node || passed.includes(target)) continue;
      if (unconditional && isConditional(adjacency.flags[edge] ?? 0)) continue;
      walk(target, [...edges, edge], [...passed, target]);
    }
  };
  walk(from, [], [from]);
  return chains.sort(compare);
}

function describe(adjacency: Adjacency, passed: readonly number[], edges: readonly number[]): SlowChain {
  const flags = edges.map((edge) => adjacency.flags[edge] ?? 0);
  return {
    edges,
    arns: passed.map((node) => adjacency.principals[node]?.arn ?? ''),
    conditionalHops: flags.filter(isConditional).length,
    crossAccount: flags.some(isCrossAccount),
  };
}

function compare(left: SlowChain, right: SlowChain): number {
  const key = (chain: SlowChain): string[] => [
    String(chain.edges.length).padStart(3, '0'),
    String(chain.conditionalHops).padStart(3, '0'),
    ...chain.arns,
    ...chain.edges.map((edge) => String(edge).padStart(9, '0')),
  ];
  const [a, b] = [key(left), key(right)];
  const place = a.findIndex((text, index) => text !== b[index]);
  return place < 0 ? 0 : (a[place] ?? '') < (b[place] ?? '') ? -1 : 1;
}
