/**
 * `npm run check`: everything that must hold before a change is merged. Runs all steps, then says which failed.
 * `--no-tests` leaves the tests out; `.ci/run` uses it to run them once, at the end.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { ensureBuilt } = await import('./lib/build.mjs');
const { ensureInstalled } = await import('./lib/install.mjs');
const { root, run, runTool, say } = await import('./lib/process.mjs');
const { join } = await import('node:path');
const { boundaryArguments } = await import('./lib/boundaries.mjs');

const script = (/** @type {string} */ name, /** @type {readonly string[]} */ ...args) =>
  run(process.execPath, [join(root, 'scripts', name), ...args]);
const steps = [
  { name: 'Biome', what: 'format, imports, lint', run: () => runTool(['@biomejs/biome', 'biome'], ['check', '--error-on-warnings', '.']) },
  { name: 'tsc', what: 'types of all but the page', run: () => runTool(['typescript', 'tsc'], ['-p', 'tsconfig.json']) },
  { name: 'tsc web', what: 'types of the page', run: () => runTool(['typescript', 'tsc'], ['--noEmit', '-p', 'web/tsconfig.json']) },
  { name: 'boundaries', what: 'who may import whom', run: () => runTool(['dependency-cruiser', 'depcruise'], boundaryArguments) },
  { name: 'Knip', what: 'unused files, exports, dependencies', run: () => runTool(['knip', 'knip'], []) },
  { name: 'generated files', what: 'docs/generated is fresh', run: () => script('generate.mjs', '--check') },
  { name: 'tests', what: 'npm test', run: () => script('test.mjs'), isTests: true },
];

await ensureInstalled();
await ensureBuilt();
const failed = [];
for (const step of steps) {
  if (step.isTests && process.argv.includes('--no-tests')) continue;
  say(`\n== ${step.name}: ${step.what}`);
  if ((await step.run()) !== 0) failed.push(step.name);
}
say(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
