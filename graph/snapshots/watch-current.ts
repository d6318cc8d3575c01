/** Hears of a new current snapshot as soon as the system says so. It may stay silent (network file systems do): look now and then as well. */
import { type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';
import { currentFile } from './layout.ts';

/** Calls back when `current` may have changed, also without need. Answers with how to stop; never throws. */
export function watchCurrent(dataDir: string, onChange: () => void): () => void {
  let watcher: FSWatcher | null = null;
  try {
    watcher = watch(dataDir, { persistent: false }, (_event, name) => {
      if (name === null || name === basename(currentFile(dataDir))) onChange();
    });
    // A directory that is removed, or too many watches.
    watcher.on('error', () => watcher?.close());
  } catch {
    return () => undefined;
  }
  return () => watcher?.close();
}
