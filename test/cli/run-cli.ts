/** Runs the built command line as a process, as people and scripts do. `npm test` builds it first. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts it with an environment that colours nothing and names no data directory unless told. */
export function startCli(args: readonly string[], { cwd, env = {} }: Omit<RunOptions, 'input'> = {}): ChildProcess {
  if (!existsSync(main)) throw new Error('dist/cli/main.js is not built: run "npm run build".');
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(ROLEPATH_|CI$|NO_COLOR$|FORCE_COLOR$)/.test(name)),
  );
  return spawn(process.execPath, [main, ...args], { cwd, env: { ...inherited, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
}

export function runCli(args: readonly string[], { input = '', ...options }: RunOptions = {}): Promise<CliResult> {
  const child = startCli(args, options);
  child.stdin?.on('error', () => undefined).end(input);
  return collect(child);
}

/** The address that `serve` and `demo` print once they answer; rejects if the process ends without one. */
export function servedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (text: string | Buffer) => resolve(text.toString().trim()));
    child.once('close', (exitCode) => reject(new Error(`It ended with exit code ${exitCode} before it served.`)));
  });
}

/** Everything that the process writes, once it has ended. */
export function collect(child: ChildProcess): Promise<CliResult> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
