/**
 * Is the page as fast as it should be? Drives the built page in a real browser at 1440 × 900, over the built server:
 *   start    the example's start page, from the address to what is painted, with nothing in the browser's cache; and the size of its script
 *   picture  frames while some 500 principals and 1,500 edges are dragged and zoomed, as a map and in layers, beside frames of a still page
 *   large    each view of an organization of 100,000 principals: from the click to what is painted, against the same API calls asked alone
 * A browser without a graphics card draws with the processor, and on a busy machine all of it takes longer: look at the ratios.
 * Usage: npm run bench -- page [start,picture,large] [rounds=7] [data directory of a large organization, kept if given]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { buildAdjacency, writeAdjacency } from '../graph/adjacency-file.ts';
import { createLadybugWriter } from '../graph/engines/ladybug/index.ts';
import { checksumFile } from '../graph/file-checksum.ts';
import { createSnapshotDirectory, publishSnapshot } from '../graph/snapshots.ts';
import { launchBrowser } from '../test/support/browser.ts';
import { sampleManifest } from '../test/support/sample-manifest.ts';
import { type AccessSize, generateAccess } from './generate-access.ts';

const root = join(import.meta.dirname, '..');
const main = join(root, 'dist', 'cli', 'main.js');
const [parts = 'start,picture,large', roundsText = '7', given] = process.argv.slice(2);
const rounds = Number(roundsText);
const viewport = { width: 1440, height: 900 };
const largeSize = { principals: 100_000, edges: 1_500_000 };

/**
 * Put into every page: `shown(test)` resolves when the test first holds, with when that was painted, in milliseconds since the address was
 * opened; `frames(count, act)` with how long each of so many frames took.
 */
const watcher = `
  window.bench = {
    tasks: [],
    shown: (test) => new Promise((resolve) => {
      const look = () => {
        if (!document.documentElement || !test()) return false;
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        return true;
      };
      if (look()) return;
      const observer = new MutationObserver(() => look() && observer.disconnect());
      observer.observe(document, { childList: true, subtree: true, attributes: true });
    }),
    frames: (count, act) => new Promise((resolve) => {
      const times = [];
      let last = 0;
      const next = (now) => {
        if (last > 0) times.push(now - last);
        last = now;
        if (times.length >= count) return resolve(times);
        act(times.length);
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    }),
  };
  new PerformanceObserver((list) => { for (const { startTime, duration } of list.getEntries()) bench.tasks.push([startTime, duration]); })
    .observe({ type: 'longtask', buffered: true });
  window.benchGlance = bench.shown(() => document.querySelector('.glance') && !document.querySelector('main .loading'));
  window.benchWhole = bench.shown(() => document.querySelector('.glance') && !document.querySelector('main .loading, main .worst-progress'));
`;

const announced = new Set<string>();

/** As a person's hand does them: one event for each frame. The canvas is the one of the picture. */
const gestures = {
  dragged: `(frame) => {
    const send = (type, target) => target.dispatchEvent(new MouseEvent(type, {
      bubbles: true, cancelable: true, view: window, button: 0, buttons: type === 'mouseup' ? 0 : 1,
      clientX: at.x + 150 * Math.sin(frame / 12), clientY: at.y + 90 * Math.sin(frame / 7) }));
    if (frame === 0) send('mousedown', canvas.firstElementChild.firstElementChild ?? canvas);
    send('mousemove', window);
    if (frame === count - 1) send('mouseup', window);
  }`,
  zoomed: `(frame) => canvas.dispatchEvent(new WheelEvent('wheel', {
    bubbles: true, cancelable: true, ctrlKey: true, clientX: at.x, clientY: at.y, deltaY: Math.floor(frame / 30) % 2 === 0 ? -16 : 16 }))`,
};

const isReady = ({ ready }: LargeView): string =>
  `() => document.querySelector(${JSON.stringify(ready)}) && !document.querySelector('main .loading, main .picture-waiting, .panel .loading')`;
const report = `
    const calls = performance.getEntriesByType('resource').filter(({ name, startTime, responseEnd }) =>
      name.includes('/api/v1/') && !/findings|snapshots.current/.test(name) && startTime >= start && responseEnd > 0 && responseEnd <= at);
    return { shown: at - start, answered: Math.max(0, ...calls.map(({ responseEnd }) => responseEnd - start)),
      longest: Math.max(0, ...bench.tasks.filter(([time]) => time >= start - 1).map(([, duration]) => duration)),
      bytes: calls.reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0),
      calls: calls.map(({ name }) => name.slice(location.origin.length)) };`;
