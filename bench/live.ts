/**
 * How long does it take to read a large organization live? Prints the time against the floor that AWS's rate limits and answers set,
 * and memory. Usage: node bench/live.ts [accounts] [users] [roles] [concurrency]
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { collectLive } from '../ingest/sources/live/collect.ts';
import { writeOrganization } from './generate-organization.ts';
import { type Counts, rateLimits, simulateAws } from './simulated-aws.ts';

const [first = '300', ...others] = process.argv.slice(2);
if (first === 'serve') {
  process.stdout.write(`${await simulateAws(others[0] ?? '')}\n`);
} else {
  const [usersPerAccount = 20, rolesPerAccount = 50, concurrency = 32] = others.map(Number);
  const directory = await mkdtemp(join(tmpdir(), 'rolepath-bench-'));
  const input = join(directory, 'aws');
  await writeOrganization(input, { accounts: Number(first), usersPerAccount, rolesPerAccount });
  // A process of its own, so that its memory and its work are not counted.
  const server = spawn(process.execPath, [...process.execArgv, process.argv[1] ?? '', 'serve', input], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const port = (await takeOne(createInterface({ input: server.stdout }))) ?? '';
    const url = `http://127.0.0.1:${port}`;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'AKIABENCH',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_REGION: 'us-east-1',
    });
    const before = process.memoryUsage.rss();
    const start = performance.now();
    const { failedAccounts, calls, retries } = await collectLive(
      { role: { roleName: 'audit/RolepathReader', externalId: undefined }, concurrency, resume: false },
      join(directory, 'collecting'),
    );
    const seconds = (performance.now() - start) / 1000;
    const counts = (await (await fetch(`${url}/counts`)).json()) as Counts;
    const floors = Object.entries(counts.buckets).map(([bucket, asked]) => {
      const { rate, burst } = rateLimits[bucket.split(' ')[0] ?? ''] ?? { rate: 1, burst: 0 };
      return { what: bucket, seconds: Math.max(0, asked - burst) / rate };
    });
    floors.push({ what: `${concurrency} calls at once`, seconds: counts.latency / 1000 / concurrency });
    const floor = floors.reduce((highest, next) => (next.seconds > highest.seconds ? next : highest));
    const line = (name: string, value: string | number) => process.stdout.write(`${name.padEnd(34)}${value}\n`);
    line('accounts', Number(first));
    line('accounts that failed', failedAccounts.length);
    line('calls', calls);
    line('retries', retries);
    line('seconds', seconds.toFixed(1));
    line('floor, seconds', `${floor.seconds.toFixed(1)} (${floor.what})`);
    line('time ÷ floor', (seconds / floor.seconds).toFixed(2));
    line('memory before, MiB', (before / 2 ** 20).toFixed(0));
    line('peak resident memory, MiB', (process.resourceUsage().maxRSS / 1024).toFixed(0));
  } finally {
    server.kill();
    await rm(directory, { recursive: true, force: true });
  }
}

async function takeOne(lines: AsyncIterable<string>): Promise<string | undefined> {
  for await (const line of lines) return line;
  return undefined;
}
