/** The command line as a whole: which commands and options there are, and one run of it. */
import { Command, type OutputConfiguration } from 'commander';
import { addAudit } from './commands/audit.ts';
import type { Context, Services } from './commands/context.ts';
import { addCuts } from './commands/cuts.ts';
import { addCypher } from './commands/cypher.ts';
import { addDemo } from './commands/demo.ts';
import { addDiff } from './commands/diff.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEdges } from './commands/edges.ts';
import { addExplain } from './commands/explain.ts';
import { addIngest } from './commands/ingest.ts';
import type { Invoke } from './commands/invoke.ts';
import { addPaths } from './commands/paths.ts';
import { addQueries } from './commands/queries.ts';
import { addReach } from './commands/reach.ts';
import { addReport } from './commands/report.ts';
import { addServe } from './commands/serve.ts';
import { addSnapshots } from './commands/snapshots.ts';
import { heedConfig } from './config/heed-config.ts';
import type { Config } from './config/read-config.ts';
import { describeFailure, type ExitCode, exitCodes } from './exit-codes.ts';
import { showText } from './format/visible-text.ts';
import { addCommonOptions, type CommonOptions } from './options.ts';
import { createTerminal, ignoreStreamErrors, type Surroundings } from './terminal.ts';

/** `invoke` runs what a command line asks for; `output` is where help and usage errors go. */
export function createProgram(version: string, output: OutputConfiguration, invoke: Invoke): Command {
  const program = new Command('rolepath')
    .description('Who can reach which AWS role, by what chain, under what conditions, and which statements make it so.')
    .version(version)
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help says what there is)')
    .configureOutput(output)
    .exitOverride();
  addCommonOptions(program);
  const addCommands = [
    addDemo,
    addIngest,
    addDoctor,
    addServe,
    addReach,
    addPaths,
    addCuts,
    addExplain,
    addEdges,
    addDiff,
    addCypher,
    addQueries,
    addAudit,
    addReport,
    addSnapshots,
  ];
  for (const add of addCommands) add(program, invoke);
  return program.addHelpText(
    'after',
    '\nOptions may stand in rolepath.yaml, by their long names; the README says how.\nExit codes: 0 done; 1 failed; 2 usage; 3 findings; 4 done, but on incomplete data.\nData goes to stdout, messages and progress go to stderr.',
  );
}

/** Parses the arguments (without node and script), runs the command, says what went wrong, and gives the exit code. Never rejects. */
export async function runCommandLine(
  args: readonly string[],
  surroundings: Surroundings,
  version: string,
  services: Services,
): Promise<ExitCode> {
  ignoreStreamErrors(surroundings);
  const { stdin, stdout, stderr } = surroundings;
  let exitCode: ExitCode = exitCodes.done;
  let isDebugging = false;
  let config: Config | null = null;
  const output = { writeOut: (text: string) => stdout.write(text), writeErr: (text: string) => stderr.write(text) };
  const program = createProgram(version, output, async (command, run) => {
    const { data, snapshot, store, output: format, quiet = false, color, logLevel } = command.optsWithGlobals<CommonOptions>();
    isDebugging = logLevel === 'debug';
    const context: Context = {
      terminal: createTerminal(surroundings, { color, quiet, logLevel }),
      stdin,
      dataDir: data,
      snapshot,
      output: format,
      config,
      services: store === 'neo4j' ? services.overNeo4j() : services,
    };
    exitCode = await run(context);
  });
  heedConfig(program, surroundings, (heeded) => {
    config = heeded;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    const failure = describeFailure(error);
    if (failure.lines.length > 0)
      stderr.write(
        `rolepath: ${failure.lines
          .flatMap((line) => line.split('\n'))
          .map(showText)
          .join('\n')}\n`,
      );
    if (isDebugging && failure.lines.length > 0 && error instanceof Error) stderr.write(`${showStack(error)}\n`);
    return failure.exitCode;
  }
}

function showStack(error: Error): string {
  const lines = (error.stack ?? '').split('\n').map(showText).join('\n');
  return error.cause instanceof Error ? `${lines}\nCaused by: ${showStack(error.cause)}` : lines;
}
