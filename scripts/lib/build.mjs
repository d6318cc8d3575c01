/** Builds dist/: the command line and server with tsc, the page and the script of the audit's report with Vite. Built aside and switched, so that dist/ is never half. */
import { chmodSync, cpSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf, readStamp } from './hash.mjs';
import { asMessages, fail, root, runTool, say } from './process.mjs';

const dist = join(root, 'dist');
const sources = ['iam', 'graph', 'ingest', 'queries', 'server', 'web', 'cli', 'scripts/lib/build.mjs'];
const settings = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const stampName = '.build-hash';
const buildHash = () => hashOf(root, [...sources, ...settings]);

/** Builds if the sources or the lock file changed since the last build. */
export async function ensureBuilt() {
  if (readStamp(join(dist, stampName)) !== buildHash()) await build();
}

/** Builds dist/ anew. Ends the process with code 1 if something does not compile; the old dist/ then stays as it was. */
export async function build() {
  say('Building …');
  removeLeftovers();
  const hash = buildHash();
  const next = join(root, `.dist-${process.pid}`);
  const codes = await Promise.all([
    runTool(['typescript', 'tsc'], ['-p', 'tsconfig.build.json', '--outDir', next], asMessages),
    runTool(
      ['vite', 'vite'],
      ['build', '--config', 'web/vite.config.ts', '--outDir', join(next, 'web'), '--emptyOutDir', '--logLevel', 'error'],
      asMessages,
    ),
    runTool(
      ['vite', 'vite'],
      ['build', '--config', 'web/report/vite.config.ts', '--outDir', join(next, 'report'), '--emptyOutDir', '--logLevel', 'error'],
      asMessages,
    ),
  ]);
  if (codes.some((code) => code !== 0)) {
    rmSync(next, { recursive: true, force: true });
    fail('The build failed; see the messages above.');
  }
  cpSync(join(root, 'queries', 'library'), join(next, 'queries', 'library'), { recursive: true });
  chmodSync(join(next, 'cli', 'main.js'), 0o755);
  writeFileSync(join(next, stampName), `${hash}\n`);

  const old = `${next}-old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(next, dist);
  rmSync(old, { recursive: true, force: true });
}

/** Folders of builds that were killed. */
function removeLeftovers() {
  for (const name of readdirSync(root)) {
    const pid = /^\.dist-(\d+)/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(root, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
