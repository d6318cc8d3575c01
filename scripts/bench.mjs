/** `npm run bench -- load`: runs bench/<name>.ts of this checkout as it is, with the arguments that follow. */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { existsSync, readdirSync } = await import('node:fs');
const { join } = await import('node:path');
const { ensureInstalled } = await import('./lib/install.mjs');
const { fail, root } = await import('./lib/process.mjs');
const { spawnSync } = await import('node:child_process');

const [name = '', ...args] = process.argv.slice(2);
const file = join(root, 'bench', `${name}.ts`);
const names = readdirSync(join(root, 'bench')).flatMap((entry) => /^(?!generate-)(.+)\.ts$/.exec(entry)?.[1] ?? []);
if (!/^[a-z-]+$/.test(name) || !existsSync(file)) fail(`Name a benchmark: ${names.join(', ')}.`);
await ensureInstalled();
const loader = join(root, 'test', 'support', 'run-typescript.mjs');
const { status } = spawnSync(process.execPath, ['--import', loader, file, ...args], { stdio: 'inherit' });
process.exitCode = status ?? 1;
