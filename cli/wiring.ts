/** The composition root: puts engine, questions, ingest and server together for the commands. */
import { pino } from 'pino';
import { createLadybugCypher, createLadybugWriter, ladybugVersion, openLadybugStore } from '../graph/engines/ladybug/index.ts';
import { ingest, ingestLive, planLive, rebuildSnapshot } from '../ingest/index.ts';
import { createQuestions } from '../queries/index.ts';
import { loadQueries } from '../queries/saved/load-queries.ts';
import type { Log } from '../server/log.ts';
import { startServer } from '../server/start-server.ts';
import type { Services } from './commands/context.ts';
import { examine } from './examine.ts';
import { type Mirror, type MirrorCopy, withoutMirror } from './mirror.ts';
import { openBrowser } from './open-browser.ts';
import { examplePath, libraryPath, readVersion, webRoot } from './package-files.ts';
import { createSnapshotDesk } from './snapshot-desk.ts';
import { createSnapshotServices, describeManifest, type SnapshotEngine } from './snapshot-services.ts';
import type { LogLevel } from './terminal.ts';
import { createNeo4jMirror, readNeo4jAddress } from './wiring-neo4j.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export const createServices = (env: Environment): Services => assemble(env, withoutMirror);

function assemble(env: Environment, mirror: Mirror): Services {
  const ladybug = async () => ({ name: 'ladybug', version: await ladybugVersion(), createWriter: createLadybugWriter }) as const;
  const version = readVersion();
  const engineWith = (copy: MirrorCopy | undefined): SnapshotEngine => ({
    openStore: openLadybugStore,
    openCypher: (databasePath) => createLadybugCypher(databasePath),
    rebuild: async (dataDir, id, onStep) =>
      await rebuildSnapshot({ dataDir, id, onStep, engine: await ladybug(), version, mirror: copy?.(onStep).graph }),
  });
  const engine = engineWith(undefined);
  const snapshots = createSnapshotServices(engine);
  return {
    ...snapshots,
    examplePath,
    openBrowser,
    untilStopped,
    overNeo4j: () => assemble(env, createNeo4jMirror(readNeo4jAddress(env))),
    async openQuestions(dataDir, options) {
      const snapshot = await mirror.open(engine, dataDir, options);
      return { questions: createQuestions(snapshot), close: () => snapshot.close() };
    },
    useSnapshot: (dataDir, name, options) =>
      mirror.around(async (copy) => {
        const answer = await snapshots.useSnapshot(dataDir, name, options);
        await copy?.(options.onStep).snapshot(engine, dataDir, answer.snapshot);
        return answer;
      }),
    rebuildSnapshot: (dataDir, name, onStep) =>
      mirror.around((copy) => createSnapshotServices(engineWith(copy)).rebuildSnapshot(dataDir, name, onStep)),
    ingest: (request) =>
      mirror.around(async (copy) =>
        describeManifest(await ingest({ ...request, engine: await ladybug(), version, mirror: copy?.(request.onStep).graph })),
      ),
    loadQueries: loadSavedQueries,
    ingestLive: (request) =>
      mirror.around(async (copy) => {
        const options = { engine: await ladybug(), version, mirror: copy?.(request.onStep).graph };
        const { manifest, summary } = await ingestLive({ ...request, source: 'live', ...options });
        return { answer: describeManifest(manifest), summary };
      }),
    async planLive(live) {
      const { caller, ...plan } = await planLive(live);
      return {
        snapshot: null,
        incomplete: false,
        truncated: false,
        cypher: null,
        caller: caller.arn,
        ...plan,
        steps: [...plan.steps].map((step) => ({ ...step, calls: [...step.calls] })),
        findings: [...plan.findings],
      };
    },
    examine: (dataDir, live) =>
      examine(dataDir, live, {
        version,
        engineVersion: ladybugVersion,
        openCurrent: async () => await (await mirror.open(engine, dataDir, {})).close(),
      }),
    onInterrupt,
    openServed: (dataDir, options, logLevel) =>
      mirror.openServed({ engine, log: createLog(logLevel), ask: createQuestions }, dataDir, options),
    openDesk: (dataDir, served) => createSnapshotDesk(engine, dataDir, served),
    startServer: async ({ logLevel, queries, ...options }) =>
      await startServer({
        ...options,
        webRoot,
        savedQueries: await loadSavedQueries(queries),
        token: env['ROLEPATH_TOKEN'] === '' ? undefined : env['ROLEPATH_TOKEN'],
        log: createLog(logLevel),
      }),
  };
}

const loadSavedQueries: Services['loadQueries'] = (directories) =>
  loadQueries([{ path: libraryPath, isBuiltIn: true }, ...directories.map((path) => ({ path, isBuiltIn: false }))]);

const createLog = (level: LogLevel): Log => pino({ name: 'rolepath', level }, pino.destination({ dest: 2, sync: true }));

/** Resolves at the first Ctrl+C or termination; a second one ends the process at once, as it does by default. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** A live run keeps every answer as it comes, so ending at once loses nothing. */
function onInterrupt(say: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const end = (signal: NodeJS.Signals): void => {
    say();
    // As a shell counts a process that a signal ended.
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  for (const signal of signals) process.once(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}
