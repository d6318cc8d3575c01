/** What a directory holds, in an order that does not depend on the file system. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../../graph/finding.ts';

/** Names, sorted; hidden ones are left out. `files` are files and links that lead nowhere. */
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
      const kind = await kindOf(path, entry);
      if (kind === 'other') findings.push(noFile(`${label}/${entry.name}`.replace(/^\.\/|\/\.(?=\/)/, '')));
      else (kind === 'directory' ? directories : files).push(entry.name);
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

/** Reading a pipe or a device may never end, so they are left alone. */
async function kindOf(path: string, entry: Dirent): Promise<'directory' | 'file' | 'other'> {
  const target = entry.isSymbolicLink() ? await stat(join(path, entry.name)).catch(() => null) : entry;
  if (target?.isDirectory()) return 'directory';
  return target === null || target.isFile() ? 'file' : 'other';
}

const noFile = (file: string): Finding => ({
  severity: 'skipped',
  code: 'unreadable-file',
  file,
  path: null,
  reason: 'neither a file nor a directory (a pipe, a socket or a device)',
  remedy: 'Move it out of the directory, or put its content into a file.',
});
