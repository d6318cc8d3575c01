/** `rolepath serve`: the HTTP API and the explorer. */
import { type Command, Option } from 'commander';
import type { ServedSnapshots } from '../../server/served-snapshots.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { jsonLine } from '../format/view.ts';
import { wholeNumber } from '../options.ts';
import { addQueryDirectories, type GivenQueryDirectories } from '../query-options.ts';
import { type Context, openWithProgress, warnIfIncomplete } from './context.ts';
import type { Invoke } from './invoke.ts';

export interface ServeOptions extends GivenQueryDirectories {
  readonly port: number;
  readonly host: string;
  readonly open?: boolean;
}

export function addServe(program: Command, invoke: Invoke): void {
  const command = program.command('serve').description('the HTTP API and the explorer, on this machine only unless told otherwise');
  addServeOptions(command).action((given: ServeOptions, self: Command) => invoke(self, (context) => serve(context, given)));
}

export function addServeOptions(command: Command): Command {
  return addQueryDirectories(command)
    .addOption(
      new Option('--port <n>', 'the next free one is taken if it is busy; 0 takes any').argParser(wholeNumber(0, 65535)).default(4321),
    )
    .addOption(new Option('--host <address>', 'any other than this machine itself needs a token in ROLEPATH_TOKEN').default('127.0.0.1'))
    .option('--open', 'open the explorer in the browser');
}

/** Serves the current snapshot, and those that become current later, until the process is asked to end. The address goes to stdout. */
export async function serve(context: Context, { port, host, queries, open = false }: ServeOptions): Promise<ExitCode> {
  const { terminal, services, dataDir, output } = context;
  const served = await openWithProgress(context, (options) => services.openServed(dataDir, options, terminal.logLevel));
  try {
    warnIfIncomplete(context, await isIncomplete(served));
    const stopped = services.untilStopped();
    const server = await services.startServer({
      questions: served.questions,
      snapshots: services.openDesk(dataDir, served),
      host,
      port,
      queries,
      logLevel: terminal.logLevel,
      onBusyPort: (busy, next) => terminal.note(`Port ${busy} is taken, trying ${next}.`),
    });
    try {
      terminal.note('Rolepath is running. Ctrl+C ends it. Open:');
      await terminal.write(output === 'json' || output === 'jsonl' ? jsonLine({ url: server.url }) : `${server.url}\n`);
      if (open && !(await services.openBrowser(server.url))) terminal.note('No browser could be opened; open the address yourself.');
      await stopped;
    } finally {
      await server.close();
    }
    return exitCodes.done;
  } finally {
    await served.close();
  }
}

/** Asks as a request would, and lets go of the snapshot afterwards. */
async function isIncomplete(served: ServedSnapshots): Promise<boolean> {
  const releases: (() => void)[] = [];
  try {
    return (await served.questions((release) => void releases.push(release)).summary()).incomplete;
  } finally {
    for (const release of releases) release();
  }
}
