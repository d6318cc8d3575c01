/** `npm run build`: builds dist/ whether or not something changed. */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { ensureInstalled } = await import('./lib/install.mjs');
const { build } = await import('./lib/build.mjs');
await ensureInstalled();
await build();
