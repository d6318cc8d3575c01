/** A browser that the user names is the one that is used, or none: a typo must not pick another in silence. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/lib/browser.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rolepath-browser-'));
  for (const name of ['chromium', 'my-browser']) {
    writeFileSync(join(folder, name), '#!/bin/sh\n');
    chmodSync(join(folder, name), 0o755);
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('findBrowser', () => {
  it('takes the one that ROLEPATH_CHROMIUM names', () => {
    const named = join(folder, 'my-browser');
    expect(findBrowser({ ROLEPATH_CHROMIUM: named, PATH: folder })).toBe(named);
  });
  it('finds none where ROLEPATH_CHROMIUM names what is not there', () => {
    expect(findBrowser({ ROLEPATH_CHROMIUM: join(folder, 'typo'), PATH: folder })).toBeNull();
  });
  it('looks along the PATH', () => {
    expect(findBrowser({ PATH: folder })).toBe(join(folder, 'chromium'));
  });
});
