/** Where the package's own files lie, whether the command line runs from `dist/cli` or from `cli`. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const root = findRoot(dirname(fileURLToPath(import.meta.url)));

/** The bundled example organization: a Collection. */
export const examplePath = join(root, 'examples', 'acme');
/** The saved queries, beside the code: in the sources and in dist/. */
export const libraryPath = join(dirname(fileURLToPath(import.meta.url)), '..', 'queries', 'library');
/** Script and style of the audit's report, as built. */
export const readReportAssets = (): { readonly script: string; readonly style: string } => ({
  script: readFileSync(join(root, 'dist', 'report', 'report.js'), 'utf8'),
  style: readFileSync(join(root, 'dist', 'report', 'report.css'), 'utf8'),
});
/** The built explorer page. */
export const webRoot = join(root, 'dist', 'web');

export function readVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version;
}

/** The nearest directory upwards that has a package.json. */
function findRoot(directory: string): string {
  if (existsSync(join(directory, 'package.json'))) return directory;
  const parent = dirname(directory);
  if (parent === directory)
    throw new Error('The files of the rolepath package are incomplete: there is no package.json. Install it again.');
  return findRoot(parent);
}
