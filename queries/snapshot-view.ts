/** What every question works with: one snapshot's adjacency, names and manifest, and the edges as answers show them. */
import type { Adjacency, AdjacencyReason } from '../graph/adjacency.ts';
import type { CypherRunner } from '../graph/cypher-runner.ts';
import { unpackEdge } from '../graph/edge-flags.ts';
import type { Manifest } from '../graph/snapshots.ts';
import type { Condition } from '../iam/types.ts';
import type { Edge, Envelope } from './answers.ts';
import { type ChainState, createChainState } from './chain-state/moves.ts';
import { type CypherDialect, dialects } from './cypher-dialect.ts';
import { createNames, type Names } from './names.ts';

/** What the questions need of a snapshot's manifest. */
export type ManifestFacts = Pick<Manifest, 'id' | 'createdAt' | 'source' | 'incomplete' | 'counts' | 'findings'>;

export interface SnapshotView {
  readonly adjacency: Adjacency;
  readonly manifest: ManifestFacts;
  readonly names: Names;
  /** Of the Cypher that answers show: that of the engine which their reader can ask. */
  readonly dialect: CypherDialect;
  /** Everything of the edge with this number. */
  edge(number: number): Edge;
  /** What the edge asks for, as in `Edge.requires`. */
  requires(number: number): readonly string[];
  /** Null where no hop looks at a session. Made when it is first asked for. */
  readonly state: ChainState | null;
  envelope(cypher: string | null, truncated?: boolean): Envelope;
}

export function createSnapshotView(
  adjacency: Adjacency,
  manifest: ManifestFacts,
  engine: CypherRunner['engine'] = 'ladybug',
): SnapshotView {
  const names = createNames(adjacency);
  const reasonOf = (edge: number): AdjacencyReason => adjacency.reason(adjacency.reasonOf[edge] ?? 0);
  let state: { readonly made: ChainState | null } | undefined;
  return {
    adjacency,
    manifest,
    names,
    dialect: dialects[engine],
    edge(number) {
      const { verdict, action, ...properties } = unpackEdge(adjacency.flags[number] ?? 0);
      const { id, alternatives, requires, truncated } = reasonOf(number);
      const shown = alternatives.map((conditions) => conditions.map(copyCondition));
      return {
        from: names.arn(adjacency.sources[number] ?? 0),
        to: names.arn(adjacency.targets[number] ?? 0),
        action,
        verdict,
        requires: [...requires],
        conditions: shown[0] ?? [],
        alternatives: shown,
        truncated,
        ...properties,
        reasonId: id,
      };
    },
    get state() {
      state ??= { made: createChainState(adjacency) };
      return state.made;
    },
    requires: (number) => reasonOf(number).requires,
    envelope: (cypher, truncated = false) => ({ snapshot: manifest.id, incomplete: manifest.incomplete, truncated, cypher }),
  };
}

/** Answers belong to whoever asked: nothing in them may be shared with the snapshot. */
export const copyCondition = (condition: Condition): Edge['conditions'][number] => ({ ...condition, values: [...condition.values] });