/** As a click on a link within the page does it. */
const visitWithin = (view: LargeView): string => `(async () => {
    const start = performance.now();
    history.pushState(null, '', ${JSON.stringify(view.address)});
    dispatchEvent(new PopStateEvent('popstate'));
    const at = await bench.shown(${isReady(view)});
    await new Promise((resolve) => setTimeout(resolve, 50));
    ${report}
  })()`;
const visitAnew = (view: LargeView): string => `(async () => {
    const start = 0;
    const at = await bench.shown(${isReady(view)});
    await new Promise((resolve) => setTimeout(resolve, 50));
    ${report}
  })()`;

const browser = await launchBrowser();
const cleanUp: (() => Promise<unknown>)[] = [() => browser.close()];
try {
  if (parts.includes('start')) await measureStart(browser);
  if (parts.includes('picture')) await measurePictures(browser);
  if (parts.includes('large')) await measureLarge(browser);
} finally {
  for (const step of cleanUp.reverse()) await step();
}

async function measureStart(on: Browser): Promise<void> {
  const dataDir = await temporary();
  await run('ingest', join(root, 'examples', 'acme'), '--data', dataDir, '--quiet');
  /** In a context of its own, so with nothing in the cache: milliseconds until each of these, and of processor time of the page's thread. */
  const visit = async (url: string, wanted: string): Promise<number[]> => {
    const context = await on.newContext({ viewport });
    const page = await context.newPage();
    await page.addInitScript(watcher);
    const spent = await meter(page);
    await page.goto(url, { waitUntil: 'commit' });
    const times = await page.evaluate<number[]>(`Promise.all([${wanted}])`);
    const { script, task } = await spent();
    await context.close();
    return [...times, task, script];
  };
  const start = `benchGlance, benchWhole`;
  const cold: number[][] = [];
  const warm: number[][] = [];
  const floor: number[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const server = await serve(dataDir);
    cold.push(await visit(server.url, start));
    warm.push(await visit(server.url, start));
    const bare = await visit(new URL('/livez', server.url).href, 'bench.shown(() => document.body)');
    floor.push([bare[0] ?? 0, ...bare]);
    await server.stop();
  }
  title(`the first view of the example, ${rounds} times, ms (at most 1,000 are wanted)`, ['median', 'max', 'cpu', 'of it script']);
  for (const [name, all] of [
    ['server just started', cold],
    ['server that was asked before', warm],
    ['floor: the least address of the same server', floor],
  ] as const) {
    const column = (which: number): number[] => all.map((times) => times[which] ?? 0);
    line(name, [quantile(column(0), 0.5), quantile(column(0), 1), quantile(column(2), 0.5), quantile(column(3), 0.5)]);
    if (all !== floor) line('  and its findings counted to the end', [quantile(column(1), 0.5), quantile(column(1), 1)]);
  }
  const assets = join(root, 'dist', 'web', 'assets');
  const index = await readFile(join(root, 'dist', 'web', 'index.html'), 'utf8');
  const scripts = (await readdir(assets)).filter((name) => name.endsWith('.js'));
  const sizes = await Promise.all(
    scripts.map(async (name) => [name, gzipSync(await readFile(join(assets, name))).length, index.includes(name)] as const),
  );
  const kilobytes = (all: typeof sizes): string => (all.reduce((sum, [, size]) => sum + size, 0) / 1000).toFixed(0);
  title('script, compressed (at most 500 kB are wanted)', ['kB']);
  line('loaded at once', [kilobytes(sizes.filter(([, , atOnce]) => atOnce))]);
  for (const size of sizes) if (!size[2]) line(`loaded when used: ${size[0].replace(/-[^-]+\.js$/, '')}`, [kilobytes([size])]);
}

/** Counts from now on, in milliseconds of processor time of the page's thread, which other work on the machine disturbs least. */
async function meter(page: Page): Promise<() => Promise<{ readonly script: number; readonly task: number }>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    const of = (metric: string): number => (metrics.find((one) => one.name === metric)?.value ?? 0) * 1000;
    return { script: of('ScriptDuration'), task: of('TaskDuration') };
  };
  const before = await read();
  return async () => {
    const after = await read();
    return { script: after.script - before.script, task: after.task - before.task };
  };
}

