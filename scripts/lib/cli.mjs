/** Runs the built command line inside this process, so that signals, exit code and terminal are its own. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './process.mjs';

/**
 * Hands over to dist/cli/main.js with these arguments.
 * @param {readonly string[]} args
 */
export async function runCli(args) {
  const main = join(root, 'dist', 'cli', 'main.js');
  process.argv = [process.execPath, main, ...args];
  await import(pathToFileURL(main).href);
}
