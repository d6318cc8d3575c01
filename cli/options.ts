/** Options that several commands share, and how their values are read. A value that makes no sense is a usage error. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ChainOptions } from '../queries/questions.ts';
import { type OutputFormat, outputFormats } from './format/view.ts';
import { type LogLevel, logLevels } from './terminal.ts';

export interface CommonOptions {
  readonly data: string;
  readonly snapshot: string | undefined;
  readonly store: 'ladybug' | 'neo4j';
  readonly output: OutputFormat;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly logLevel: LogLevel;
  /** False with `--no-config`. */
  readonly config: string | false | undefined;
}

/** Under the working directory. */
const usualDataDir = '.rolepath';

export function addCommonOptions(program: Command): void {
  program
    .addOption(
      new Option('--data <dir>', 'where snapshots are kept')
        .env('ROLEPATH_DATA')
        .default(usualDataDir)
        .argParser((value) => (value === '' ? usualDataDir : value)),
    )
    .addOption(new Option('--snapshot <id>', "which snapshot to ask: an id or its beginning, or 'previous'; the current one unless given"))
    .addOption(
      new Option('--store <engine>', 'which graph database; neo4j is reached by NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE')
        .choices(['ladybug', 'neo4j'])
        .default('ladybug'),
    )
    .addOption(new Option('--output <format>', 'how answers are written').choices(outputFormats).default('table'))
    .addOption(new Option('--quiet', 'no progress and no notes; warnings and errors are still said'))
    .addOption(new Option('--no-color', 'no colours; NO_COLOR and FORCE_COLOR are heeded too'))
    .addOption(
      new Option('--log-level <level>', 'what is logged to stderr; debug adds stack traces to errors').choices(logLevels).default('warn'),
    )
    .addOption(
      new Option('--config <file>', 'YAML with options by their long names; rolepath.yaml here or in a directory above unless given').env(
        'ROLEPATH_CONFIG',
      ),
    )
    .addOption(new Option('--no-config', 'heed no configuration file'));
}

/** The options of `rolepath reach` and `rolepath paths` as commander hands them out. */
export interface GivenChainOptions {
  readonly maxHops?: number;
  readonly limit?: number;
  readonly unconditional?: boolean;
  readonly crossAccount?: boolean;
  readonly stateless?: boolean;
  readonly without?: readonly string[];
  readonly kind?: readonly string[];
  readonly account?: string;
  readonly unit?: string;
  readonly highValue?: boolean;
  readonly order?: 'hops' | 'conditions';
  readonly shortest?: boolean;
}

/** @param what the rows of the answer are */
export function addChainOptions(command: Command, limit: number, what: 'rows' | 'chains'): Command {
  const where = what === 'rows' ? 'only principals in' : 'only chains that pass through';
  return command
    .addOption(new Option('--max-hops <n>', 'longest chain, in role assumptions (1 to 32)').argParser(wholeNumber(1, 32)).default(8))
    .addOption(new Option('--limit <n>', `most ${what} to answer with`).argParser(wholeNumber(1, 1_000_000)).default(limit))
    .option('--unconditional', 'follow only edges without conditions')
    .option('--cross-account', `only ${what} that lead from one account into another`)
    .option('--without <kind...>', 'follow no edge that asks for such a condition: mfa, external-id, source-ip, …')
    .option('--account <account>', `${where} this account (id, name or alias)`)
    .option('--unit <path>', `${where} accounts under this unit, such as Root/Workloads`)
    .option(
      '--stateless',
      'follow edges alone, without the session names, tags, source identity and MFA that one hop sets and a later one asks for',
    );
}

/** The options that a question knows, of those that were given. */
export function chainOptions({ kind, ...given }: GivenChainOptions): ChainOptions {
  const { maxHops, limit, unconditional, crossAccount, stateless, without, account, unit, highValue, order, shortest } = given;
  const options = {
    maxHops,
    limit,
    unconditional,
    crossAccount,
    stateless,
    without,
    account,
    unit,
    highValue,
    order,
    shortest,
    kinds: kind,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as ChainOptions;
}

/** Reads a whole number within bounds, both included. */
export function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
