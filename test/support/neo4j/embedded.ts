/** Starts a real Neo4j from its jars, with a database and a password of its own, on a loopback port that is free. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import neo4j from 'neo4j-driver';
import { bringJars } from './jars.ts';
import type { StartedServer } from './server.ts';

const source = fileURLToPath(new URL('EmbeddedNeo4j.java', import.meta.url));

export interface EmbeddedOptions {
  /** Settings of neo4j.conf beyond the usual ones. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Directory of its data, which stays when it is stopped, and the password that it was given there before. */
  readonly kept?: { readonly home: string; readonly password?: string };
  /** No file of the server may grow beyond this, which is how a full disk is played. */
  readonly fileKiB?: number;
}

const usualSettings = {
  'server.bolt.enabled': 'true',
  'server.bolt.listen_address': '127.0.0.1:0',
  'dbms.security.auth_enabled': 'true',
  'dbms.usage_report.enabled': 'false',
  'db.tx_log.preallocate': 'false',
  'server.memory.pagecache.size': '64m',
};

/** The one who started it stops it. It ends by itself when this process does. */
export async function startEmbedded({ settings = {}, kept, fileKiB }: EmbeddedOptions = {}): Promise<StartedServer> {
  const jars = await bringJars();
  const home = kept?.home ?? (await mkdtemp(join(tmpdir(), 'rolepath-neo4j-')));
  await mkdir(home, { recursive: true });
  const conf = join(home, 'test.conf');
  const lines = Object.entries({ ...usualSettings, ...settings }).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(conf, lines.join(''));
  const opens = ['nio', 'lang', 'util'].map((name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`);
  const java = ['-Xmx512m', '-XX:+UseSerialGC', ...opens, '-cp', join(jars, '*'), source, home, conf];
  const limited = fileKiB === undefined ? [] : ['-c', `ulimit -f ${fileKiB}; trap '' XFSZ; exec java "$@"`, 'bash'];
  const child = spawn(fileKiB === undefined ? 'java' : 'bash', [...limited, ...java], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data: Buffer) => {
    said = `${said}${data.toString()}`.slice(-4000);
  });
  // A server that is killed while it is written to; its exit is waited for below.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    if (kept === undefined) await rm(home, { recursive: true, force: true });
  };
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const port = /^ready (\d+)$/.exec(line)?.[1];
      if (port === undefined) continue;
      child.stdout.resume();
      const uri = `bolt://127.0.0.1:${port}`;
      return { uri, username: 'neo4j', password: kept?.password ?? (await choosePassword(uri)), stop };
    }
    throw new Error(`Neo4j did not start: ${said}`);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A new database has a password that must be changed before anything else. */
async function choosePassword(uri: string): Promise<string> {
  const password = randomBytes(12).toString('base64url');
  const driver = neo4j.driver(uri, neo4j.auth.basic('neo4j', 'neo4j'));
  try {
    await driver.executeQuery('ALTER CURRENT USER SET PASSWORD FROM $old TO $new', { old: 'neo4j', new: password }, { database: 'system' });
  } finally {
    await driver.close();
  }
  return password;
}
