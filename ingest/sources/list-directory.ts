/** What a directory holds, in an order that does not depend on the file system. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../graph/finding.ts';

/** Names, sorted; hidden ones are left out. `files` is whatever is no directory, dangling links too. */
export interface Listing {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

/** An unreadable directory is reported as `label` and counts as empty. */
export async function listDirectory(path: string, label: string, findings: Finding[]): Promise<Listing> {
  try {
    const files: string[] = [];
    const directories: string[] = [];
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      ((await isDirectory(path, entry)) ? directories : files).push(entry.name);
    }
    return { files: files.sort(), directories: directories.sort() };
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/, \w+ '.*$/s, '') : String(error);
    findings.push({
      severity: 'skipped',
      code: 'unreadable-directory',
      file: label,
      path: null,
      reason,
      remedy: 'Check the permissions of the directory, then ingest again.',
    });
    return { files: [], directories: [] };
  }
}

async function isDirectory(path: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  const target = await stat(join(path, entry.name)).catch(() => null);
  return target?.isDirectory() ?? false;
}
