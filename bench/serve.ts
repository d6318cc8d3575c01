/**
 * Does the server stand many clients at once? Starts the built server over a snapshot, lets clients ask it for two minutes, heavy Cypher
 * and clients that go away among them, and prints what was lost, how long answers took, and the resident memory (of the server
 * and of its query processes) at the end of each half. Linux. Exit code 1 if a request was lost or memory grew by more than a tenth.
 * Usage: node bench/serve.ts [seconds=120] [clients=50] [data directory: the example organization if not given]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = process.cwd();
const [seconds = 120, clients = 50] = process.argv.slice(2, 4).map(Number);
const givenData = process.argv[4];
/** Between two requests of a client, in milliseconds: people and pages do not ask without a breath. */
const breath = 20;

interface Ask {
  readonly name: string;
  readonly path: string;
  readonly body?: unknown;
  /** 200 unless given. */
  readonly expected?: readonly number[];
  /** Goes away before the answer is there. */
  readonly leaves?: boolean;
}

const heavy =
  'MATCH (a:Principal)-[:CAN_ASSUME]->(b:Principal)-[:CAN_ASSUME]->(c:Principal) RETURN a.arn AS a, count(*) AS n ORDER BY n DESC LIMIT 20';
/** Takes all the time and memory that it gets, so it is ended. */
const endless = 'UNWIND range(1, 2000000000) AS x WITH x WHERE x % 7 = 8 RETURN count(*) AS n';

const readers = (arns: readonly string[], roles: readonly string[]): Ask[] =>
  arns.flatMap((from, index): Ask[] => {
    const to = encodeURIComponent(roles[index % roles.length] ?? '');
    const name = encodeURIComponent(from);
    return [
      { name: 'search', path: `/api/v1/search?q=${encodeURIComponent(from.slice(-6))}` },
      { name: 'principal', path: `/api/v1/principal?name=${name}` },
      { name: 'neighbours', path: `/api/v1/neighbours?name=${name}` },
      { name: 'reach from', path: `/api/v1/reach?from=${name}` },
      { name: 'reach to', path: `/api/v1/reach?to=${to}` },
      { name: 'paths', path: `/api/v1/paths?from=${name}&to=${to}` },
      { name: 'explain', path: `/api/v1/explain?from=${name}&to=${to}` },
      ...(index % 10 === 0 ? [{ name: 'summary', path: '/api/v1/summary' }] : []),
      ...(index % 40 === 0 ? [{ name: 'report xlsx', path: '/api/v1/reports/principal-access?format=xlsx' }] : []),
      ...(index % 40 === 20 ? [{ name: 'edges', path: '/api/v1/edges' }] : []),
      ...(index % 40 === 30 ? [{ name: 'report, left', path: '/api/v1/reports/principal-access?format=csv', leaves: true }] : []),
    ];
  });

const cypher: readonly Ask[] = [
  { name: 'cypher', path: '/api/v1/cypher', body: { query: heavy, timeoutSeconds: 60 } },
  {
    name: 'cypher',
    path: '/api/v1/cypher',
    body: { query: 'MATCH (p:Principal) RETURN p.kind AS kind, count(*) AS n', timeoutSeconds: 60 },
  },
  { name: 'cypher, ended', path: '/api/v1/cypher', body: { query: endless, timeoutSeconds: 1 }, expected: [200, 422] },
  { name: 'cypher, left', path: '/api/v1/cypher', body: { query: endless, timeoutSeconds: 20 }, leaves: true },
];

const dataDir = givenData ?? (await mkdtemp(join(tmpdir(), 'rolepath-bench-serve-')));
if (givenData === undefined)
  await ended(
    spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'ingest', join(root, 'examples/acme'), '--data', dataDir, '--quiet'], {
      stdio: 'ignore',
    }),
  );
