/**
 * How long does a large graph take from objects in memory to a Ladybug database that answers, against the engine's bare COPY of the same
 * columns from files that are already there? Each part runs in a process of its own, so that the memory of one is not the other's.
 * What was tried to make it faster stands in docs/adr/0001-engines.md.
 * Usage: npm run bench -- load [principals] [edges] [rounds]
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AccessGraph } from '../graph/access-graph.ts';
import { packEdge, unpackEdge } from '../graph/edge-flags.ts';
import { createLadybugWriter, openLadybugStore } from '../graph/engines/ladybug/index.ts';
import { writeLines } from '../graph/engines/ladybug/load-file.ts';
import { openSession } from '../graph/engines/ladybug/session.ts';
import { createTableStatements } from '../graph/engines/ladybug/tables.ts';
import { nodeSpecs, relationshipSpecs } from '../graph/schema.ts';
import { columnsOf, quoteName } from '../graph/schema-columns.ts';
import { emptyGraph, freeEdge, principal } from '../test/support/sample-graph.ts';

type Part = 'files' | 'bare' | 'ours';
interface Measured {
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
}

const [principals = 200_000, edges = 2_000_000, rounds = 3] = process.argv.slice(2, 5).map(Number);
const [part, directory = ''] = process.argv.slice(5) as [Part?, string?];
if (part === undefined) await compare();
else process.stdout.write(JSON.stringify(await measure(part)));

/** Runs the parts one after the other, in rounds, and prints the best of each: other work on the machine only ever adds time. */
async function compare(): Promise<void> {
  const place = await mkdtemp(join(tmpdir(), 'rolepath-bench-'));
  const line = (name: string, value: string) => process.stdout.write(`${name.padEnd(44)}${value}\n`);
  try {
    await runPart('files', place);
    const bare: Measured[] = [];
    const ours: Measured[] = [];
    for (let round = 0; round < rounds; round++) {
      bare.push(await runPart('bare', place));
      ours.push(await runPart('ours', place));
    }
    const best = (all: readonly Measured[]): Measured => all.reduce((least, one) => (one.ms < least.ms ? one : least));
    line('principals, edges', `${principals}, ${edges}`);
    line('bare COPY of files that are there, ms', best(bare).ms.toFixed(0));
    line('objects to an answering database, ms', best(ours).ms.toFixed(0));
    line('ratio (at most 2 is wanted)', (best(ours).ms / best(bare).ms).toFixed(2));
    line('processor time, ms: bare, ours', `${best(bare).cpuMs.toFixed(0)}, ${best(ours).cpuMs.toFixed(0)}`);
    line('peak resident memory, MiB: bare, ours', `${best(bare).peakMiB.toFixed(0)}, ${best(ours).peakMiB.toFixed(0)}`);
    line('tried and not taken (docs/adr/0001)', 'Parquet, integer keys: the COPY alone takes 25 to 45 % less processor time');
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function runPart(name: Part, place: string): Promise<Measured> {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), String(principals), String(edges), String(rounds), name, place];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Measured;
}

async function measure(name: Part): Promise<Measured> {
  const graph = name === 'bare' ? emptyGraph : makeGraph();
  const home = await mkdtemp(join(directory, `${name}-`));
  const cpu = process.cpuUsage();
  const start = performance.now();
  if (name === 'files') await writeFiles(graph);
  if (name === 'bare') await copyBare(join(home, 'graph.lbug'));
  if (name === 'ours') await createLadybugWriter(join(home, 'graph.lbug')).write(graph);
  if (name === 'ours') await askOnce(join(home, 'graph.lbug'));
  const { user, system } = process.cpuUsage(cpu);
  const measured = { ms: performance.now() - start, cpuMs: (user + system) / 1000, peakMiB: process.resourceUsage().maxRSS / 1024 };
  await rm(home, { recursive: true });
  return measured;
}

async function askOnce(path: string): Promise<void> {
  const store = await openLadybugStore(path);
  const [row] = await store.run('MATCH (:Principal)-[e:CAN_ASSUME]->(:Principal) RETURN count(e) AS edges', {});
  await store.close();
  if (row?.['edges'] !== edges) throw new Error(`The database has ${String(row?.['edges'])} edges, not ${edges}.`);
}

