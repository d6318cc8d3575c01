/**
 * A real browser for tests of the page. Without one they are skipped and say so; with CI=true that is a failure, so that a
 * build machine cannot pass by lacking a browser.
 */
import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from '../../scripts/lib/browser.mjs';

const path = findBrowser();

/** True where no browser is. For `describe.skipIf`. Throws with CI=true. */
export function browserIsMissing(): boolean {
  if (path !== null) return false;
  const message = 'No Chromium was found: the tests of the page are SKIPPED. Install one or set ROLEPATH_CHROMIUM.';
  if (process.env['CI'] === 'true') throw new Error(message);
  console.warn(`!! ${message}`);
  return true;
}

/** The one who launched it closes it. */
export function launchBrowser(): Promise<Browser> {
  if (path === null) throw new Error('Ask browserIsMissing() first');
  const quiet = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath: path, args: ['--no-sandbox', ...quiet] });
}
