/** A directory of a test's own, gone when the test is over. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'rolepath-test-'));
  onTestFinished(() => {
    chmodSync(path, 0o700);
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

/** As above, for all tests of a file: call it at the top. */
export function temporaryDirectoryOfFile(): string {
  const path = mkdtempSync(join(tmpdir(), 'rolepath-test-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
