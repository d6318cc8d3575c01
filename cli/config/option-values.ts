/** Options of the command line that may stand in a configuration file, and how what stands there becomes their value. */
import { CommanderError, type Option } from 'commander';

/** A value as it is written, or a list of such. */
export type Written = string | readonly string[];

/** These say what one run does, or would say nothing in a file. */
const ofOneRun: ReadonlySet<string> = new Set([
  ...['config', 'help', 'version', 'snapshot', 'from', 'to', 'edge', 'pairs', 'file', 'expect', 'as', 'resume', 'dry-run', 'replace'],
]);

/** Options that hold paths: they are taken from where the file lies. */
const paths: ReadonlySet<string> = new Set(['data', 'queries', 'mute', 'guards', 'html', 'ocsf', 'markdown']);

/** The key of an option: its long name; of `--no-color` it is `color`. */
export const keyOf = (option: Option): string => option.long?.replace(/^--(no-)?/, '') ?? '';

export const isOfOneRun = (key: string): boolean => ofOneRun.has(key);

const isFlag = ({ required, optional }: Option): boolean => !required && !optional;

/** Two commands may mean two things by a name, such as `high-value`: what is true or false is meant for the flag. */
export const isOfKind = (option: Option, written: Written): boolean => isFlag(option) === (written === 'true' || written === 'false');

export type Read = { readonly value: unknown } | { readonly problem: string };

/** @param fromFile makes a path that is relative to the file one that is relative to nothing */
export function readOption(option: Option, written: Written, fromFile: (path: string) => string): Read {
  if (isFlag(option)) return isOfKind(option, written) ? { value: written === 'true' } : { problem: 'must be true or false' };
  const given = typeof written === 'string' ? [written] : written;
  if (given.length === 0 || given.includes('')) return { problem: 'is empty; give a value, or leave the key out' };
  const texts = given.map((text) => (paths.has(keyOf(option)) && text !== '-' ? fromFile(text) : text));
  try {
    const value = parseAll(option, texts);
    const isList = Array.isArray(value);
    if (texts.length === 1 || (isList ? value.length >= texts.length : typeof value === 'object')) return { value };
    return isList ? { value: parseAll(option, [texts.join(',')]) } : { problem: 'takes one value, not a list' };
  } catch (error) {
    if (error instanceof CommanderError) return { problem: `cannot be ${texts.join(', ')}. ${error.message}` };
    throw error;
  }
}

/** One after the other, as if each were given on the command line. */
function parseAll({ parseArg, variadic, defaultValue }: Option, texts: readonly string[]): unknown {
  if (parseArg) return texts.reduce<unknown>((before, text) => parseArg(text, before), defaultValue);
  return variadic ? texts : texts.at(-1);
}
