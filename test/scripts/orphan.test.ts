/** What `npm start` starts must not outlive it: npm's shell dies of a signal without passing it on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const module = join(import.meta.dirname, '..', '..', 'scripts', 'lib', 'orphan.mjs');

/** Would run long after the test, and says when it does. */
const child = `
  import { endWithParent } from ${JSON.stringify(module)};
  endWithParent();
  process.once('SIGTERM', () => process.exit(0));
  setTimeout(() => {}, 40_000);
  process.stdout.write('running');
`;
/** Starts the child as a shell would, and stays until it is killed. */
const parent = `
  import { spawn } from 'node:child_process';
  spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(child)}], { stdio: ['ignore', 'inherit', 'inherit'] });
  setTimeout(() => {}, 40_000);
`;

it.skipIf(process.platform === 'win32')('a process that ends with its parent ends soon after it was killed', async () => {
  const shell = spawn(process.execPath, ['--input-type=module', '-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(shell.stdout, 'data');
  shell.kill('SIGKILL');
  // They share the pipe: it closes when the last of the two has ended, and only then.
  await expect(once(shell, 'close')).resolves.toEqual([null, 'SIGKILL']);
});
