/**
 * How fast are chains and reach answered in a large organization, with chain state? Builds a snapshot of it on disk (in a process of
 * its own), asks it about random pairs and principals, and starts the built `rolepath paths` from nothing. Beside each stands the
 * floor, a bare breadth-first search over the same arrays, and what the engine's own shortest-path query takes.
 * Usage: npm run bench -- chains [principals=100000] [edges=1500000] [pairs=1000] [engine=yes|no] [data directory, kept if given]
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Adjacency } from '../graph/adjacency.ts';
import { buildAdjacency, writeAdjacency } from '../graph/adjacency-file.ts';
import { CypherError } from '../graph/cypher-runner.ts';
import { createLadybugWriter } from '../graph/engines/ladybug/index.ts';
import { checksumFile } from '../graph/file-checksum.ts';
import { createSnapshotDirectory, openSnapshot, publishSnapshot } from '../graph/snapshots.ts';
import { countPairs } from '../queries/choke-points.ts';
import { pathsCypher } from '../queries/cypher.ts';
import { dialects } from '../queries/cypher-dialect.ts';
import { loseEdge } from '../queries/edge-cut.ts';
import { plainLimits } from '../queries/options.ts';
import { answerPaths } from '../queries/paths.ts';
import { answerReach } from '../queries/reach.ts';
import { createSnapshotView } from '../queries/snapshot-view.ts';
import { openTestCypher } from '../test/support/ladybug-cypher.ts';
import { sampleManifest } from '../test/support/sample-manifest.ts';
import { generateAccess, generator } from './generate-access.ts';

const [principals = 100_000, edges = 1_500_000, pairs = 1000] = process.argv.slice(2, 5).map(Number);
const [engine = 'yes', given, part] = process.argv.slice(5);
const maxHops = 8;
const engineSeconds = 10;
const enginePairs = 8;

if (part === 'make') await makeSnapshot(given ?? '');
else await measure();

async function makeSnapshot(dataDir: string): Promise<void> {
  const graph = generateAccess({ principals, edges });
  const places = await createSnapshotDirectory(dataDir);
  if (engine === 'yes') await createLadybugWriter(places.database).write(graph);
  await writeAdjacency(places.adjacency, buildAdjacency(places.id, graph));
  const database = engine === 'yes' ? await checksumFile(places.database) : undefined;
  await publishSnapshot(
    dataDir,
    places.id,
    sampleManifest(places.id, { source: 'bench/chains.ts', findings: [], incomplete: false, ...(database ? { database } : {}) }),
  );
}

async function measure(): Promise<void> {
  const dataDir = given ?? (await mkdtemp(join(tmpdir(), 'rolepath-bench-chains-')));
  try {
    if (!existsSync(join(dataDir, 'current'))) {
      const sizes = [principals, edges, pairs].map(String);
      const args = [...process.execArgv, fileURLToPath(import.meta.url), ...sizes, engine, dataDir, 'make'];
      await promisify(execFile)(process.execPath, args);
    }
    const { from, to } = await askQuestions(dataDir);
    startCold(dataDir, from, to);
  } finally {
    if (given === undefined) await rm(dataDir, { recursive: true, force: true });
  }
}

interface Pair {
  readonly from: number;
  readonly to: number;
}

/** Answers with the ARNs of a pair with a chain of several hops. */
async function askQuestions(dataDir: string): Promise<{ readonly from: string; readonly to: string }> {
  const snapshot = await openSnapshot(dataDir, { openStore: () => Promise.reject(new Error('The adjacency answers.')) });
  const { adjacency } = snapshot;
  const view = createSnapshotView(adjacency, snapshot.manifest);
  const count = adjacency.principals.length;
  const roles = [...adjacency.principals.keys()].filter((number) => adjacency.principals[number]?.kind === 'role');
  const random = generator(5);
  const pick = (): number => Math.floor(random() * count);
  const pickRole = (): number => roles[Math.floor(random() * roles.length)] ?? 0;
  print('principals, edges, tracked attributes', `${count}, ${adjacency.edgeCount}, ${adjacency.tracked.length}`);

  const shortest = { ...plainLimits, maxHops, limit: 1, shortest: true };
  const first = clock(() => answerPaths(view, pick(), pickRole(), shortest));
  print('the first question of a process, ms', first.ms.toFixed(1));
  const classes = { connected: [] as Pair[], closed: [] as Pair[], unconnected: [] as Pair[] };
  const times = { connected: [] as Clocked[], closed: [] as Clocked[], unconnected: [] as Clocked[] };
  for (let tried = 0; tried < pairs * 20 && classes.connected.length < pairs; tried += 1) {
    const pair = { from: pick(), to: pickRole() };
    if (pair.from === pair.to) continue;
    const { result, ...time } = clock(() => answerPaths(view, pair.from, pair.to, shortest));
    const kind = result.paths.length > 0 ? 'connected' : (result.closed?.length ?? 0) > 0 ? 'closed' : 'unconnected';
    if (classes[kind].length === pairs) continue;
    classes[kind].push(pair);
    times[kind].push(time);
  }
  const bare = (all: readonly Pair[]): Clocked[] => all.map(({ from, to }) => clock(() => searchBare(adjacency, from, to)));
  table('shortest chain of random pairs');
  compare('connected', times.connected, bare(classes.connected));
  compare('unconnected', times.unconnected, bare(classes.unconnected));
  compare('only edges connect them', times.closed, bare(classes.closed));
  compare('all of them', Object.values(times).flat(), null);
  const several = classes.connected.slice(0, pairs / 5);
  compare(
    'connected, 25 chains',
    several.map(({ from, to }) => clock(() => answerPaths(view, from, to, { ...plainLimits, maxHops, limit: 25 }))),
    null,
  );
  compare(
    'connected, 25 by conditions',
    several.map(({ from, to }) => clock(() => answerPaths(view, from, to, { ...plainLimits, maxHops, limit: 25, order: 'conditions' }))),
    null,
  );

  table('reach of one principal');
  for (const direction of ['from', 'to'] as const) {
    const asked = Array.from({ length: Math.max(20, pairs / 5) }, () => (direction === 'from' ? pick() : pickRole()));
    const limits = { ...plainLimits, maxHops, limit: 1000 };
    let rows = 0;
    const ours = asked.map((of) =>
      clock(() => {
        rows += answerReach(view, of, direction, limits).total;
      }),
    );
    const floor = asked.map((of) => clock(() => searchBare(adjacency, of, null, direction === 'to')));
    compare(`${direction === 'from' ? 'from a principal' : 'to a role'} (${Math.round(rows / asked.length)} rows)`, ours, floor);
  }

  table('what stands on reach, once');
  const cut = classes.connected[0] ?? { from: 0, to: 0 };
  const edge = firstEdge(adjacency, cut.from);
  if (edge !== null)
    compare('cutting one edge', [clock(() => loseEdge(view, cut.from, edge, { maxHops, limit: 20, stateless: false }))], null);
  if (pairs >= 1000) compare('choke points', [clock(() => countPairs(view, maxHops))], null);
  await snapshot.close();

  const ends = (pair: Pair) => ({ from: view.names.arn(pair.from), to: view.names.arn(pair.to) });
  if (engine === 'yes') await askEngine(dataDir, snapshot.manifest.id, classes.connected.slice(0, enginePairs).map(ends));
  return ends(classes.connected.find(({ from, to }) => (answerPaths(view, from, to, shortest).paths[0]?.hops ?? 0) > 2) ?? cut);
}

