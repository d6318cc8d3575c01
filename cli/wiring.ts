/** The composition root: puts engine, questions, ingest and server together for the commands. */
import { pino } from 'pino';
import { createLadybugWriter, ladybugVersion, openLadybugStore } from '../graph/engines/ladybug/index.ts';
import { type ListedSnapshot, listSnapshots, openSnapshot, readCurrent } from '../graph/snapshots.ts';
import { ingest } from '../ingest/index.ts';
import type { SnapshotsAnswer } from '../queries/answers.ts';
import { createQuestions } from '../queries/index.ts';
import { startServer } from '../server/start-server.ts';
import type { Services } from './commands/context.ts';
import { openBrowser } from './open-browser.ts';
import { examplePath, readVersion, webRoot } from './package-files.ts';

export function createServices(env: Readonly<Record<string, string | undefined>>): Services {
  return {
    examplePath,
    openBrowser,
    untilStopped,
    async openQuestions(dataDir) {
      const snapshot = await openSnapshot(dataDir, { openStore: openLadybugStore });
      return { questions: createQuestions(snapshot), close: () => snapshot.close() };
    },
    async ingest(request) {
      const engine = { name: 'ladybug', version: await ladybugVersion(), createWriter: createLadybugWriter } as const;
      const { id, incomplete, counts, findings, timings } = await ingest({ ...request, engine, version: readVersion() });
      return { snapshot: id, incomplete, truncated: false, cypher: null, counts, findings, timings };
    },
    async listSnapshots(dataDir) {
      const listed = await listSnapshots(dataDir);
      const current = await readCurrent(dataDir);
      const snapshots = listed.flatMap((snapshot) => ('manifest' in snapshot ? [describeSnapshot(snapshot.manifest, current)] : []));
      const unreadable = listed.flatMap((snapshot) => ('error' in snapshot ? [snapshot.error.message] : []));
      return { answer: { current, snapshots }, unreadable };
    },
    startServer: ({ logLevel, ...options }) =>
      startServer({
        ...options,
        webRoot,
        token: env['ROLEPATH_TOKEN'] === '' ? undefined : env['ROLEPATH_TOKEN'],
        log: pino({ name: 'rolepath', level: logLevel }, pino.destination({ dest: 2, sync: true })),
      }),
  };
}

type ReadManifest = Extract<ListedSnapshot, { manifest: unknown }>['manifest'];

function describeSnapshot(
  { id, createdAt, source, engine, incomplete, findings, counts }: ReadManifest,
  current: string | null,
): SnapshotsAnswer['snapshots'][number] {
  return {
    id,
    current: id === current,
    createdAt,
    source,
    engine,
    incomplete,
    findings: findings.length,
    principals: counts.users + counts.roles + counts.groups + counts.otherPrincipals,
    edges: counts.edges,
  };
}

/** Resolves at the first Ctrl+C or termination; a second one ends the process at once, as it does by default. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
