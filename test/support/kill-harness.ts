/**
 * Ingests that are killed at random moments, with the command line as users run it. Two organizations take turns, so that a mixture of
 * both, or one under the name of the other, is seen.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { buildAdjacency } from '../../graph/adjacency-file.ts';
import type { AdjacencySource } from '../../graph/build-adjacency.ts';
import { openLadybugStore } from '../../graph/engines/ladybug/index.ts';
import { connect, type Neo4jAddress, readChains, readMirrorState } from '../../graph/engines/neo4j/index.ts';
import { listSnapshots, openSnapshot, readCurrent } from '../../graph/snapshots.ts';
import type { GraphReader } from '../../graph/store.ts';
import { createQuestions } from '../../queries/create-questions.ts';
import { exampleDirectory, graphOfFiles } from './graph-of-files.ts';
import { seededRandom } from './reference/random.ts';
import { testManifest } from './snapshot-view.ts';

const cli = join(import.meta.dirname, '../../dist/cli/main.js');

export interface KillOptions {
  /** An empty directory of the caller's. */
  readonly directory: string;
  readonly neo4j: Neo4jAddress | null;
  /** How many ingests are killed. */
  readonly kills: number;
  readonly seed: number;
  /** Told after each kill and the ingest after it. */
  readonly onKill?: (report: KillReport) => void;
}

/** How far the killed ingests had come. */
export interface KillReport {
  /** Ended before they were killed. */
  readonly ended: number;
  /** Left the snapshot before current, or made theirs current. */
  readonly keptOld: number;
  readonly madeCurrent: number;
  /** Left Neo4j saying that it is loading. */
  readonly leftLoading: number;
}

/** Kills ingests, and after each kill expects that what is current is whole, and that the next ingest ends well. */
export async function killIngests({ directory, neo4j, kills, seed, onKill }: KillOptions): Promise<KillReport> {
  const dataDir = join(directory, 'data');
  const sources = await makeSources(directory);
  const random = seededRandom(seed);
  const report = { ended: 0, keptOld: 0, madeCurrent: 0, leftLoading: 0 };
  let lasts = await ingestToEnd(dataDir, sources[0], neo4j);
  for (let kill = 0; kill < kills; kill++) {
    const before = await readCurrent(dataDir);
    // Most of a small ingest is reading, which leaves nothing behind; so every other kill, or so, comes while it writes.
    const since = random.int(2) === 0 ? 'start' : 'writing';
    const moment = { since, milliseconds: (random.int(10_000) / 10_000) * lasts[since] } as const;
    const isEnded = await ingestAndKill(dataDir, sources[(kill + 1) % 2] ?? sources[0], neo4j, moment);
    const after = await expectWhole(dataDir, sources);
    if (isEnded) report.ended += 1;
    else if (after === before) report.keptOld += 1;
    else report.madeCurrent += 1;
    if (neo4j !== null && (await expectMirror(neo4j, sources)) === 'loading') report.leftLoading += 1;
    const again = await ingestToEnd(dataDir, sources[kill % 2] ?? sources[0], neo4j);
    lasts = { start: (lasts.start + again.start) / 2, writing: (lasts.writing + again.writing) / 2 };
    expect(await expectWhole(dataDir, sources)).not.toBe(after);
    if (neo4j !== null) expect(await expectMirror(neo4j, sources)).toBe(await readCurrent(dataDir));
    for (const { id, ...rest } of await listSnapshots(dataDir)) expect({ id, ...rest }).toHaveProperty('manifest');
    onKill?.(report);
  }
  return report;
}

interface Source {
  readonly path: string;
  /** Everything that is asked of the snapshot, as text. */
  readonly answers: string;
}

/** The example organization, and the same without one of its roles' trust. */
async function makeSources(directory: string): Promise<readonly [Source, Source]> {
  const other = join(directory, 'other');
  await cp(exampleDirectory, other, { recursive: true });
  const file = join(other, 'accounts', '666677778888.json');
  const account = JSON.parse(await readFile(file, 'utf8')) as { RoleDetailList: unknown[] };
  await writeFile(file, JSON.stringify({ ...account, RoleDetailList: account.RoleDetailList.slice(1) }));
  return [await describeSource(exampleDirectory), await describeSource(other)];
}

async function describeSource(path: string): Promise<Source> {
  return { path, answers: describe(await graphOfFiles(path)) };
}

