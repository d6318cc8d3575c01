/** Finds the Chromium that the browser tests and the screenshot drive. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Path of a browser: `ROLEPATH_CHROMIUM` if that is set, else one on the PATH or in the usual places; null if there is none. */
export function findBrowser(env = process.env) {
  const named = env['ROLEPATH_CHROMIUM'];
  if (named) return existsSync(named) ? named : null;
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...usualPlaces];
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}