async function measurePictures(on: Browser): Promise<void> {
  const dataDir = await temporary();
  await makeSnapshot(dataDir, { principals: 1000, edges: 4000 });
  const server = await serve(dataDir);
  const { groups } = await askApi<{ groups: { id: string }[] }>(server.url, '/api/v1/overview?grouping=account');
  const { hits } = await askApi<{ hits: { arn: string }[] }>(server.url, '/api/v1/search?q=role:admin&limit=5');
  const context = await on.newContext({ viewport });
  const page = await context.newPage();
  await page.addInitScript(watcher);
  const still = await frames(page, `${server.url}?page=queries`, '() => {}');
  title('frames of a picture, ms', ['median', 'p95', 'max', 'cpu: script', 'cpu: other', '÷ still']);
  const report = (name: string, { times, script, other }: Frames): void =>
    line(name, [
      quantile(times, 0.5),
      quantile(times, 0.95),
      quantile(times, 1),
      script.toFixed(1),
      other.toFixed(1),
      (median(times) / median(still.times)).toFixed(1),
    ]);
  report('a page that stands still', still);
  const pictures = {
    'map, all accounts open': `?page=map#${new URLSearchParams(groups.map(({ id }) => ['open', id]))}`,
    'who reaches an administrator': `?${new URLSearchParams({ to: hits[0]?.arn ?? '' })}`,
    'edges of a query, in layers': `?page=cypher#${new URLSearchParams({ text: 'MATCH p = (a:Principal)-[:CAN_ASSUME]->(b:Principal) RETURN p LIMIT 1500' })}`,
  };
  for (const [name, address] of Object.entries(pictures)) {
    const url = `${server.url}${address}`;
    for (const [gesture, act] of Object.entries(gestures)) report(`${name}: ${gesture}`, await frames(page, url, act, name));
  }
  await context.close();
  await server.stop();
}

interface Frames {
  readonly times: readonly number[];
  /** Of each frame, processor time of the page's thread in milliseconds: its script, and layout, painting and the like. */
  readonly script: number;
  readonly other: number;
}

async function frames(page: Page, url: string, act: string, name?: string): Promise<Frames> {
  await page.goto('about:blank');
  await page.goto(url);
  if (name !== undefined) {
    const picture = page.getByRole('img', { name: /^Picture: / });
    await picture.waitFor({ timeout: 60_000 });
    const label = await picture.getAttribute('aria-label');
    if (!announced.has(name)) process.stdout.write(`  ${name}: ${label}\n`);
    announced.add(name);
    await picture.scrollIntoViewIfNeeded();
    await page.waitForTimeout(2000);
  }
  const spent = await meter(page);
  const times = await page.evaluate<number[]>(`(() => {
    const count = 120;
    const canvas = document.querySelector('.picture-canvas');
    const frame = (canvas ?? document.body).getBoundingClientRect();
    const at = { x: frame.left + frame.width / 2, y: Math.min(innerHeight - 120, frame.top + frame.height / 2) };
    return bench.frames(count, ${act});
  })()`);
  const { script, task } = await spent();
  return { times, script: script / times.length, other: (task - script) / times.length };
}
interface LargeView {
  readonly name: string;
  readonly address: string;
  /** What is there when the answer is. */
  readonly ready: string;
}

async function measureLarge(on: Browser): Promise<void> {
  const dataDir = given ?? (await temporary());
  if (!existsSync(join(dataDir, 'current'))) await makeSnapshot(dataDir, largeSize);
  const server = await serve(dataDir);
  const views = await chooseViews(server.url);
  const context = await on.newContext({ viewport });
  const page = await context.newPage();
  await page.addInitScript(watcher);
  title(`views of a large organization, medians of ${rounds} times, ms`, [
    'API alone',
    'kB',
    'shown',
    'after API',
    'longest task',
    'opened anew',
  ]);
  for (const view of views) {
    const within: Visit[] = [];
    const anew: Visit[] = [];
    const alone: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await page.goto(`${server.url}?page=queries`);
      await page.evaluate(`bench.shown(() => document.querySelector('main h1') && !document.querySelector('main .loading'))`);
      within.push(await page.evaluate<Visit>(visitWithin(view)));
      await page.goto('about:blank');
      await page.goto(`${server.url}${view.address}`, { waitUntil: 'commit' });
      anew.push(await page.evaluate<Visit>(visitAnew(view)));
      const { calls } = within.at(-1) ?? { calls: [] };
      const start = performance.now();
      await Promise.all(calls.map(async (call) => (await fetch(new URL(call, server.url))).arrayBuffer()));
      alone.push(performance.now() - start);
    }
    const last = within.at(-1);
    line(view.name, [
      quantile(alone, 0.5),
      ((last?.bytes ?? 0) / 1000).toFixed(0),
      quantile(
        within.map(({ shown }) => shown),
        0.5,
      ),
      quantile(
        within.map(({ shown, answered }) => shown - answered),
        0.5,
      ),
      quantile(
        within.map(({ longest }) => longest),
        0.5,
      ),
      quantile(
        anew.map(({ shown }) => shown),
        0.5,
      ),
    ]);
  }
  await context.close();
  await server.stop();
}

