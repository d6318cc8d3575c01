/** Query processes and the process that started them: none outlives it, none holds it up, and they know nothing that they need not know. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTurns } from '../../../graph/cypher/turns.ts';
import { CypherError } from '../../../graph/cypher-runner.ts';
import { createLadybugCypher, createLadybugWriter } from '../../../graph/engines/ladybug/index.ts';
import { createNeo4jCypher } from '../../../graph/engines/neo4j/index.ts';
import { smallGraph } from '../../support/sample-graph.ts';
import { temporaryDirectoryOfFile } from '../../support/temporary-directory.ts';

const directory = temporaryDirectoryOfFile();
const database = join(directory, 'graph.lbug');
const support = (file: string): string => fileURLToPath(new URL(`../../support/${file}`, import.meta.url));

beforeAll(() => createLadybugWriter(database).write(smallGraph));

describe('when the process that asks is killed', () => {
  const parent = { pid: 0, child: 0 };
  beforeAll(async () => {
    const asking = spawn(process.execPath, ['--import', support('run-typescript.mjs'), support('query-asker.ts'), database], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ROLEPATH_TEST_SECRET: 'not for others' },
    });
    parent.pid = asking.pid ?? 0;
    for await (const line of createInterface({ input: asking.stdout })) {
      parent.child = Number(/^running (\d+)$/.exec(line)?.[1]);
      break;
    }
    expect(parent.child).toBeGreaterThan(0);
    // Query processes have little priority: on a busy machine they start late.
  }, 300_000);
  afterAll(() => {
    for (const pid of Object.values(parent)) if (pid > 0 && isRunning(pid)) process.kill(pid, 'SIGKILL');
  });

  it.runIf(existsSync('/proc/self/environ'))('its query process knew no secret of the environment', () => {
    expect(readFileSync(`/proc/${parent.child}/environ`, 'utf8')).not.toContain('not for others');
    expect(readFileSync(`/proc/${parent.pid}/environ`, 'utf8')).toContain('not for others');
  });

  it('its query process ends too, in the middle of a query', async () => {
    process.kill(parent.pid, 'SIGKILL');
    await expect.poll(() => isRunning(parent.child), { timeout: 60_000 }).toBe(false);
  }, 90_000);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(existsSync('/proc') ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '');
  } catch {
    return false;
  }
}

it.each([
  ['the process', { nodeArguments: ['--import', './not-there.mjs'] }, database],
  ['the database', { nodeArguments: ['--import', support('run-typescript.mjs')] }, join(directory, 'not-there.lbug')],
])(
  'says that %s cannot be started or opened',
  async (_what, options, path) => {
    const runner = createLadybugCypher(path, options);
    const asked = runner.run('RETURN 1 AS one', {}, { rows: 1, milliseconds: 60_000 });
    await expect(asked).rejects.toMatchObject({ name: 'StoreError', code: 'store-unavailable' });
    await runner.close();
  },
  120_000,
);

it('says that Neo4j cannot be reached, and not with which password', async () => {
  const address = { uri: 'bolt://127.0.0.1:1', username: 'neo4j', password: 'secret-word' };
  const runner = createNeo4jCypher(address, { load: 'any' }, { nodeArguments: ['--import', support('run-typescript.mjs')] });
  const asked = runner.run('RETURN 1 AS one', {}, { rows: 1, milliseconds: 60_000 });
  await expect(asked).rejects.toMatchObject({ name: 'StoreError', code: 'store-unavailable' });
  await expect(asked).rejects.not.toThrow('secret-word');
  await runner.close();
}, 120_000);

describe('turns', () => {
  const codeOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => (error instanceof CypherError ? error.code : error),
    );

  it('are given in the order of arrival, so many at once', async () => {
    const turns = createTurns({ atOnce: 2, waiting: 10 });
    const begun: number[] = [];
    const release: (() => void)[] = [];
    const all = [0, 1, 2, 3].map((number) =>
      turns.take(60_000, undefined, async () => {
        begun.push(number);
        await new Promise<void>((resolve) => release.push(resolve));
      }),
    );
    await Promise.resolve();
    expect(begun).toEqual([0, 1]);
    for (const expected of [
      [0, 1, 2],
      [0, 1, 2, 3],
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]) {
      release.shift()?.();
      await expect.poll(() => begun).toEqual(expected);
    }
    await Promise.all(all);
  });

  it('are not waited for in endless number or time, nor after a cancel or the end', async () => {
    const turns = createTurns({ atOnce: 1, waiting: 3 });
    let release = (): void => undefined;
    const first = turns.take(1, undefined, () => new Promise<void>((resolve) => (release = resolve)));
    const controller = new AbortController();
    const nothing = async (): Promise<void> => undefined;
    const short = codeOf(turns.take(1, undefined, nothing));
    const aborted = codeOf(turns.take(60_000, controller.signal, nothing));
    const late = codeOf(turns.take(60_000, undefined, nothing));
    expect(await codeOf(turns.take(60_000, undefined, nothing))).toBe('cypher-busy');
    controller.abort();
    expect([await short, await aborted]).toEqual(['cypher-busy', 'cancelled']);
    turns.close();
    expect(await late).toBe('cancelled');
    release();
    await first;
    expect(await codeOf(turns.take(60_000, undefined, nothing))).toBe('cancelled');
  });

  it('go on after work that failed', async () => {
    const turns = createTurns({ atOnce: 1, waiting: 1 });
    await expect(turns.take(1000, undefined, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await turns.take(1000, undefined, async () => 'yes')).toBe('yes');
  });
});
