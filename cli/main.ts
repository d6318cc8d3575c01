#!/usr/bin/env node
/** The `rolepath` binary. The only file that runs by being loaded, and with wiring.ts the only one that knows the process. */
import { readVersion } from './package-files.ts';
import { runCommandLine } from './program.ts';
import { createServices } from './wiring.ts';

// The AWS SDK would tell everyone who reads files on Node 20 that it will want a newer one some day.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
process.exitCode = await runCommandLine(process.argv.slice(2), process, readVersion(), createServices(process.env));
