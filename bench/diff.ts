/**
 * How long does `rolepath diff` take on a large organization? Reads two adjacency files, which is the floor, and compares them, for
 * several kinds of change. Prints the ratio of the two and how much memory the comparison took beyond what was read.
 * Usage: npm run bench -- diff [principals=100000] [edges=1500000] [changed=5000] [cases]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccessGraph, EdgeColumns } from '../graph/access-graph.ts';
import { buildAdjacency, readAdjacency, writeAdjacency } from '../graph/adjacency-file.ts';
import { newSnapshotId } from '../graph/snapshots/layout.ts';
import { diffSnapshots } from '../queries/diff/diff-snapshots.ts';
import { createSnapshotView, type SnapshotView } from '../queries/snapshot-view.ts';
import { sampleManifest } from '../test/support/sample-manifest.ts';
import { generateAccess, generator } from './generate-access.ts';

const [principals = 100_000, edges = 1_500_000, changed = 5000] = process.argv.slice(2, 5).map(Number);
const only = process.argv[5]?.split(',');

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly reason: number;
  readonly flags: number;
}

const base = generateAccess({ principals, edges });
const rows = base.nodes.Principal;
const roles = rows.flatMap(({ kind }, number) => (kind === 'role' ? [number] : []));
const busiest = (ends: Uint32Array): number => {
  const counts = new Uint32Array(rows.length);
  for (const end of ends) counts[end] = (counts[end] ?? 0) + 1;
  return counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0));
};
const random = generator(11);
const below = (bound: number): number => Math.floor(random() * bound);
const anyRole = (): number => roles[below(roles.length)] ?? 0;
/** As an edge that is there, between other principals. */
const opened = (from: number, to: number): Edge => ({ ...edgeAt(below(base.canAssume.length)), from, to });
const some = (count: number): ReadonlySet<number> => new Set(Array.from({ length: count }, () => below(base.canAssume.length)));
const [hub, lastAccount] = [busiest(base.canAssume.to), rows.at(-1)?.accountId];

/** Each gives the edges of the later snapshot. */
const changes: Readonly<Record<string, () => AccessGraph>> = {
  nothing: () => base,
  'twenty edges, ten of them new': () => withEdges({ without: some(10), and: times(10, () => opened(below(rows.length), anyRole())) }),
  'a role that trusts many more': () => withEdges({ and: times(changed, () => opened(below(rows.length), roles.at(-3) ?? 0)) }),
  'the most trusted role may assume one more': () => withEdges({ and: [opened(hub, roles[7] ?? 0)] }),
  'conditions of many edges': () => {
    const picked = some(changed);
    return withEdges({ map: (edge, number) => (picked.has(number) ? { ...edge, reason: below(base.nodes.Reason.length) } : edge) });
  },
  'an account is gone': () => {
    const { from, to } = base.canAssume;
    const inAccount = (number: number): boolean => rows[number]?.accountId === lastAccount;
    return withEdges({ without: new Set([...from.keys()].filter((edge) => inAccount(from[edge] ?? 0) || inAccount(to[edge] ?? 0))) });
  },
  'many edges replaced, all over': () =>
    withEdges({ without: some(changed), and: times(changed, () => opened(below(rows.length), anyRole())) }),
};

const directory = await mkdtemp(join(tmpdir(), 'rolepath-bench-diff-'));
try {
  const before = await open(base);
  line('principals, edges', `${rows.length}, ${base.canAssume.length}`);
  line('', 'opened closed changed    gained      lost | reading comparing ratio  cpu | MiB');
  for (const [name, change] of Object.entries(changes))
    if (only?.some((part) => name.includes(part)) ?? true) await compare(name, change());

  async function compare(name: string, graph: AccessGraph): Promise<void> {
    const after = await open(graph);
    const [start, cpu, memory] = [performance.now(), process.cpuUsage(), process.memoryUsage().rss];
    let peak = memory;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 20);
    const { totals, reach } = await diffSnapshots(before.view, after.view);
    clearInterval(watch);
    const took = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    const floor = before.ms + after.ms;
    const numbers = [totals.edgesOpened, totals.edgesClosed, totals.edgesChanged].map((count) => String(count).padStart(6));
    const pairs = [reach.gained.total, reach.lost.total].map((count) => String(count).padStart(9));
    const times = [floor, took].map((ms) => ms.toFixed(0).padStart(8));
    line(
      name,
      `${numbers.join(' ')} ${pairs.join(' ')} |${times.join(' ')} ${(took / floor).toFixed(1).padStart(6)} ${((user + system) / 1000).toFixed(0).padStart(6)} | ${((peak - memory) / 2 ** 20).toFixed(0)}${reach.complete ? '' : ' (cut off)'}`,
    );
  }
} finally {
  await rm(directory, { recursive: true, force: true });
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

function edgeAt(number: number): Edge {
  const { from, to, reason, flags } = base.canAssume;
  return { from: from[number] ?? 0, to: to[number] ?? 0, reason: reason[number] ?? 0, flags: flags[number] ?? 0 };
}

function withEdges(change: {
  readonly without?: ReadonlySet<number>;
  readonly and?: readonly Edge[];
  readonly map?: (edge: Edge, number: number) => Edge;
}): AccessGraph {
  const { without, and = [], map = (edge) => edge } = change;
  const kept = Array.from({ length: base.canAssume.length }, (_, number) => number).filter((number) => !without?.has(number));
  const list = [...kept.map((number) => map(edgeAt(number), number)), ...and];
  list.sort((left, right) => left.from - right.from || left.to - right.to);
  const canAssume: EdgeColumns = {
    length: list.length,
    from: Uint32Array.from(list, ({ from }) => from),
    to: Uint32Array.from(list, ({ to }) => to),
    reason: Uint32Array.from(list, ({ reason }) => reason),
    flags: Uint16Array.from(list, ({ flags }) => flags),
  };
  return { ...base, canAssume };
}

/** A snapshot as the command opens it, and how long its file took to be read and checked. */
async function open(graph: AccessGraph): Promise<{ readonly view: SnapshotView; readonly ms: number }> {
  const [path, id] = [join(directory, 'adjacency.bin'), newSnapshotId(new Date())];
  await writeAdjacency(path, buildAdjacency(id, graph));
  const start = performance.now();
  const adjacency = await readAdjacency(path);
  const ms = performance.now() - start;
  return { view: createSnapshotView(adjacency, sampleManifest(id)), ms };
}

function line(name: string, value: string): void {
  process.stdout.write(`${name.padEnd(44)}${value}\n`);
}
