/**
 * Takes the README's picture of the explorer, docs/images/explorer.png, from the built product on the example organization.
 * Run by hand after a change that shows: `node scripts/screenshot.mjs`. It takes a Chromium (see lib/browser.mjs).
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findBrowser } from './lib/browser.mjs';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { fail, root, say } from './lib/process.mjs';

await ensureInstalled();
await ensureBuilt();
const executablePath = findBrowser();
if (executablePath === null) fail('No Chromium was found. Install one, or set ROLEPATH_CHROMIUM.');
const { chromium } = await import('playwright-core');

/** The developer's chain into production, with the reason of its second hop. */
const question = new URLSearchParams({
  from: 'arn:aws:iam::888899990000:user/ada.lovelace',
  to: 'arn:aws:iam::666677778888:role/prod-deploy',
  hopFrom: 'arn:aws:iam::888899990000:role/developer',
  hopTo: 'arn:aws:iam::444455556666:role/artifact-publisher',
});

const data = mkdtempSync(join(tmpdir(), 'rolepath-screenshot-'));
const demo = spawn(process.execPath, [join(root, 'dist', 'cli', 'main.js'), 'demo', '--data', data, '--port', '0', '--quiet'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const address = await firstLine();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'] });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1, colorScheme: 'light' });
  await page.goto(`${address}?${question}`, { waitUntil: 'networkidle' });
  await page.getByRole('heading', { level: 1, name: 'ada.lovelace → prod-deploy' }).waitFor();
  await page.getByRole('complementary').getByRole('heading', { name: 'Gates' }).waitFor();
  // A person's focus ring has no place in the picture.
  await page.evaluate('document.activeElement.blur()');
  const path = join(root, 'docs', 'images', 'explorer.png');
  mkdirSync(join(path, '..'), { recursive: true });
  await page.screenshot({ path });
  await browser.close();
  say(`Wrote ${path}`);
} finally {
  demo.kill();
  rmSync(data, { recursive: true, force: true });
}

/** The address that `rolepath demo` prints. */
async function firstLine() {
  for await (const line of createInterface({ input: demo.stdout })) return line.trim();
  return fail('The demo ended before it served anything; see its messages above.');
}
