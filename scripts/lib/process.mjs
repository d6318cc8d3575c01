/** Runs other programs for the scripts: npm, and the tools that node_modules holds. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Prints one line about what a script is doing. To stderr, so that `npm run -s rolepath … > file` keeps data only.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Prints what went wrong and what to do, and ends the process with code 1.
 * @param {string} text
 * @returns {never}
 */
export function fail(text) {
  say(text);
  process.exit(1);
}

/** @typedef {{ readonly env?: NodeJS.ProcessEnv, readonly stdout?: 'inherit' | 'stderr' }} RunOptions */

/**
 * For a program whose output is about the work and no data.
 * @type {RunOptions}
 */
export const asMessages = { stdout: 'stderr' };

/**
 * Runs a program in the project's folder, in this terminal. Resolves to its exit code (128 + n if signal n ended it).
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, { env = process.env, stdout = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', stdout === 'stderr' ? 2 : 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/**
 * As `run`, for a program whose output is wanted or should stay unseen.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function capture(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/**
 * Runs npm in the project's folder; resolves to its exit code.
 * @param {readonly string[]} args
 */
export function npm(args) {
  const script = process.env['npm_execpath'] ?? '';
  // Under `npm start` and the like, the same npm again; yarn and pnpm set the variable too, but would do something else.
  if (/npm-cli\.c?js$/.test(script) && existsSync(script)) return run(process.execPath, [script, ...args], asMessages);
  // On Windows npm is a .cmd file, which only a shell starts; the arguments are ours and hold nothing to quote.
  return process.platform === 'win32' ? run('cmd.exe', ['/d', '/s', '/c', 'npm', ...args], asMessages) : run('npm', args, asMessages);
}

/**
 * The script file of an installed tool, to be run by this Node.
 * @param {string} packageName
 * @param {string} binary its name in the package's `bin`
 */
export function tool(packageName, binary) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[binary]);
}

/**
 * Runs an installed tool with this Node; resolves to its exit code.
 * @param {readonly [packageName: string, binary: string]} which
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runTool([packageName, binary], args, options) {
  return run(process.execPath, [tool(packageName, binary), ...args], options);
}
