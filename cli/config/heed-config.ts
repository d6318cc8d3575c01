/** Lets every command of a program heed the configuration file. */
import type { Command } from 'commander';
import { showText } from '../format/visible-text.ts';
import type { CommonOptions } from '../options.ts';
import type { Surroundings } from '../terminal.ts';
import { applyConfig } from './apply-config.ts';
import { findConfig } from './find-config.ts';
import { type Config, readConfig } from './read-config.ts';

/** `onConfig` is told of a file that is heeded, before the command runs. A run rejects with a UsageError if the file is wrong. */
export function heedConfig(
  program: Command,
  surroundings: Pick<Surroundings, 'stderr' | 'env' | 'cwd' | 'getuid'>,
  onConfig: (config: Config) => void,
): void {
  program.hook('preAction', async (_program, command) => {
    const named = command.optsWithGlobals<CommonOptions>().config;
    if (named === false) return;
    const found = await findConfig(named, surroundings, (path) => {
      surroundings.stderr.write(`${showText(path)} belongs to another user and is not heeded; if you trust it, name it with --config.\n`);
    });
    if (found === null) return;
    const config = readConfig(found, program);
    applyConfig(config, command, surroundings.env);
    onConfig(config);
  });
}
