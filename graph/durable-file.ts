/** Files that are there whole or not at all, and that survive a power cut once they are. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Only the owner reads and writes what Rolepath stores: it is a map of who can become whom. */
export const fileMode = 0o600;
export const directoryMode = 0o700;

/** Names of files that a killed process was about to write. */
export const isTornName = (name: string): boolean => /\.[0-9a-f]{8}\.tmp$/.test(name);

/**
 * Writes `parts` one after the other into a new file, makes it durable and puts it in the place of `path` in one step.
 * Rejects with the file system's error; `path` is then what it was.
 */
export async function writeDurably(path: string, parts: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', fileMode);
    try {
      for await (const part of parts) await file.appendFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(dirname(path));
}

/** Makes a file's content durable. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the names in a directory durable. Does nothing on Windows, where directories cannot be opened. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
