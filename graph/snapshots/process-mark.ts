/**
 * Files that say which process reads or writes here, and whether that one still does. The mark of a process that is gone counts for nothing;
 * where that cannot be told (it runs on another machine, or in another container, over a shared directory), a mark counts as long as
 * its file is touched.
 */
import { stat, utimes } from 'node:fs/promises';
import { z } from 'zod';
import { identifySelf, isAlive, nameProcessSpace } from './process-identity.ts';

export const markSchema = z.object({
  pid: z.number().int().positive(),
  startTime: z.string(),
  /** Where the id means something: see `nameProcessSpace`. Older versions of Rolepath left it out. */
  space: z.string().optional(),
  /** ISO 8601. */
  since: z.string(),
});
export type ProcessMark = z.infer<typeof markSchema>;

const touchEvery = 60_000;
/** Milliseconds for which a process that cannot be looked at is believed to live after it has touched its mark. */
export const trustFor = 10 * touchEvery;

/** What this process writes into its mark. */
export const markSelf = async (): Promise<ProcessMark> => ({
  ...(await identifySelf()),
  space: await nameProcessSpace(),
  since: new Date().toISOString(),
});

/** Touches the mark now and then, until told to stop. */
export function keepTouching(path: string): () => void {
  const touching = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), touchEvery);
  touching.unref();
  return () => clearInterval(touching);
}

/** True if the process runs where this one can look for it. */
export const isNear = async ({ space }: ProcessMark): Promise<boolean> => space === undefined || space === (await nameProcessSpace());

/** True if the mark in that file counts. Rejects with the file system's error. */
export const counts = async (mark: ProcessMark, path: string): Promise<boolean> =>
  (await isNear(mark)) ? await isAlive(mark) : await isFresh(path);

/** True if the file was touched lately. Rejects with the file system's error. */
export const isFresh = async (path: string): Promise<boolean> => Date.now() - (await stat(path)).mtimeMs < trustFor;
