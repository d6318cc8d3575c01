/** `rolepath demo`: the bundled example organization, ingested and served. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { type ExitCode, UsageError } from '../exit-codes.ts';
import { withProgress } from '../progress.ts';
import { type Context, refuseSnapshotOption } from './context.ts';
import type { Invoke } from './invoke.ts';
import { addServeOptions, type ServeOptions, serve } from './serve.ts';

/** How the example is called wherever a snapshot's source is shown. */
const exampleSource = 'Example organization';

export function addDemo(program: Command, invoke: Invoke): void {
  const command = program.command('demo').description('ingests the bundled example organization and serves the explorer');
  addServeOptions(command).action((given: ServeOptions, self: Command) => invoke(self, (context) => demo(context, given)));
}

async function demo(context: Context, given: ServeOptions): Promise<ExitCode> {
  refuseSnapshotOption(context, 'The demo ingests the example and shows that.');
  const { terminal, services } = context;
  await refuseOwnMirror(context);
  const dataDir = await chooseDataDir(context);
  await withProgress(terminal, 'Ingesting the example organization …', ({ step }) =>
    services.ingest({ paths: [services.examplePath], source: exampleSource, dataDir, strict: false, onStep: step }),
  );
  return serve({ ...context, dataDir }, given);
}

/** The example must not take the place of somebody's own data: then it goes to a directory beneath. */
async function chooseDataDir({ dataDir, services, terminal }: Context): Promise<string> {
  const answer = await services.listSnapshots(dataDir);
  const own = answer.snapshots.find(({ current, source }) => current && source !== exampleSource);
  if (own === undefined) return dataDir;
  const aside = join(dataDir, 'demo');
  terminal.note(`${dataDir} holds your own data, so the example goes to ${aside}. "rolepath serve" explores yours.`);
  return aside;
}

/** A database that mirrors a snapshot has room for one: somebody's own is not replaced by the example. */
async function refuseOwnMirror({ services }: Context): Promise<void> {
  const held = await services.mirroredSource();
  if (held === null || held === exampleSource) return;
  throw new UsageError(
    `Neo4j holds ${held}, which the example would replace. Leave out --store, or name an empty database with NEO4J_DATABASE. To replace it nevertheless: 'rolepath ingest ${services.examplePath} --store neo4j'.`,
  );
}
