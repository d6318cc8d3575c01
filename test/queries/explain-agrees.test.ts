/** On the example organization, explanations made from the graph alone say what the ingest decided. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AccessGraph } from '../../graph/access-graph.ts';
import { buildAdjacency } from '../../graph/build-adjacency.ts';
import { createLadybugWriter, openLadybugStore } from '../../graph/engines/ladybug/index.ts';
import type { Edge } from '../../queries/answers.ts';
import { createQuestions } from '../../queries/create-questions.ts';
import type { Questions } from '../../queries/questions.ts';
import { exampleDirectory, graphOfFiles } from '../support/graph-of-files.ts';
import { createMemoryReader } from '../support/memory-store.ts';
import { testManifest } from '../support/snapshot-view.ts';

let graph: AccessGraph;
let questions: Questions;
const edges = new Map<string, Edge>();

beforeAll(async () => {
  graph = await graphOfFiles(exampleDirectory);
  questions = createQuestions({
    adjacency: buildAdjacency(testManifest.id, graph),
    store: createMemoryReader(graph),
    manifest: testManifest,
  });
  for (const edge of questions.edges()) edges.set(`${edge.from} ${edge.to}`, edge);
});

/** Every edge, and every seventh of the other pairs. */
function pairs(): [from: string, to: string][] {
  const roles = graph.nodes.Principal.filter(({ kind }) => kind === 'role');
  const all = graph.nodes.Principal.flatMap((source) => roles.map((role): [string, string] => [source.arn, role.arn]));
  return all.filter(([from, to], place) => edges.has(`${from} ${to}`) || place % 7 === 0);
}

describe('explain on the example organization', () => {
  it('agrees with the edges, and with their absence', async () => {
    const differences: unknown[] = [];
    for (const [from, to] of pairs()) {
      const { verdict, alternatives, requires, action } = await questions.explain(from, to);
      const edge = edges.get(`${from} ${to}`);
      const expected = edge ?? { verdict: 'denied', alternatives: [], requires: [], action };
      const [said, decided] = [
        [verdict, alternatives, requires, action],
        [expected.verdict, expected.alternatives, expected.requires, expected.action],
      ];
      if (JSON.stringify(said) !== JSON.stringify(decided)) differences.push({ from, to, said, decided });
    }
    expect(differences).toEqual([]);
    expect(edges.size).toBeGreaterThan(100);
  });

  it('says the same from Ladybug, where its Cypher finds the deciding statements', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'rolepath-explain-'));
    const path = join(directory, 'graph.lbug');
    await createLadybugWriter(path).write(graph);
    const store = await openLadybugStore(path);
    try {
      const fromStore = createQuestions({ adjacency: buildAdjacency(testManifest.id, graph), store, manifest: testManifest });
      const some = [...edges.values()].filter((_, place) => place % 15 === 0);
      for (const { from, to } of some) {
        const answer = await fromStore.explain(from, to);
        const inMemory = await questions.explain(from, to);
        expect(sortEvidence(answer)).toEqual(sortEvidence(inMemory));
        const rows = await store.run(answer.cypher ?? '', {});
        const found = new Set(rows.map(({ gate, statement }) => `${String(gate)} ${(statement as { index: number }).index}`));
        const decisive = answer.gates.flatMap(({ gate, verdict, statements }) =>
          verdict === 'not-applicable' ? [] : statements.map(({ index }) => `${gate} ${index}`),
        );
        expect([...found]).toEqual(expect.arrayContaining(decisive));
      }
    } finally {
      await store.close();
      await rm(directory, { recursive: true, force: true });
    }
  });
});

/** Which of several policies comes first is the store's business. */
function sortEvidence(answer: Awaited<ReturnType<Questions['explain']>>) {
  const text = (value: unknown): string => JSON.stringify(value);
  const sorted = <T>(list: readonly T[]): T[] => [...list].sort((left, right) => (text(left) < text(right) ? -1 : 1));
  return {
    ...answer,
    gates: answer.gates.map((gate) => ({ ...gate, statements: sorted(gate.statements) })),
    evidence: sorted(answer.evidence),
  };
}
