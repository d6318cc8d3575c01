/**
 * `npm test`: installs, builds, and runs every test once. Says loudly what was skipped; with CI=true a skip is a failure.
 * Arguments go to vitest: `npm test -- test/iam`. The last line is always `N passed, N failed`.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { mkdtempSync, readFileSync, rmSync } = await import('node:fs');
const { tmpdir } = await import('node:os');
const { join, relative } = await import('node:path');
const { findBrowser } = await import('./lib/browser.mjs');
const { ensureBuilt } = await import('./lib/build.mjs');
const { ensureInstalled } = await import('./lib/install.mjs');
const { ensureMoto } = await import('./lib/moto.mjs');
const { root, runTool, say } = await import('./lib/process.mjs');
const { closingLine, countTests } = await import('./lib/test-report.mjs');

await ensureInstalled();
await ensureBuilt();

const browser = findBrowser();
if (browser === null) {
  say(
    '!! No Chromium or Chrome was found: the browser tests cannot run. Install one (Debian: apt-get install chromium) or set ROLEPATH_CHROMIUM.',
  );
}

if (ensureMoto() === null) {
  say(
    '!! There is no Python with venv, so moto could not be installed: the tests of live ingestion cannot run (Debian: apt-get install python3-venv).',
  );
}

const folder = mkdtempSync(join(tmpdir(), 'rolepath-test-'));
const reportFile = join(folder, 'report.json');
const exitCode = await runTool(
  ['vitest', 'vitest'],
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...process.argv.slice(2)],
  browser === null ? {} : { env: { ...process.env, ROLEPATH_CHROMIUM: browser } },
);
const counts = countTests(readReport(), exitCode);
rmSync(folder, { recursive: true, force: true });

const skipFails = process.env['CI'] === 'true' && counts.skipped.length > 0;
if (counts.skipped.length > 0) {
  say(`\n!! ${counts.skipped.length} tests were SKIPPED${skipFails ? ', and with CI=true that is a failure' : ''}:`);
  for (const { file, fullName } of counts.skipped) say(`!!   ${relative(root, file)}: ${fullName}`);
}
process.exitCode = counts.failed > 0 || skipFails ? 1 : 0;
process.stdout.write(`\n${closingLine(counts)}\n`);

function readReport() {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    say('!! vitest ended without a report; see its messages above.');
    return null;
  }
}