/** The engine's own shortest paths, without state, which it does not know. */
async function askEngine(dataDir: string, id: string, asked: readonly { readonly from: string; readonly to: string }[]): Promise<void> {
  table(`the engine's own query for the same pairs (the first ${asked.length}, at most ${engineSeconds} s each)`);
  const runner = openTestCypher(join(dataDir, 'snapshots', id, 'graph.lbug'));
  const times: Clocked[] = [];
  let ended = 0;
  for (const { from, to } of asked) {
    const text = pathsCypher(dialects.ladybug, from, to, { ...plainLimits, maxHops, limit: 1, shortest: true });
    const start = performance.now();
    try {
      await runner.run(text, {}, { rows: 1, milliseconds: engineSeconds * 1000 });
      times.push({ ms: performance.now() - start, cpuMs: 0 });
    } catch (error) {
      if (!(error instanceof CypherError)) throw error;
      ended += 1;
    }
  }
  await runner.close();
  compare('answered', times, null);
  print('ended by its time limit', String(ended));
}

/** The built command line, as a process, from start to end. */
function startCold(dataDir: string, from: string, to: string): void {
  const main = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js');
  if (!existsSync(main)) {
    print('cold start', 'not measured: npm run build first');
    return;
  }
  table('from a cold start, as a process (wall clock)');
  const starts = (name: string, args: readonly string[]): void => {
    const times = Array.from({ length: 7 }, () =>
      clock(() => {
        const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
        if (status !== 0) throw new Error(stderr);
      }),
    );
    print(name, `median ${quantile(times, 0.5)} ms, best ${quantile(times, 0)} ms`);
  };
  const paths = [main, 'paths', '--from', from, '--to', to, '--data', dataDir, '--quiet', '--output', 'json'];
  starts('rolepath paths --shortest', [...paths, '--shortest']);
  starts('rolepath paths', paths);
  starts('rolepath --version', [main, '--version']);
  starts('node itself', ['-e', '0']);
}