/** Principals of 200 accounts; each edge leads anywhere. Three thousand reasons, as in large organizations. */
function makeGraph(): AccessGraph {
  const reasons = 3000;
  const random = generator(1);
  const flags = packEdge({ ...freeEdge, verdict: 'conditional', crossAccount: true });
  return {
    ...emptyGraph,
    nodes: {
      ...emptyGraph.nodes,
      Principal: Array.from({ length: principals }, (_, index) => {
        const accountId = String(100000000000 + (index % 200));
        return principal(`arn:aws:iam::${accountId}:role/team-${index % 97}/service-role-${index}`, { accountId });
      }),
      Reason: Array.from({ length: reasons }, (_, index) => ({
        id: `reason-${index.toString(16).padStart(20, '0')}`,
        alternatives: '[[]]',
        requires: index % 3 === 0 ? [] : ['external-id', 'mfa'].slice(0, index % 3),
        truncated: false,
        tagSession: '[]',
        setSourceIdentity: '[]',
      })),
    },
    canAssume: {
      length: edges,
      from: Uint32Array.from({ length: edges }, () => Math.floor(random() * principals)),
      to: Uint32Array.from({ length: edges }, () => Math.floor(random() * principals)),
      reason: Uint32Array.from({ length: edges }, () => Math.floor(random() * reasons)),
      flags: new Uint16Array(edges).fill(flags),
    },
  };
}

/** The same columns as plain CSV, in the way the engine's documentation shows. */
async function writeFiles(graph: AccessGraph): Promise<void> {
  await mkdir(join(directory, 'csv'));
  for (const label of ['Principal', 'Reason'] as const) await writeLines(join(directory, 'csv', `${label}.csv`), nodeLines(graph, label));
  await writeLines(join(directory, 'csv', 'CAN_ASSUME.csv'), edgeLines(graph));
}

function* nodeLines(graph: AccessGraph, label: 'Principal' | 'Reason'): Generator<string> {
  const columns = columnsOf(label);
  for (const row of graph.nodes[label])
    yield columns.map(({ name }) => plainField((row as Readonly<Record<string, unknown>>)[name])).join(',');
}

function* edgeLines({ nodes, canAssume }: AccessGraph): Generator<string> {
  const columns = columnsOf('CAN_ASSUME');
  for (let edge = 0; edge < canAssume.length; edge++) {
    const reason = nodes.Reason[canAssume.reason[edge] ?? 0];
    const row: Readonly<Record<string, unknown>> = {
      ...unpackEdge(canAssume.flags[edge] ?? 0),
      requires: reason?.requires,
      reasonId: reason?.id,
    };
    const ends = [nodes.Principal[canAssume.from[edge] ?? 0]?.arn, nodes.Principal[canAssume.to[edge] ?? 0]?.arn];
    yield [...ends, ...columns.map(({ name }) => row[name])].map(plainField).join(',');
  }
}

function plainField(value: unknown): string {
  return Array.isArray(value) ? `"[${value.join(',')}]"` : typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : String(value);
}

async function copyBare(path: string): Promise<void> {
  const session = await openSession(path, { readOnly: false, bufferBytes: 4 * 2 ** 30 });
  const run = (statement: string) => session.run(statement, {}, () => null);
  for (const statement of createTableStatements()) await run(statement);
  for (const label of ['Principal', 'Reason'] as const) {
    const columns = Object.keys(nodeSpecs[label].properties).map(quoteName).join(', ');
    await run(`COPY ${label} (${columns}) FROM '${join(directory, 'csv', `${label}.csv`)}' (HEADER=false, QUOTE='"', ESCAPE='"')`);
  }
  if (!('CAN_ASSUME' in relationshipSpecs)) throw new Error('The schema has no CAN_ASSUME.');
  await run(`COPY CAN_ASSUME FROM '${join(directory, 'csv', 'CAN_ASSUME.csv')}' (HEADER=false, QUOTE='"', ESCAPE='"')`);
  await session.close();
}

/** Numbers from 0 to 1, the same ones in each run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
