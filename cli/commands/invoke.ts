/** How a command line becomes a run of a command; see program.ts. */
import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import type { Context } from './context.ts';

/** Runs a command with the context that its common options describe, and keeps its exit code. */
export type Invoke = (command: Command, run: (context: Context) => Promise<ExitCode>) => Promise<void>;
