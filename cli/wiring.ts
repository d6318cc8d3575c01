/** The composition root: puts engine, questions, ingest and server together for the commands. */
import { pino } from 'pino';
import { createLadybugCypher, createLadybugWriter, ladybugVersion, openLadybugStore } from '../graph/engines/ladybug/index.ts';
import { ingest, ingestLive, rebuildSnapshot } from '../ingest/index.ts';
import { createQuestions } from '../queries/index.ts';
import { loadQueries } from '../queries/saved/load-queries.ts';
import type { Log } from '../server/log.ts';
import { startServer } from '../server/start-server.ts';
import type { Services } from './commands/context.ts';
import { openBrowser } from './open-browser.ts';
import { examplePath, libraryPath, readVersion, webRoot } from './package-files.ts';
import {
  createSnapshotServices,
  describeManifest,
  openNamedSnapshot,
  openServedSnapshots,
  type SnapshotEngine,
} from './snapshot-services.ts';
import type { LogLevel } from './terminal.ts';

export function createServices(env: Readonly<Record<string, string | undefined>>): Services {
  const ladybug = async () => ({ name: 'ladybug', version: await ladybugVersion(), createWriter: createLadybugWriter }) as const;
  const engine: SnapshotEngine = {
    openStore: openLadybugStore,
    openCypher: (databasePath) => createLadybugCypher(databasePath),
    rebuild: async (dataDir, id, onStep) => await rebuildSnapshot({ dataDir, id, onStep, engine: await ladybug(), version: readVersion() }),
  };
  return {
    ...createSnapshotServices(engine),
    examplePath,
    openBrowser,
    untilStopped,
    async openQuestions(dataDir, options) {
      const snapshot = await openNamedSnapshot(engine, dataDir, options);
      return { questions: createQuestions(snapshot), close: () => snapshot.close() };
    },
    ingest: async (request) => describeManifest(await ingest({ ...request, engine: await ladybug(), version: readVersion() })),
    loadQueries: (directories) =>
      loadQueries([{ path: libraryPath, isBuiltIn: true }, ...directories.map((path) => ({ path, isBuiltIn: false }))]),
    async ingestLive(request) {
      const { manifest, summary } = await ingestLive({ ...request, source: 'live', engine: await ladybug(), version: readVersion() });
      return { answer: describeManifest(manifest), summary };
    },
    openServed: (dataDir, options, logLevel) =>
      openServedSnapshots({ engine, log: createLog(logLevel), ask: createQuestions }, dataDir, options),
    startServer: ({ logLevel, ...options }) =>
      startServer({
        ...options,
        webRoot,
        token: env['ROLEPATH_TOKEN'] === '' ? undefined : env['ROLEPATH_TOKEN'],
        log: createLog(logLevel),
      }),
  };
}

const createLog = (level: LogLevel): Log => pino({ name: 'rolepath', level }, pino.destination({ dest: 2, sync: true }));

/** Resolves at the first Ctrl+C or termination; a second one ends the process at once, as it does by default. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
