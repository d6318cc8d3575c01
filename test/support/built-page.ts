/** Builds the page from the sources as they are now, so that no test sees a stale one; the same sources are built once for all tests. */
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { hashOf } from '../../scripts/lib/hash.mjs';

const root = join(import.meta.dirname, '..', '..');
const builds = join(root, '.cache', 'page');
/** Milliseconds after which the build of other sources is nobody's any more. */
const stale = 86_400_000;

/** Directory with `index.html`. It stays: other tests and the next run take the same. */
export async function buildPage(): Promise<string> {
  const wanted = join(builds, hashOf(root, ['web', 'graph', 'queries', 'package-lock.json']));
  if (await isThere(wanted)) return wanted;
  await mkdir(builds, { recursive: true });
  await removeStale();
  const outDir = await mkdtemp(join(builds, 'unfinished-'));
  await build({
    configFile: join(root, 'web', 'vite.config.ts'),
    build: { outDir, emptyOutDir: true },
    logLevel: 'error',
    mode: 'production',
  });
  try {
    await rename(outDir, wanted);
  } catch (error) {
    // Another test was faster.
    if (!(await isThere(wanted))) throw error;
    await rm(outDir, { recursive: true, force: true });
  }
  return wanted;
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function removeStale(): Promise<void> {
  for (const name of await readdir(builds)) {
    const path = join(builds, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > stale) await rm(path, { recursive: true, force: true });
  }
}
