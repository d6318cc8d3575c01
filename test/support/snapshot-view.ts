/** Questions and views over sketched graphs, for tests. */
import { buildAdjacency } from '../../graph/build-adjacency.ts';
import { createQuestions } from '../../queries/create-questions.ts';
import type { Questions } from '../../queries/questions.ts';
import { createSnapshotView, type ManifestFacts, type SnapshotView } from '../../queries/snapshot-view.ts';
import { buildGraph, type GraphSketch } from './graph-builder.ts';
import { createMemoryReader } from './memory-store.ts';

export const testManifest: ManifestFacts = {
  id: 'test-snapshot',
  createdAt: '2026-01-01T00:00:00.000Z',
  source: 'a sketch',
  incomplete: false,
  counts: {
    accounts: 0,
    users: 0,
    roles: 0,
    groups: 0,
    otherPrincipals: 0,
    edges: 0,
    allowedEdges: 0,
    conditionalEdges: 0,
    crossAccountEdges: 0,
    policies: 0,
    reasons: 0,
  },
  findings: [],
};

export const sketchView = (sketch: GraphSketch): SnapshotView =>
  createSnapshotView(buildAdjacency(testManifest.id, buildGraph(sketch)), testManifest);

export function sketchQuestions(sketch: GraphSketch): Questions {
  const graph = buildGraph(sketch);
  return createQuestions({ adjacency: buildAdjacency(testManifest.id, graph), store: createMemoryReader(graph), manifest: testManifest });
}
