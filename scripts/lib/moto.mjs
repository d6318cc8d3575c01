/** Finds or installs moto, the AWS double that the tests of live ingestion run against. It is Python and no part of the product. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './process.mjs';

/** Change it together with what the tests of live ingestion say about it. */
const version = '5.2.5';
const folder = join(root, '.cache', `moto-${version}`);
const binaries = process.platform === 'win32' ? 'Scripts' : 'bin';
const server = join(folder, binaries, process.platform === 'win32' ? 'moto_server.exe' : 'moto_server');
/** Written when the installation is whole. */
const stamp = join(folder, 'installed');

/** Path of moto's server: `ROLEPATH_MOTO` if that is set, else the one in the cache; null if there is none. */
export function findMoto(env = process.env) {
  const named = env['ROLEPATH_MOTO'];
  if (named) return existsSync(named) ? named : null;
  return existsSync(stamp) && existsSync(server) ? server : null;
}

/** Installs it into the cache with Python's own tools; null if there is no Python that can. */
export function ensureMoto() {
  const found = findMoto();
  if (found !== null) return found;
  const python = ['python3', 'python'].find((name) => spawnSync(name, ['-c', 'import venv, ensurepip'], { stdio: 'ignore' }).status === 0);
  if (python === undefined) return null;
  say('Installing moto, the AWS double of the tests, into .cache …');
  const steps = [
    [python, ['-m', 'venv', '--clear', folder]],
    [
      join(folder, binaries, 'python'),
      ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', `moto==${version}`, 'flask', 'flask-cors'],
    ],
    [join(folder, binaries, 'python'), ['-c', `open(${JSON.stringify(stamp)}, 'w').close()`]],
  ];
  for (const [command, args] of /** @type {[string, string[]][]} */ (steps)) {
    if (spawnSync(command, args, { stdio: ['ignore', 2, 2] }).status !== 0) {
      say('moto could not be installed; see the messages above.');
      return null;
    }
  }
  return findMoto();
}
