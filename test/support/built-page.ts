/** Builds the page from the sources as they are now, so that no test sees a stale one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

export interface BuiltPage {
  /** Directory with `index.html`. */
  readonly webRoot: string;
  remove(): Promise<void>;
}

export async function buildPage(): Promise<BuiltPage> {
  const webRoot = await mkdtemp(join(tmpdir(), 'rolepath-page-'));
  const configFile = join(import.meta.dirname, '..', '..', 'web', 'vite.config.ts');
  await build({ configFile, build: { outDir: webRoot, emptyOutDir: true }, logLevel: 'error', mode: 'production' });
  return { webRoot, remove: () => rm(webRoot, { recursive: true }) };
}
