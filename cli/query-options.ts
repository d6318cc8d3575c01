/** Options of the commands that work with saved queries. */
import { type Command, Option } from 'commander';

export interface GivenQueryDirectories {
  readonly queries: readonly string[];
}

export interface GivenQuerySelection {
  readonly category?: readonly string[];
  readonly tag?: readonly string[];
}

const collect = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value];

export const addQueryDirectories = (command: Command): Command =>
  command.addOption(
    new Option('--queries <dir>', 'a directory of .cypher files of your own, beside those that Rolepath brings; may be repeated')
      .env('ROLEPATH_QUERIES')
      .argParser(collect)
      .default([], 'none'),
  );

export const addQuerySelection = (command: Command): Command =>
  command
    .addOption(new Option('--category <name>', 'only those of the category; may be repeated').argParser(collect))
    .addOption(
      new Option('--tag <name>', 'only those with the tag, or whose tag begins with it (cis-aws, soc2); may be repeated').argParser(
        collect,
      ),
    );
