/**
 * How fast are all edges of a large organization decided? Prints decisions per second and the ratio to only reading and
 * parsing the same files, measured in the same run; then what it costs to decide again after one account of a hundred changed, with
 * what the first run decided at hand. Usage: node bench/decide.ts [accounts] [users] [roles]
 */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deriveEdges } from '../ingest/derive/derive-edges.ts';
import { readOrganization } from '../ingest/index.ts';
import { readDecisions, writeDecisions } from '../ingest/kept-decisions.ts';
import { accountIdOf, writeOrganization } from './generate-organization.ts';

const [accounts = 200, usersPerAccount = 200, rolesPerAccount = 300] = process.argv.slice(2).map(Number);
const directory = await mkdtemp(join(tmpdir(), 'rolepath-bench-'));
try {
  await writeOrganization(directory, { accounts, usersPerAccount, rolesPerAccount });
  const floor = await time(async () => {
    let principals = 0;
    let bytes = 0;
    for (const name of await readdir(join(directory, 'accounts'))) {
      const text = await readFile(join(directory, 'accounts', name), 'utf8');
      bytes += text.length;
      const parsed = JSON.parse(text) as {
        UserDetailList: unknown[];
        RoleDetailList: unknown[];
      };
      principals += parsed.UserDetailList.length + parsed.RoleDetailList.length;
    }
    return { principals, bytes };
  });
  const read = await time(() => readOrganization([directory]));
  const decide = await time(() => deriveEdges(read.value.organization));
  const { edges, reasons } = decide.value;
  const line = (name: string, value: string) => process.stdout.write(`${name.padEnd(34)}${value}\n`);
  line('principals', String(floor.value.principals));
  line('bytes per principal', (floor.value.bytes / floor.value.principals).toFixed(0));
  line('edges', String(edges.length));
  line('reasons', String(reasons.length));
  line('read and parse, ms', floor.ms.toFixed(0));
  line('read, parse and link, ms', read.ms.toFixed(0));
  line('decide all edges, ms', decide.ms.toFixed(0));
  line('edges per second', (edges.length / (decide.ms / 1000)).toFixed(0));
  line('decide ÷ (read and parse)', (decide.ms / floor.ms).toFixed(2));
  line('peak resident memory, MiB', (process.resourceUsage().maxRSS / 1024).toFixed(0));

  const kept = join(directory, 'decisions.gz');
  const keep = await time(() => writeDecisions(kept, decide.value.decisions));
  const changed = Math.ceil(accounts / 100);
  for (let index = 0; index < changed; index++) await changeAccount(join(directory, 'accounts', `${accountIdOf(index * 100)}.json`));
  const { organization } = await readOrganization([directory]);
  const recall = await time(() => readDecisions(kept));
  const again = await time(() => deriveEdges(organization, recall.value));
  const scratch = await time(() => deriveEdges(organization));
  const { decisions, decidedAnew, accountsDecidedAnew } = again.value.counts;
  line('decisions', String(decide.value.counts.decisions));
  line('kept for the next time, MiB', ((await stat(kept)).size / 2 ** 20).toFixed(1));
  line('keep them, ms', keep.ms.toFixed(0));
  line(`after ${changed} accounts changed:`, '');
  line('  decided anew', `${decidedAnew} of ${decisions}, in ${accountsDecidedAnew} accounts`);
  line('  read what was kept, ms', recall.ms.toFixed(0));
  line('  decide, ms', again.ms.toFixed(0));
  line('  decide from scratch, ms', scratch.ms.toFixed(0));
  line('  saved, %', ((1 - (recall.ms + again.ms) / scratch.ms) * 100).toFixed(0));
} finally {
  await rm(directory, { recursive: true, force: true });
}

/** One role more, one user less, and another trust policy, as may be after a day's work. */
async function changeAccount(path: string): Promise<void> {
  const account = JSON.parse(await readFile(path, 'utf8')) as { UserDetailList: unknown[]; RoleDetailList: Record<string, unknown>[] };
  account.UserDetailList.pop();
  const [first = {}, second = {}] = account.RoleDetailList;
  account.RoleDetailList.push({ ...first, RoleName: 'new-role', Arn: `${String(first['Arn'])}-new`, RoleId: 'AROANEWROLE000000000' });
  second['AssumeRolePolicyDocument'] = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: accountIdOf(7) }, Action: 'sts:AssumeRole' }],
  };
  await writeFile(path, JSON.stringify(account));
}

/** Milliseconds of processor time, which other work on the machine disturbs less than time on the clock. */
async function time<T>(work: () => T | Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const start = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(start);
  return { value, ms: (user + system) / 1000 };
}
