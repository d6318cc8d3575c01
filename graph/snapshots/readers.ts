/**
 * Marks of those who read a snapshot, so that `prune` leaves what is in use. A mark is a file `readers/<id>.<nonce>` with
 * the reader's process.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { directoryMode, fileMode } from '../durable-file.ts';
import { isSnapshotId, readersDirectory } from './layout.ts';
import { counts, isFresh, isNear, keepTouching, markSchema, markSelf } from './process-mark.ts';
import { isErrno } from './snapshot-error.ts';

/** Who reads a snapshot. */
export interface Reader {
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
  /** False: the process runs where this one cannot look, and has touched its mark lately. */
  readonly isNear: boolean;
}

export interface ReaderMark {
  /** Doing it twice is allowed. */
  remove(): Promise<void>;
}

/**
 * Marks the snapshot as read by this process, until `remove`. Where nothing can be written (a data directory mounted
 * read-only) it marks nothing and answers all the same: whoever prunes there can write and must know what they do.
 */
export async function markReader(dataDir: string, id: string): Promise<ReaderMark> {
  const path = join(readersDirectory(dataDir), `${id}.${randomUUID()}`);
  const mark = JSON.stringify(await markSelf());
  try {
    await mkdir(readersDirectory(dataDir), { mode: directoryMode }).catch(unless('EEXIST'));
    await writeFile(path, mark, { mode: fileMode, flag: 'wx' });
  } catch (error) {
    unless('EROFS', 'EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'ENOSPC', 'EDQUOT')(error);
    return { remove: () => Promise.resolve() };
  }
  const stopTouching = keepTouching(path);
  return {
    remove: async () => {
      stopTouching();
      await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

/** Who reads which snapshot now. Rejects with the file system's error. */
export async function listReaders(dataDir: string): Promise<ReadonlyMap<string, readonly Reader[]>> {
  const readers = new Map<string, Reader[]>();
  for (const { id, reader } of await readMarks(dataDir)) if (reader !== null) readers.set(id, [...(readers.get(id) ?? []), reader]);
  return readers;
}

/** Removes the marks of processes that are gone. */
export async function discardDeadMarks(dataDir: string): Promise<void> {
  for (const { path, reader } of await readMarks(dataDir)) if (reader === null) await rm(path, { force: true });
}

interface FoundMark {
  readonly id: string;
  readonly path: string;
  /** Null if nobody reads by this mark any more. */
  readonly reader: Reader | null;
}

async function readMarks(dataDir: string): Promise<FoundMark[]> {
  const directory = readersDirectory(dataDir);
  const names = await readdir(directory).catch((error: unknown) => {
    unless('ENOENT')(error);
    return [];
  });
  const found: FoundMark[] = [];
  for (const name of names) {
    const id = name.slice(0, name.indexOf('.'));
    if (isSnapshotId(id)) found.push({ id, path: join(directory, name), reader: await readMark(join(directory, name)) });
  }
  return found;
}

async function readMark(path: string): Promise<Reader | null> {
  try {
    const parsed = markSchema.safeParse(parseJson(await readFile(path, 'utf8')));
    // Half a mark is one that is being written, or that a full disk cut.
    if (!parsed.success) return (await isFresh(path)) ? { pid: 0, since: (await stat(path)).mtime.toISOString(), isNear: false } : null;
    const { pid, since } = parsed.data;
    return (await counts(parsed.data, path)) ? { pid, since, isNear: await isNear(parsed.data) } : null;
  } catch (error) {
    unless('ENOENT')(error);
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Lets errors of these codes pass and throws all others. */
const unless =
  (...codes: readonly string[]) =>
  (error: unknown): void => {
    if (!isErrno(error, ...codes)) throw error;
  };
