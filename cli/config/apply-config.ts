/** Gives a command the settings of a configuration file: those that neither the command line nor the environment has said. */
import type { Command } from 'commander';
import { showProblem } from '../../queries/saved/saved-query-error.ts';
import { UsageError } from '../exit-codes.ts';
import { isOfKind, keyOf, readOption } from './option-values.ts';
import type { Config } from './read-config.ts';

/** Where a value of an option came from, as commander keeps it. */
const ofFile = 'config';

/** The closer a setting stands to the command, the more it counts. @throws UsageError for a value that this command does not take */
export function applyConfig(config: Config, command: Command, env: Readonly<Record<string, string | undefined>>): void {
  const around = withParents(command);
  const names = around.slice(1).map((one) => one.name());
  const settings = config.settings
    .filter(({ commands }) => commands.every((name, index) => names[index] === name))
    .sort((a, b) => a.commands.length - b.commands.length);
  for (const { key, written, commands, line } of settings) {
    if (key === 'color' && (env['NO_COLOR'] || env['FORCE_COLOR'])) continue;
    for (const owner of around) {
      const option = owner.options.find((one) => keyOf(one) === key);
      const name = option?.attributeName() ?? '';
      if (option === undefined || !isOpen(owner.getOptionValueSource(name))) continue;
      if (commands.length === 0 && !isOfKind(option, written)) continue;
      const read = readOption(option, written, config.fromFile);
      if ('problem' in read) throw new UsageError(showProblem({ file: config.path, line, reason: `${key} ${read.problem}` }));
      owner.setOptionValueWithSource(name, read.value, ofFile);
    }
  }
}

/** True for what a person gave on the command line or in the environment; false for what a file or nobody said. */
export const isFromFile = (command: Command, attribute: string): boolean => command.getOptionValueSource(attribute) === ofFile;

const isOpen = (source: string | undefined): boolean => source === undefined || source === 'default' || source === ofFile;

/** Root first. */
const withParents = (command: Command): Command[] => (command.parent ? [...withParents(command.parent), command] : [command]);
