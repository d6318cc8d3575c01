/**
 * The composition root: puts engine, questions, ingest and server together for the commands. What only some commands need (AWS's
 * libraries, the server, the log, YAML) is loaded by them: most of the time of a small command would go into it.
 */
import { createLadybugCypher, createLadybugWriter, ladybugVersion, openLadybugStore } from '../graph/engines/ladybug/index.ts';
import { createQuestions } from '../queries/index.ts';
import type { Log } from '../server/log.ts';
import type { Services } from './commands/context.ts';
import { type Mirror, type MirrorCopy, withoutMirror } from './mirror.ts';
import { openBrowser } from './open-browser.ts';
import { examplePath, libraryPath, readReportAssets, readVersion, webRoot } from './package-files.ts';
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
    async rebuild(dataDir, id, onStep) {
      const { rebuildSnapshot } = await loadIngest();
      return await rebuildSnapshot({ dataDir, id, onStep, engine: await ladybug(), version, mirror: copy?.(onStep).graph });
    },
  });
  const engine = engineWith(undefined);
  const snapshots = createSnapshotServices(engine);
  return {
    ...snapshots,
    examplePath,
    openBrowser,
    untilStopped,
    overNeo4j: () => assemble(env, createNeo4jMirror(readNeo4jAddress(env))),
    mirroredSource: () => mirror.readSource(),
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
      mirror.around(async (copy) => {
        const { ingest } = await loadIngest();
        return describeManifest(await ingest({ ...request, engine: await ladybug(), version, mirror: copy?.(request.onStep).graph }));
      }),
    loadQueries: loadSavedQueries,
    ingestLive: (request) =>
      mirror.around(async (copy) => {
        const { ingestLive } = await loadIngest();
        const options = { engine: await ladybug(), version, mirror: copy?.(request.onStep).graph };
        const { manifest, summary } = await ingestLive({ ...request, source: 'live', ...options });
        return { answer: describeManifest(manifest), summary };
      }),
    async planLive(live) {
      const { planLive } = await loadIngest();
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
    async examine(dataDir, live) {
      const { examine } = await import('./examine.ts');
      return await examine(dataDir, live, {
        version,
        engineVersion: ladybugVersion,
        openCurrent: async () => await (await mirror.open(engine, dataDir, {})).close(),
      });
    },
    onInterrupt,
    openServed: async (dataDir, options, logLevel) =>
      await mirror.openServed({ engine, log: await createLog(logLevel), ask: createQuestions }, dataDir, options),
    openDesk: (dataDir, served) => createSnapshotDesk(engine, dataDir, served),
    async startServer({ logLevel, queries, ...options }) {
      const { startServer } = await import('../server/start-server.ts');
      const { renderAuditPage } = await import('./format/audit/audit-page.ts');
      const { renderOcsf } = await import('./format/audit/ocsf.ts');
      return await startServer({
        ...options,
        webRoot,
        savedQueries: await loadSavedQueries(queries),
        auditFiles: {
          html: (answer) => renderAuditPage(answer, version, readReportAssets()),
          ocsf: (answer) => renderOcsf(answer, version),
        },
        token: env['ROLEPATH_TOKEN'] === '' ? undefined : env['ROLEPATH_TOKEN'],
        log: await createLog(logLevel),
      });
    },
  };
}

const loadIngest = async () => await import('../ingest/index.ts');

const loadSavedQueries: Services['loadQueries'] = async (directories) => {
  const { loadQueries } = await import('../queries/saved/load-queries.ts');
  return await loadQueries([{ path: libraryPath, isBuiltIn: true }, ...directories.map((path) => ({ path, isBuiltIn: false }))]);
};

async function createLog(level: LogLevel): Promise<Log> {
  const { pino } = await import('pino');
  const log: Log = pino({ name: 'rolepath', level }, pino.destination({ dest: 2, sync: true }));
  return log;
}

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
