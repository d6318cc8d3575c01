/** `npm run -s rolepath -- reach --from …`: the command line of this checkout, installed and built if need be. */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { ensureInstalled } = await import('./lib/install.mjs');
const { ensureBuilt } = await import('./lib/build.mjs');
const { runCli } = await import('./lib/cli.mjs');
await ensureInstalled();
await ensureBuilt();
await runCli(process.argv.slice(2));
