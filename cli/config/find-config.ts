/** Which configuration file a run heeds. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../exit-codes.ts';
import type { Surroundings } from '../terminal.ts';

export const configName = 'rolepath.yaml';

/** Larger ones are no configuration. */
const mostBytes = 2 ** 20;

export interface ConfigText {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/**
 * The file that was named; else the nearest one from the working directory upward, or null. One that another user put there is not heeded,
 * since whoever may write above the working directory could otherwise say where data goes; `onStranger` is told of it.
 * @throws UsageError
 */
export async function findConfig(
  named: string | undefined,
  { cwd, getuid }: Pick<Surroundings, 'cwd' | 'getuid'>,
  onStranger: (path: string) => void,
): Promise<ConfigText | null> {
  const start = cwd?.();
  if (named !== undefined) return await readConfigText(resolve(start ?? '', named));
  if (start === undefined) return null;
  for (let directory = resolve(start); ; directory = dirname(directory)) {
    const path = join(directory, configName);
    const found = await stat(path).catch(() => null);
    if (found?.isFile()) {
      const user = getuid?.();
      if (user === undefined || found.uid === user || found.uid === 0) return await readConfigText(path);
      onStranger(path);
      return null;
    }
    if (dirname(directory) === directory) return null;
  }
}

async function readConfigText(path: string): Promise<ConfigText> {
  try {
    const { size } = await stat(path);
    if (size > mostBytes) throw new UsageError(`${path} is too large to be a configuration file.`);
    return { path, text: await readFile(path, 'utf8') };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`The configuration file ${path} cannot be read (${code}). Name another with --config, or none with --no-config.`);
  }
}