const refuse = (): Promise<never> => Promise.reject(new Error('Edges are asked of the adjacency alone.'));
const noStore: GraphReader = { readPrincipal: refuse, readAccount: refuse, readPolicies: refuse, run: refuse };

function describe(source: AdjacencySource): string {
  const questions = createQuestions({ adjacency: buildAdjacency(testManifest.id, source), store: noStore, manifest: testManifest });
  return [...questions.edges()].map((edge) => JSON.stringify(edge)).join('\n');
}

function startIngest(dataDir: string, { path }: Source, neo4j: Neo4jAddress | null) {
  const env =
    neo4j === null
      ? {}
      : { NEO4J_URI: neo4j.uri, NEO4J_USERNAME: neo4j.username, NEO4J_PASSWORD: neo4j.password, NEO4J_DATABASE: neo4j.database ?? '' };
  const args = ['--data', dataDir, '--store', neo4j === null ? 'ladybug' : 'neo4j', '--output', 'json', 'ingest', path];
  return spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
}

/** Milliseconds that an ingest takes, from its start and from when it begins to write. */
interface Lasts {
  readonly start: number;
  readonly writing: number;
}

async function ingestToEnd(dataDir: string, source: Source, neo4j: Neo4jAddress | null): Promise<Lasts> {
  const start = performance.now();
  const child = startIngest(dataDir, source, neo4j);
  let writing = start;
  void untilWriting(dataDir, child).then(() => {
    writing = performance.now();
  });
  let said = '';
  child.stderr.on('data', (data: Buffer) => {
    said += data.toString();
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  // 4: done, on incomplete data.
  expect({ code, said: code === 0 || code === 4 ? '' : said }).toEqual({
    code: expect.toSatisfy((value) => value === 0 || value === 4),
    said: '',
  });
  const end = performance.now();
  return { start: end - start, writing: end - writing };
}

/** Resolves when the ingest has taken the lock of the data directory, or has ended. */
function untilWriting(dataDir: string, child: ChildProcess): Promise<void> {
  const begun = Date.now();
  return new Promise((resolve) => {
    const looking = setInterval(() => {
      // One that was left by a killed ingest is older.
      const lock = statSync(join(dataDir, 'lock'), { throwIfNoEntry: false });
      if (child.exitCode === null && child.signalCode === null && !(lock !== undefined && lock.mtimeMs >= begun)) return;
      clearInterval(looking);
      resolve();
    }, 2);
  });
}

/** True if it ended by itself. */
async function ingestAndKill(
  dataDir: string,
  source: Source,
  neo4j: Neo4jAddress | null,
  { since, milliseconds }: { readonly since: keyof Lasts; readonly milliseconds: number },
): Promise<boolean> {
  const child = startIngest(dataDir, source, neo4j);
  child.stderr.resume();
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  if (since === 'writing') await untilWriting(dataDir, child);
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  const [, signal] = await ended;
  clearTimeout(timer);
  return signal === null;
}

/** Opens what is current and asks it everything; gives its id. */
async function expectWhole(dataDir: string, sources: readonly Source[]): Promise<string> {
  const snapshot = await openSnapshot(dataDir, { openStore: openLadybugStore });
  try {
    const { manifest, adjacency, store } = snapshot;
    const wanted = sources.find(({ path }) => path === manifest.source);
    const questions = createQuestions({ adjacency, store, manifest });
    expect([...questions.edges()].map((edge) => JSON.stringify(edge)).join('\n')).toBe(wanted?.answers);
    const [row] = await store.run('MATCH (:Principal)-[r:CAN_ASSUME]->(:Principal) RETURN count(r) AS edges', {});
    expect(row?.['edges']).toBe(adjacency.edgeCount);
    return manifest.id;
  } finally {
    await snapshot.close();
  }
}

/** The id of the snapshot that Neo4j has, which it must have whole; or that it says to be loading. */
async function expectMirror(address: Neo4jAddress, sources: readonly Source[]): Promise<string> {
  const connection = await connect(address);
  try {
    const state = await readMirrorState(connection);
    if (state === null || state.state === 'loading') return 'loading';
    const { source } = JSON.parse(state.manifest) as { source: string };
    expect(describe(await readChains(connection, state))).toBe(sources.find(({ path }) => path === source)?.answers);
    return state.id;
  } finally {
    await connection.close();
  }
}
