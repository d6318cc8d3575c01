/** What Node needs to run the sources as they are in a process of its own. */
import { fileURLToPath } from 'node:url';

export const sourceArguments: readonly string[] = ['--import', fileURLToPath(new URL('run-typescript.mjs', import.meta.url))];
