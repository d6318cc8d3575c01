/** Options of the commands that work with saved queries. */
import { type Command, Option } from 'commander';
import { wholeNumber } from './options.ts';

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
export interface GivenQueryLimits {
  readonly limit: number;
  /** Seconds. */
  readonly timeout: number;
}

export const addQueryLimits = (command: Command, rows: number): Command =>
  command
    .addOption(new Option('--limit <n>', 'most rows of a query').argParser(wholeNumber(1, 1_000_000)).default(rows))
    .addOption(new Option('--timeout <seconds>', 'most time for a query').argParser(wholeNumber(1, 3600)).default(60));
