/** How dependency-cruiser is run, the same for the check, the diagram and the test that plants violations. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './process.mjs';

/** The folders whose imports are looked at. A folder that is still empty is in no checkout. */
const cruised = ['iam', 'graph', 'ingest', 'queries', 'server', 'web', 'cli', 'test', 'bench'].filter((folder) =>
  existsSync(join(root, folder)),
);

export const boundaryArguments = ['--config', '.dependency-cruiser.cjs', ...cruised];