interface Clocked {
  readonly ms: number;
  /** Of this process, other threads of it included. */
  readonly cpuMs: number;
}

function clock<T>(work: () => T): Clocked & { readonly result: T } {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = work();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { result, ms, cpuMs: (user + system) / 1000 };
}

/** The least that a search along edges can be: one array of what was met, one queue. */
function searchBare(adjacency: Adjacency, origin: number, goal: number | null, backward = false): number {
  const { targets, sources, reverseEdges } = adjacency;
  const offsets = backward ? adjacency.reverseOffsets : adjacency.offsets;
  const met = new Uint8Array(offsets.length - 1);
  const queue = new Uint32Array(offsets.length - 1);
  let size = 1;
  queue[0] = origin;
  met[origin] = 1;
  for (let next = 0; next < size; next += 1) {
    const node = queue[next] as number;
    const end = offsets[node + 1] as number;
    for (let slot = offsets[node] as number; slot < end; slot += 1) {
      const reached = (backward ? sources[reverseEdges[slot] as number] : targets[slot]) as number;
      if (met[reached] === 1) continue;
      met[reached] = 1;
      queue[size++] = reached;
      if (reached === goal) return size;
    }
  }
  return size;
}

function firstEdge({ offsets, targets }: Adjacency, from: number): number | null {
  const edge = offsets[from] as number;
  return edge < (offsets[from + 1] as number) ? (targets[edge] as number) : null;
}

function table(title: string): void {
  process.stdout.write(
    `\n${title.padEnd(40)}${['asked', 'p50 ms', 'p99 ms', 'cpu ms', 'floor p50', 'floor p99', 'cpu ÷ floor'].map((name) => name.padStart(12)).join('')}\n`,
  );
}

/** One line: times, the floor's, and the ratio of processor time, which other work on the machine disturbs least. */
function compare(name: string, ours: readonly Clocked[], floor: readonly Clocked[] | null): void {
  const sum = (all: readonly Clocked[]): number => all.reduce((total, { cpuMs }) => total + cpuMs, 0);
  const cells = [
    String(ours.length),
    quantile(ours, 0.5),
    quantile(ours, 0.99),
    (sum(ours) / Math.max(1, ours.length)).toFixed(2),
    ...(floor ? [quantile(floor, 0.5), quantile(floor, 0.99), (sum(ours) / Math.max(0.001, sum(floor))).toFixed(1)] : []),
  ];
  process.stdout.write(`  ${name.padEnd(38)}${cells.map((cell) => cell.padStart(12)).join('')}\n`);
}

function quantile(times: readonly Clocked[], share: number): string {
  const sorted = times.map(({ ms }) => ms).sort((left, right) => left - right);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return value === undefined ? '–' : value.toFixed(2);
}

function print(name: string, value: string): void {
  process.stdout.write(`${name.padEnd(42)}${value}\n`);
}
