/**
 * The configuration file: options by their long names. What stands at the top is meant for every command that has such an option; what
 * stands under the name of a command, for that one.
 */
import { dirname, resolve } from 'node:path';
import type { Command, Option } from 'commander';
import { findLikeTexts } from '../../queries/near-misses.ts';
import { readYamlDocuments, type YamlDocument } from '../../queries/saved/read-yaml.ts';
import { type QueryFileProblem, showProblem } from '../../queries/saved/saved-query-error.ts';
import { UsageError } from '../exit-codes.ts';
import type { ConfigText } from './find-config.ts';
import { isOfKind, isOfOneRun, keyOf, readOption, type Written } from './option-values.ts';

export interface Setting {
  /** Names of command and subcommand that it is meant for; none: all. */
  readonly commands: readonly string[];
  readonly key: string;
  readonly written: Written;
  readonly line: number;
}

export interface Config {
  readonly path: string;
  readonly settings: readonly Setting[];
  /** What a relative path of the file means. */
  fromFile(path: string): string;
}

/** The settings, each of which some command takes. @throws UsageError that names every line that is wrong */
export function readConfig({ path, text }: ConfigText, program: Command): Config {
  const fromFile = (relative: string): string => resolve(dirname(path), relative);
  const documents = readYamlDocuments(path, text, { asTexts: true });
  const problems: QueryFileProblem[] = documents.filter((document) => 'reason' in document);
  const [document, second] = documents;
  const settings: Setting[] = [];
  if (document !== undefined && !('reason' in document)) {
    if (second !== undefined && !('reason' in second))
      problems.push({ file: path, line: second.lineOf([]), reason: 'only one document is taken, and here another begins' });
    const reader = new Reader(path, document, fromFile);
    reader.readSection(document.value, [], program, [program]);
    settings.push(...reader.settings);
    problems.push(...reader.problems);
  }
  if (problems.length === 0) return { path, settings, fromFile };
  const what =
    problems.length === 1 ? 'The configuration file is wrong:' : `${problems.length} things are wrong with the configuration file:`;
  throw new UsageError([what, ...problems.map((problem) => `  ${showProblem(problem)}`)].join('\n'));
}

class Reader {
  readonly settings: Setting[] = [];
  readonly problems: QueryFileProblem[] = [];
  readonly #file: string;
  readonly #document: YamlDocument;
  readonly #fromFile: (path: string) => string;

  constructor(file: string, document: YamlDocument, fromFile: (path: string) => string) {
    this.#file = file;
    this.#document = document;
    this.#fromFile = fromFile;
  }

  /** @param around the command of the section, and those that it belongs to */
  readSection(value: unknown, at: readonly string[], command: Command, around: readonly Command[]): void {
    if (!isMap(value)) {
      this.#refuse(at, at.length === 0 ? 'it must be a map of options' : `${at.join('.')} must be a map of options`);
      return;
    }
    for (const [key, inner] of Object.entries(value)) {
      const place = [...at, key];
      const subcommand = command.commands.find((one) => one.name() === key);
      if (isMap(inner) && subcommand) this.readSection(inner, place, subcommand, [...around, subcommand]);
      else this.#readSetting(key, inner, place, at, [...around, ...descendants(command)], command);
    }
  }

  #readSetting(
    key: string,
    value: unknown,
    place: readonly string[],
    commands: readonly string[],
    scope: readonly Command[],
    command: Command,
  ): void {
    const options = optionsOf(scope, key);
    if (options.length === 0 || isOfOneRun(key)) {
      this.#refuse(
        place,
        isSecret(key) ? secretReason(place) : isOfOneRun(key) ? oneRunReason(place, options) : unknownReason(place, scope, command),
      );
      return;
    }
    if (!isWritten(value)) {
      this.#refuse(place, `${place.join('.')} must be a value or a list of values`);
      return;
    }
    const meant = options.filter((option) => isOfKind(option, value));
    const reads = (meant.length > 0 ? meant : options).map((option) => readOption(option, value, this.#fromFile));
    const [problem] = reads.flatMap((read) => ('problem' in read ? [read.problem] : []));
    if (reads.every((read) => 'problem' in read)) this.#refuse(place, `${place.join('.')} ${problem}`);
    else this.settings.push({ commands, key, written: value, line: this.#document.lineOf(place) });
  }

  #refuse(place: readonly string[], reason: string): void {
    this.problems.push({ file: this.#file, line: this.#document.lineOf(place), reason });
  }
}

const descendants = (command: Command): Command[] => command.commands.flatMap((one) => [one, ...descendants(one)]);

/** Two commands may mean two things by a name. */
const optionsOf = (commands: readonly Command[], key: string): Option[] =>
  commands.flatMap(({ options }) => options.filter((option) => keyOf(option) === key));

const isSecret = (key: string): boolean => /pass(word|phrase|wd)|secret|token|(api|access|private)-?key|credential/i.test(key);

const secretReason = (place: readonly string[]): string =>
  `${place.join('.')}: secrets do not belong into this file, which others read. The environment has them: NEO4J_PASSWORD, ROLEPATH_TOKEN, and AWS's own`;

const oneRunReason = (place: readonly string[], options: readonly Option[]): string =>
  `${place.join('.')} ${options.length > 0 ? 'is for one run; give it on the command line' : 'is no option'}`;

function unknownReason(place: readonly string[], scope: readonly Command[], command: Command): string {
  const key = place.at(-1) ?? '';
  if (/^neo4j/i.test(key))
    return `${place.join('.')}: the environment says how to reach Neo4j: NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE`;
  const keys = scope.flatMap(({ options }) => options.map(keyOf)).filter((name) => !isOfOneRun(name));
  const known = [...new Set([...keys, ...command.commands.map((one) => one.name())])];
  const [like] = findLikeTexts(known, key);
  const where = place.length === 1 ? 'no command has such an option' : `${place.slice(0, -1).join(' ')} has no such option`;
  return `${place.join('.')}: ${where}${like === undefined ? '; "rolepath help" and docs/generated/cli.md list them' : `. Did you mean ${like}?`}`;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWritten = (value: unknown): value is Written =>
  typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
