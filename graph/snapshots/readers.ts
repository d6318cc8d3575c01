/**
 * Marks of those who read a snapshot, so that `prune` leaves what is in use. A mark is a file `readers/<id>.<nonce>` with
 * the reader's process. The mark of a process that is gone counts for nothing; where that cannot be told (the reader runs
 * on another machine, or in another container, over a shared directory), a mark counts as long as its file is touched.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { directoryMode, fileMode } from '../durable-file.ts';
import { isSnapshotId, readersDirectory } from './layout.ts';
import { identifySelf, isAlive, nameProcessSpace } from './process-identity.ts';
import { isErrno } from './snapshot-error.ts';

const readerSchema = z.object({ pid: z.number().int().positive(), startTime: z.string(), space: z.string(), since: z.string() });

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

const touchEvery = 60_000;
const trustFor = 10 * touchEvery;

/**
 * Marks the snapshot as read by this process, until `remove`. Where nothing can be written (a data directory mounted
 * read-only) it marks nothing and answers all the same: whoever prunes there can write and must know what they do.
 */
export async function markReader(dataDir: string, id: string): Promise<ReaderMark> {
  const path = join(readersDirectory(dataDir), `${id}.${randomUUID()}`);
  const mark = JSON.stringify({ ...(await identifySelf()), space: await nameProcessSpace(), since: new Date().toISOString() });
  try {
    await mkdir(readersDirectory(dataDir), { mode: directoryMode }).catch(unless('EEXIST'));
    await writeFile(path, mark, { mode: fileMode, flag: 'wx' });
  } catch (error) {
    unless('EROFS', 'EACCES', 'EPERM', 'ENOENT', 'ENOTDIR', 'ENOSPC', 'EDQUOT')(error);
    return { remove: () => Promise.resolve() };
  }
  const touching = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), touchEvery);
  touching.unref();
  return {
    remove: async () => {
      clearInterval(touching);
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
  const space = await nameProcessSpace();
  for (const name of names) {
    const id = name.slice(0, name.indexOf('.'));
    if (isSnapshotId(id)) found.push({ id, path: join(directory, name), reader: await readMark(join(directory, name), space) });
  }
  return found;
}

async function readMark(path: string, space: string): Promise<Reader | null> {
  try {
    const touched = (await stat(path)).mtime;
    const isFresh = Date.now() - touched.getTime() < trustFor;
    const parsed = readerSchema.safeParse(parseJson(await readFile(path, 'utf8')));
    // Half a mark is one that is being written, or that a full disk cut.
    if (!parsed.success) return isFresh ? { pid: 0, since: touched.toISOString(), isNear: false } : null;
    const { pid, startTime, since } = parsed.data;
    const isNear = parsed.data.space === space;
    return (isNear ? await isAlive({ pid, startTime }) : isFresh) ? { pid, since, isNear } : null;
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