const server = spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'serve', '--port', '0', '--data', dataDir], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const base = (await firstLine(server)).replace(/\/$/, '');
  const { arns, roles } = await pickNames(base);
  const asks = readers(arns, roles);
  const times = new Map<string, number[]>();
  const lost: string[] = [];
  let busy = 0;
  const end = performance.now() + seconds * 1000;
  // One client in ten writes Cypher.
  const client = async (number: number) => {
    const own = number % 10 === 0 ? cypher : asks;
    for (let turn = number * 7; performance.now() < end; turn += 1) {
      const one = own[turn % own.length];
      if (!one) continue;
      const start = performance.now();
      const outcome = await request(base, one);
      if (outcome === 'busy') busy += 1;
      else if (outcome !== null) lost.push(`${one.name}: ${outcome}`);
      const list = times.get(one.name) ?? [];
      times.set(one.name, list);
      list.push(performance.now() - start);
      await sleep(breath);
    }
  };
  const memory: number[][] = [];
  const watch = (async () => {
    while (performance.now() < end) {
      memory.push(await residentMegabytes(server.pid ?? 0));
      await sleep(1000);
    }
  })();
  await Promise.all([...Array.from({ length: clients }, (_, number) => client(number)), watch]);

  const count = [...times.values()].reduce((sum, list) => sum + list.length, 0);
  console.log(`${clients} clients, ${seconds} s: ${count} requests, ${lost.length} lost, ${busy} told to come again later`);
  for (const text of lost.slice(0, 10)) console.log(`  lost: ${text}`);
  for (const [name, list] of [...times].sort(([left], [right]) => (left < right ? -1 : 1)))
    console.log(`  ${name.padEnd(14)} ${String(list.length).padStart(7)} p50 ${quantile(list, 0.5)} ms, p99 ${quantile(list, 0.99)} ms`);
  // The last sixth of each half: a garbage collection here or there must not decide.
  const part = (from: number, to: number, which: number) =>
    Number(
      quantile(
        memory.slice(Math.floor(memory.length * from), Math.floor(memory.length * to)).map((row) => row[which] ?? 0),
        0.5,
      ),
    );
  const [first, second] = [part(5 / 12, 1 / 2, 0), part(11 / 12, 1, 0)];
  console.log(
    `resident memory of the server after the first half ${first} MB, after the second ${second} MB: ratio ${(second / first).toFixed(3)}`,
  );
  console.log(`of its query processes, all together: ${part(5 / 12, 1 / 2, 1)} MB and ${part(11 / 12, 1, 1)} MB`);
  process.exitCode = lost.length === 0 && second <= first * 1.1 ? 0 : 1;
} finally {
  server.kill('SIGTERM');
  await ended(server);
  if (givenData === undefined) await rm(dataDir, { recursive: true, force: true });
}

/** Null if all is well, `busy` if the server says to come again, else what was wrong. */
async function request(base: string, { path, body, expected = [200], leaves = false }: Ask): Promise<string | null> {
  const abort = new AbortController();
  try {
    const response = fetch(`${base}${path}`, {
      signal: abort.signal,
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    if (leaves) {
      response.catch(() => undefined);
      await sleep(50);
      abort.abort();
      return null;
    }
    const { status } = await response;
    const text = await (await response).text();
    if (status === 503 && text.includes('"cypher-busy"')) return 'busy';
    return expected.includes(status) ? null : `${status} ${text.slice(0, 200)}`;
  } catch (error) {
    return error instanceof Error ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ''}` : String(error);
  }
}

async function pickNames(base: string): Promise<{ arns: string[]; roles: string[] }> {
  const search = async (q: string) =>
    (
      (await (await fetch(`${base}/api/v1/search?q=${encodeURIComponent(q)}&limit=1000`)).json()) as {
        hits: { arn: string; kind: string }[];
      }
    ).hits;
  const [users, roles] = [await search('user:'), await search('role:')];
  return { arns: [...users, ...roles].slice(0, 400).map(({ arn }) => arn), roles: roles.map(({ arn }) => arn) };
}

/** Of the process, and of all its children together. */
async function residentMegabytes(pid: number): Promise<number[]> {
  const resident = async (id: string) =>
    Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${id}/status`, 'utf8').catch(() => ''))?.[1] ?? 0) / 1024;
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => '')));
  const children = await Promise.all(lists.flatMap((list) => list.split(' ').filter((id) => id !== '')).map(resident));
  return [await resident(String(pid)), children.reduce((sum, one) => sum + one, 0)];
}

function quantile(values: readonly number[], share: number): string {
  const sorted = [...values].sort((left, right) => left - right);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    child.once('close', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  return child.exitCode === null && child.signalCode === null
    ? new Promise((resolve) => child.once('close', () => resolve()))
    : Promise.resolve();
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
