#!/usr/bin/env node
/** The `rolepath` binary. The only file that runs by being loaded, and with wiring.ts the only one that knows the process. */
import { readVersion } from './package-files.ts';
import { runCommandLine } from './program.ts';
import { createServices } from './wiring.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), process, readVersion(), createServices(process.env));
