/** Edges are decided for classes of callers and roles; each must be what deciding its pair alone says. */
import { expect, it } from 'vitest';
import { packEdge } from '../../../graph/edge-flags.ts';
import { evaluateAssumeRole } from '../../../iam/index.ts';
import { type DerivedEdges, deriveEdges } from '../../../ingest/derive/derive-edges.ts';
import { type Derivable, randomDerivable } from '../../support/derivable.ts';

const seeds = Array.from({ length: Number(process.env['ROLEPATH_DERIVE_RUNS'] ?? 60) }, (_, index) => index + 1);

it(`derives what deciding pair by pair gives, on ${seeds.length} random organizations`, { timeout: 60_000 + seeds.length * 1_000 }, () => {
  let edges = 0;
  for (const seed of seeds) {
    const given = randomDerivable(seed);
    const derived = deriveEdges(given.organization);
    expect([...show(derived, given)], `organization ${seed}`).toEqual([...decidePairs(given)]);
    expect(isInOrder(derived.edges), `organization ${seed}`).toBe(true);
    edges += derived.edges.length;
  }
  // Organizations without edges would agree with anything.
  expect(edges).toBeGreaterThan(seeds.length * 10);
});

/** By source, then by target, each pair once. */
const isInOrder = ({ from, to }: DerivedEdges['edges']): boolean =>
  from.every((source, edge) => {
    const before = edge === 0 ? -1 : (from[edge - 1] ?? 0);
    return before < source || (before === source && (to[edge - 1] ?? 0) < (to[edge] ?? 0));
  });

/** Flags and alternatives by pair, sorted by pair. */
type Edges = ReadonlyMap<string, string>;

const pairOf = (from: string, to: string): string => `${from} → ${to}`;
const byPair = (entries: [string, string][]): Edges => new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));

function decidePairs({ callers, roles }: Derivable): Edges {
  const edges: [string, string][] = [];
  for (const caller of callers) {
    for (const role of roles) {
      const { outcome } = evaluateAssumeRole(caller, role);
      const { verdict, alternatives, truncated } = outcome;
      if (verdict === 'denied') continue;
      const crossAccount = caller.account !== null && caller.account.id !== role.account.id;
      const flags = packEdge({ ...outcome, verdict, crossAccount });
      edges.push([pairOf(caller.arn, role.arn), JSON.stringify([flags, alternatives, truncated])]);
    }
  }
  return byPair(edges);
}

/** The edges between the callers and roles that were decided pair by pair. */
function show({ arns, edges, reasons }: DerivedEdges, { callers, roles }: Derivable): Edges {
  const [sources, targets] = [callers, roles].map((principals) => new Set(principals.map(({ arn }) => arn)));
  const shown: [string, string][] = [];
  for (let edge = 0; edge < edges.length; edge++) {
    const [from, to] = [arns[edges.from[edge] ?? -1] ?? '', arns[edges.to[edge] ?? -1] ?? ''];
    const { alternatives, truncated } = reasons[edges.reason[edge] ?? -1] ?? {};
    if (sources?.has(from) && targets?.has(to))
      shown.push([pairOf(from, to), JSON.stringify([edges.flags[edge], alternatives, truncated])]);
  }
  return byPair(shown);
}
