/**
 * `npm run generate`: writes docs/generated/ from what the pages describe: the graph's schema, the commands' help, the imports, the saved queries.
 * API and its errors, the imports.
 * With `--check` it writes nothing and fails if a page is not what it would write.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { existsSync, mkdirSync, readFileSync, writeFileSync } = await import('node:fs');
const { join } = await import('node:path');
const { pathToFileURL } = await import('node:url');
const { ensureBuilt } = await import('./lib/build.mjs');
const { ensureInstalled } = await import('./lib/install.mjs');
const { renderModulesPage } = await import('./lib/modules-page.mjs');
const { root, say } = await import('./lib/process.mjs');

await ensureInstalled();
await ensureBuilt();
const built = (/** @type {string} */ path) => import(pathToFileURL(join(root, 'dist', path)).href);
const pages = {
  'schema.md': async () => (await built('graph/schema-page.js')).renderSchemaPage(),
  'cli.md': async () => (await built('cli/cli-page.js')).renderCliPage(),
  'errors.md': async () => (await built('server/errors-page.js')).renderErrorsPage(),
  'openapi.json': async () => JSON.stringify((await built('server/routes.js')).openApiDocument(), null, 2),
  'cypher.md': async () => (await built('graph/cypher/rules-page.js')).renderRulesPage(),
  'modules.md': renderModulesPage,
  'queries.md': async () => (await built('cli/queries-page.js')).renderQueriesPage(),
};

const folder = join(root, 'docs', 'generated');
const stale = [];
for (const [name, render] of Object.entries(pages)) {
  const file = join(folder, name);
  const text = `${(await render()).trimEnd()}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  stale.push(`docs/generated/${name}`);
  if (process.argv.includes('--check')) continue;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
}
if (stale.length === 0) say('docs/generated is fresh.');
else if (process.argv.includes('--check')) {
  say(`Not fresh: ${stale.join(', ')}. Run \`npm run generate\` and commit the result.`);
  process.exitCode = 1;
} else say(`Wrote ${stale.join(', ')}.`);
