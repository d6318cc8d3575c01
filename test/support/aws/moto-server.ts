/** Starts moto, a double of AWS, as a process of this test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { findMoto } from '../../../scripts/lib/moto.mjs';

export interface MotoServer {
  readonly url: string;
  /** Empties it; ids that it makes up repeat from here on. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Null where it is not installed; `npm test` installs it where there is Python. */
export const motoPath: string | null = findMoto();

export async function startMoto(): Promise<MotoServer> {
  if (motoPath === null) throw new Error('moto is not installed.');
  const port = await freePort();
  const child = spawn(motoPath, ['-H', '127.0.0.1', '-p', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-2000);
  });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswers(url, child, () => said);
  return {
    url,
    reset: async () => {
      for (const path of ['/moto-api/reset', '/moto-api/seed?a=42']) await fetch(`${url}${path}`, { method: 'POST' });
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

async function untilAnswers(url: string, child: ChildProcess, said: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`moto ended with ${child.exitCode}: ${said()}`);
    const answers = await fetch(`${url}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers) return;
    await wait(50);
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('No port.'))));
    });
  });
}
