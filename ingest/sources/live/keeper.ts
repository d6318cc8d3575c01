/**
 * The Collection while it is being written: each answer is a file, whole or not there, readable by its owner only. A run that was
 * cut off goes on where it stopped, because an answer that is there is not asked for again.
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { directoryMode, isTornName, writeDurably } from '../../../graph/durable-file.ts';
import { type RunFile, runFileName, runSchema } from '../run-file.ts';

export class Keeper {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** The answer that was kept under this name, or the one that `ask` gets, which is kept. */
  async once<Answer extends object>(name: string, ask: () => Promise<Answer>): Promise<Answer> {
    const kept = await this.read(name);
    if (kept !== undefined) return kept as Answer;
    const answer = plain(await ask()) as Answer;
    await this.write(name, answer);
    return answer;
  }

  /** Undefined if it is not there. A file that is no JSON is as good as not there: it was not written by `write`. */
  async read(name: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.#path(name), 'utf8'));
    } catch (error) {
      if (error instanceof SyntaxError || (error instanceof Error && 'code' in error && error.code === 'ENOENT')) return undefined;
      throw error;
    }
  }

  async write(name: string, answer: unknown): Promise<void> {
    const path = this.#path(name);
    await mkdir(dirname(path), { recursive: true, mode: directoryMode });
    await writeDurably(path, [`${JSON.stringify(plain(answer))}\n`]);
  }

  async remove(name: string): Promise<void> {
    await rm(this.#path(name), { force: true });
  }

  /** Names of the files in a folder, without `.json`. */
  async list(folder: string): Promise<string[]> {
    const names = await readdir(join(this.directory, folder)).catch(() => []);
    return names.flatMap((name) => (name.endsWith('.json') ? name.slice(0, -'.json'.length) : [])).sort();
  }

  /** Null if no run has begun here. */
  async readRun(): Promise<RunFile | null> {
    const run = runSchema.safeParse(await this.read('run'));
    return run.success ? run.data : null;
  }

  writeRun = (run: RunFile): Promise<void> => this.write(runFileName.replace(/\.json$/, ''), run);

  /** Removes what a run that was killed was about to write. */
  async removeTorn(): Promise<void> {
    for (const name of await readdir(this.directory, { recursive: true }))
      if (isTornName(name)) await rm(join(this.directory, name), { force: true });
  }

  /** Forgets everything. */
  async clear(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  #path = (name: string): string => join(this.directory, `${name}.json`);
}

/** As AWS's JSON has it: without the SDK's metadata, dates as ISO 8601, bytes as base64. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([key]) => key !== '$metadata');
  return Object.fromEntries(fields.map(([key, field]) => [key, plain(field)]));
}
