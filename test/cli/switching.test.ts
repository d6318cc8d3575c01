/** A running server while new snapshots become current under load: nothing dropped, nothing mixed, nothing kept open. */
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createServices } from '../../cli/wiring.ts';
import { pruneSnapshots, readCurrent, useSnapshot } from '../../graph/snapshots.ts';
import { diffAnswerSchema } from '../../queries/diff-answer.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { collect, servedAddress, startCli } from './run-cli.ts';
import { arns, writeSmallCollection } from './small-collection.ts';

const services = createServices({});

async function untilServed(address: string, id: string): Promise<void> {
  for (;;) {
    const { snapshot } = (await (await fetch(new URL('/api/v1/snapshots/current', address))).json()) as { snapshot: string };
    if (snapshot === id) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('ingests in a loop, requests all the while', async () => {
  const directory = temporaryDirectory();
  const dataDir = join(directory, 'data');
  const collection = await writeSmallCollection(join(directory, 'collection'));
  const ingest = async (source: string): Promise<string> =>
    (await services.ingest({ paths: [collection], source, dataDir, strict: false, onStep: () => {} })).snapshot;
  /** By snapshot: what only its answers say. */
  const sources = new Map<string, string>();
  sources.set(await ingest('run 0'), 'run 0');

  const child = startCli(['serve', '--port', '0', '--data', dataDir, '--log-level', 'error']);
  const ended = collect(child);
  try {
    const address = await servedAddress(child);
    const ask = async (path: string): Promise<Record<string, unknown>> => {
      const response = await fetch(new URL(`/api/v1/${path}`, address));
      expect(response.status).toBe(200);
      return (await response.json()) as Record<string, unknown>;
    };
    let isDone = false;
    const answered: { snapshot: unknown; source: unknown }[] = [];
    const client = async (): Promise<void> => {
      while (!isDone) {
        const { snapshot, source } = await ask('summary');
        answered.push({ snapshot, source });
        // This one opens the database and asks it several times.
        expect((await ask(`explain?from=${arns.ci}&to=${arns.deploy}`))['verdict']).toBe('conditional');
        expect(await ask(`reach?from=${arns.alice}`)).toMatchObject({ total: 3 });
      }
    };
    const clients = [client(), client(), client()];
    const openFiles = (): number => readdirSync(`/proc/${child.pid}/fd`).length;
    const addressSpace = (): number => Number(/^VmSize:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]);
    const seen: { files: number; gigabytes: number }[] = [];
    for (let round = 1; round <= 6; round += 1) {
      const id = await ingest(`run ${round}`);
      sources.set(id, `run ${round}`);
      await untilServed(address, id);
      if (process.platform === 'linux') seen.push({ files: openFiles(), gigabytes: addressSpace() / 2 ** 20 });
      await pruneSnapshots(dataDir, { keep: 2 });
    }
    const [first = ''] = sources.keys();
    expect(await useSnapshot(dataDir, (await readCurrent(dataDir)) ?? '')).not.toBe(first);
    isDone = true;
    await Promise.all(clients);

    const mixed = answered.filter(({ snapshot, source }) => sources.get(String(snapshot)) !== source);
    expect(mixed).toEqual([]);
    expect(new Set(answered.map(({ snapshot }) => snapshot)).size).toBeGreaterThan(2);
    const [before, after] = [seen[1], seen.at(-1)];
    if (before !== undefined && after !== undefined) {
      // Sockets of the clients come and go; a database that stays open is 64 GiB of addresses.
      expect(after.files - before.files).toBeLessThan(12);
      expect(after.gigabytes - before.gigabytes).toBeLessThan(3 * 64);
    }

    // Closing takes its time; then only what is served is marked, and protected.
    while (readdirSync(join(dataDir, 'readers')).length > 1) await new Promise((resolve) => setTimeout(resolve, 20));
    await pruneSnapshots(dataDir, { keep: 1 });
    expect(readdirSync(join(dataDir, 'snapshots'))).toEqual([await readCurrent(dataDir)]);

    // A broken one is not served.
    const whole = await readCurrent(dataDir);
    await writeFile(join(dataDir, 'current'), '20200101T000000Z-000000\n');
    // The file may be seen while it is empty.
    while ((((await ask('snapshots/current'))['problem'] ?? {}) as { id?: string }).id !== '20200101T000000Z-000000');
    expect((await ask('summary'))['snapshot']).toBe(whole);
    await writeFile(join(dataDir, 'current'), `${whole}\n`);
    while ((await ask('snapshots/current'))['problem'] !== null);
    expect(await ask('snapshots')).toMatchObject({ current: whole, problems: [] });

    const another = await ingest('the last run');
    await untilServed(address, another);
    const compared = diffAnswerSchema.parse(await ask('diff'));
    expect([compared.before.id, compared.after.id, compared.totals.edgesOpened]).toEqual([whole, another, 0]);
    expect((await fetch(new URL('/api/v1/diff?a=1999', address))).status).toBe(404);
    expect((await fetch(new URL('/api/v1/diff?a=2', address))).status).toBe(409);
  } finally {
    child.kill('SIGTERM');
  }
  const { exitCode, stderr } = await ended;
  expect(exitCode).toBe(0);
  expect(stderr).toContain('The current snapshot cannot be served');
  expect(readdirSync(join(dataDir, 'readers'))).toEqual([]);
}, 120_000);
