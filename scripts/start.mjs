/**
 * `npm start`: installs, builds, and serves the example organization. Complete in a fresh clone, without dependencies of its own.
 * With arguments it runs those instead: `npm start -- serve --data DIR`.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { ensureInstalled } = await import('./lib/install.mjs');
const { ensureBuilt } = await import('./lib/build.mjs');
const { runCli } = await import('./lib/cli.mjs');
const { endWithParent } = await import('./lib/orphan.mjs');
const { hasDesktop } = await import('./lib/desktop.mjs');
// Under npm only: started by hand, `node scripts/start.mjs &` may outlive its terminal.
if (process.env['npm_lifecycle_event'] === 'start') endWithParent();
await ensureInstalled();
await ensureBuilt();
const given = process.argv.slice(2);
await runCli(given.length > 0 ? given : ['demo', ...(hasDesktop() ? ['--open'] : [])]);