interface Visit {
  /** All in milliseconds since the view was asked for. */
  readonly shown: number;
  /** When the last answer that was waited for was there. */
  readonly answered: number;
  readonly longest: number;
  readonly bytes: number;
  readonly calls: readonly string[];
}

/** Of a person with a wide reach, an administrator, and what lies between the two. */
async function chooseViews(url: string): Promise<readonly LargeView[]> {
  const search = async (q: string) =>
    (await askApi<{ hits: { arn: string }[] }>(url, `/api/v1/search?${new URLSearchParams({ q, limit: '40' })}`)).hits;
  const widest = async (arns: readonly string[], way: 'from' | 'to') => {
    let best = { arn: '', total: -1, row: '' };
    for (const arn of arns) {
      const answer = await askApi<{ total: number; rows: { principal: { arn: string } }[] }>(
        url,
        `/api/v1/reach?${new URLSearchParams({ [way]: arn })}`,
      );
      if (answer.total > best.total) best = { arn, total: answer.total, row: answer.rows.at(-1)?.principal.arn ?? '' };
    }
    return best;
  };
  const from = await widest(
    (await search('user:')).map(({ arn }) => arn),
    'from',
  );
  const to = await widest(
    (await search('role:')).map(({ arn }) => arn),
    'to',
  );
  const { edges } = await askApi<{ edges: { from: string; to: string }[] }>(url, '/api/v1/overview?grouping=account');
  const page = (name: string, parameters: Record<string, string>, ready: string): LargeView => ({
    name,
    address: `/?${new URLSearchParams(parameters)}`,
    ready,
  });
  const canvas = '.picture-canvas canvas';
  return [
    { name: 'start', address: '/', ready: '.glance' },
    page(`reach from (${from.total})`, { from: from.arn }, canvas),
    page(`reach to (${to.total})`, { to: to.arn }, canvas),
    page('chains', { from: from.arn, to: from.row }, canvas),
    page('surroundings of a role', { node: to.arn }, canvas),
    page('map by account', { page: 'map' }, canvas),
    page('map by unit', { page: 'map', grouping: 'unit' }, canvas),
    page('between two accounts', { page: 'between', 'p.from': edges[0]?.from ?? '', 'p.to': edges[0]?.to ?? '' }, canvas),
    page('saved questions', { page: 'queries' }, 'main h1'),
  ];
}

/** A graph of that size, without policies: enough to be drawn. */
async function makeSnapshot(dataDir: string, size: AccessSize): Promise<void> {
  const graph = generateAccess(size);
  const places = await createSnapshotDirectory(dataDir);
  await createLadybugWriter(places.database).write(graph);
  await writeAdjacency(places.adjacency, buildAdjacency(places.id, graph));
  const database = await checksumFile(places.database);
  const manifest = sampleManifest(places.id, { source: 'bench/page.ts', findings: [], incomplete: false, database });
  await publishSnapshot(dataDir, places.id, manifest);
}

async function askApi<T>(url: string, path: string): Promise<T> {
  const response = await fetch(new URL(path, url));
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function serve(dataDir: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = spawn(process.execPath, [main, 'serve', '--port', '0', '--data', dataDir, '--quiet'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM');
    await ended(server);
  };
  cleanUp.push(stop);
  for await (const text of createInterface({ input: server.stdout })) return { url: text.trim(), stop };
  throw new Error('The server ended before it said where it is.');
}

async function run(...args: readonly string[]): Promise<void> {
  const status = await ended(spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'ignore', 'inherit'] }));
  if (status !== 0 && status !== 4) throw new Error(`rolepath ${args[0]} ended with ${status}.`);
}

function ended(child: ChildProcess): Promise<number | null> {
  return child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', resolve));
}

async function temporary(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'rolepath-bench-page-'));
  cleanUp.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

function quantile(values: readonly number[], share: number): string {
  const sorted = [...values].sort((left, right) => left - right);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
}

function median(values: readonly number[]): number {
  return Math.max(1, Number(quantile(values, 0.5)));
}

function title(text: string, columns: readonly string[]): void {
  process.stdout.write(`\n${text.padEnd(64)}${columns.map((name) => name.padStart(13)).join('')}\n`);
}

function line(name: string, cells: readonly string[]): void {
  process.stdout.write(`  ${name.padEnd(62)}${cells.map((cell) => cell.padStart(13)).join('')}\n`);
}
