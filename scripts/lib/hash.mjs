/** Tells whether files changed since a step last ran, by a hash of their names and contents. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const notSources = new Set(['node_modules', 'dist']);

/**
 * @param {string} path
 * @returns {Generator<string, void>}
 */
function* filesUnder(path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) {
    if (!notSources.has(name) && !name.startsWith('.')) yield* filesUnder(join(path, name));
  }
}

/**
 * Hash of the named files and folders of `base`, as hex. Missing ones are part of it by being absent.
 * @param {string} base
 * @param {readonly string[]} paths
 */
export function hashOf(base, paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesUnder(join(base, path))) {
      hash.update(`${relative(base, file).split(sep).join('/')}\0`);
      hash.update(createHash('sha256').update(readFileSync(file)).digest());
    }
  }
  return hash.digest('hex');
}

/**
 * The hash that a step left behind, or '' if it never ran to its end.
 * @param {string} file
 */
export function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}
