/**
 * The two ways out. Data goes to stdout and nothing else does; messages go to stderr. Whoever reads may stop reading
 * (`| head`), read slowly, or not be a terminal at all.
 */
import type { Readable, Writable } from 'node:stream';
import { createStyle, type Style, usualWidth } from './format/style.ts';

export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What the process was given. Nothing below main reads `process`. */
export interface Surroundings {
  readonly stdin: Readable;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory; without one no configuration file is looked for. */
  cwd?(): string;
  /** Who runs it, on systems that know. */
  getuid?(): number;
}

export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface TerminalOptions {
  readonly color: boolean;
  readonly quiet: boolean;
  readonly logLevel: LogLevel;
}

/** Nobody reads stdout any more. Not a failure: the reader has what it wanted. */
export class OutputClosedError extends Error {
  constructor(options: { cause: unknown }) {
    super('The output was closed by its reader.', options);
    this.name = 'OutputClosedError';
  }
}

export interface Terminal {
  /** For what goes to stdout. */
  readonly style: Style;
  /** For what goes to stderr. */
  readonly messageStyle: Style;
  /** True if a person watches the data come. */
  readonly isDataWatched: boolean;
  /** True if a moving progress line makes sense. */
  readonly canAnimate: boolean;
  readonly quiet: boolean;
  readonly logLevel: LogLevel;
  readonly stderr: OutputStream;
  /**
   * Data, to stdout. Resolves when the reader has taken it, so that writing never outruns reading.
   * @throws OutputClosedError
   */
  write(text: string): Promise<void>;
  /** What is good to know; not said with `--quiet`. */
  note(text: string): void;
  /** Something that limits what the answer is worth. */
  warn(text: string): void;
}

export function createTerminal({ stdout, stderr, env }: Surroundings, { color, quiet, logLevel }: TerminalOptions): Terminal {
  const messageStyle = createStyle(color && wantsColor(stderr, env), widthOf(stderr));
  const say = (text: string): void => {
    stderr.write(`${text}\n`);
  };
  return {
    style: createStyle(color && wantsColor(stdout, env), widthOf(stdout)),
    messageStyle,
    isDataWatched: stdout.isTTY === true,
    canAnimate: stderr.isTTY === true && stderr.columns !== 0 && !isSet(env['CI']) && env['TERM'] !== 'dumb',
    quiet,
    logLevel,
    stderr,
    write: (text) =>
      new Promise((resolve, reject) => {
        stdout.write(text, (error) => {
          if (!error) resolve();
          else reject(isClosedPipe(error) ? new OutputClosedError({ cause: error }) : error);
        });
      }),
    note: (text) => {
      if (!quiet) say(text);
    },
    warn: (text) => {
      if (logLevel !== 'error') say(messageStyle.yellow(text));
    },
  };
}

/** A stream that breaks reports it twice: to the write, which is where it is dealt with, and as an event, which would end the process. */
export function ignoreStreamErrors({ stdout, stderr }: Surroundings): void {
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
}

/** Some terminals say 0 for a width that they do not know. */
const widthOf = ({ columns = 0 }: OutputStream): number => (columns > 0 ? columns : usualWidth);

function wantsColor(stream: OutputStream, env: Surroundings['env']): boolean {
  const forced = env['FORCE_COLOR'];
  if (isSet(env['NO_COLOR']) || forced === '0' || forced === 'false') return false;
  return forced !== undefined || (stream.isTTY === true && env['TERM'] !== 'dumb');
}

/** As most tools read `CI` and `NO_COLOR`: there and not empty; `CI=false` is an off switch. */
const isSet = (value: string | undefined): boolean => value !== undefined && value !== '' && value !== 'false';

const isClosedPipe = (error: Error): boolean =>
  'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_DESTROYED');
