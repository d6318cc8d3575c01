/** The same organization gives the same answers, whichever engine holds its graph, and whether or not the files are there. */
import { expect, test } from 'vitest';
import { buildAdjacency } from '../../graph/adjacency-file.ts';
import { connect, readChains, readMirrorState } from '../../graph/engines/neo4j/index.ts';
import { readAccessGraph } from '../../graph/read-access-graph.ts';
import { createQuestions } from '../../queries/create-questions.ts';
import type { Questions } from '../../queries/questions.ts';
import { engines, neo4jServer } from '../support/engines.ts';
import { exampleDirectory, graphOfFiles } from '../support/graph-of-files.ts';
import { testManifest } from '../support/snapshot-view.ts';

const graph = await graphOfFiles(exampleDirectory);
const adjacency = buildAdjacency(testManifest.id, graph);
const arns = graph.nodes.Principal.map(({ arn }) => arn);
const roles = graph.nodes.Principal.filter(({ kind }) => kind === 'role').map(({ arn }) => arn);
/** Every pair with an edge, and some of the others. */
const pairs = arns.flatMap((from, source) =>
  roles.filter((to, role) => (source * roles.length + role) % 29 === 0 || hasEdge(source, to)).map((to) => [from, to] as const),
);

function hasEdge(source: number, to: string): boolean {
  const [first, end] = [adjacency.offsets[source] ?? 0, adjacency.offsets[source + 1] ?? 0];
  return adjacency.targets.subarray(first, end).includes(arns.indexOf(to));
}

async function askEverything(questions: Questions): Promise<unknown> {
  const answers: unknown[] = [await questions.summary(), [...questions.edges()]];
  for (const arn of arns) answers.push(await questions.principal(arn), await questions.reachFrom(arn));
  for (const role of roles) answers.push(await questions.reachTo(role));
  for (const [from, to] of pairs) answers.push(await questions.explain(from, to), await questions.paths(from, to, { limit: 3 }));
  return answers;
}

const first: { answers?: unknown } = {};

test.each(engines)('$name answers every question as the first engine does', async (engine) => {
  const store = await engine.open(graph);
  const answers = await askEverything(createQuestions({ adjacency, store, manifest: testManifest }));
  first.answers ??= answers;
  expect(answers).toEqual(first.answers);
  expect(pairs.length).toBeGreaterThan(200);
});

test.each(engines)('$name gives the whole graph back', async (engine) => {
  const read = await readAccessGraph(await engine.open(graph), adjacency);
  const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
  expect(read.canAssume).toEqual(graph.canAssume);
  expect(read.nodes.Principal).toEqual(graph.nodes.Principal);
  for (const label of Object.keys(graph.nodes) as (keyof typeof graph.nodes)[])
    expect(sorted(read.nodes[label])).toEqual(sorted(graph.nodes[label]));
  for (const type of Object.keys(graph.relationships) as (keyof typeof graph.relationships)[])
    expect(sorted(read.relationships[type])).toEqual(sorted(graph.relationships[type]));
});

test.skipIf(neo4jServer === null)('the adjacency that is built of Neo4j alone gives the same answers', async () => {
  const engine = engines.find(({ name }) => name === 'neo4j');
  if (neo4jServer === null || engine === undefined) throw new Error('There is no Neo4j.');
  const store = await engine.open(graph);
  const connection = await connect(neo4jServer);
  const state = await readMirrorState(connection);
  const rebuilt = buildAdjacency(testManifest.id, await readChains(connection, state ?? { load: '' }));
  await connection.close();
  // Reasons, and the shapes that belong to them, may come in another order.
  const inOrder = ({ reason: _, reasonOf: _of, shape: _shape, shapeOf: _shapes, tracked: _tracked, ...columns }: typeof rebuilt) => columns;
  expect(inOrder(rebuilt)).toEqual(inOrder(adjacency));
  expect(await askEverything(createQuestions({ adjacency: rebuilt, store, manifest: testManifest }))).toEqual(first.answers);
});
