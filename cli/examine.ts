/** What the doctor looks at: this machine, the store, the current snapshot, and AWS if asked. */
import { mkdir } from 'node:fs/promises';
import { readCurrent } from '../graph/snapshots.ts';
import { type Check, examineLive, type LiveOptions } from '../ingest/index.ts';
import type { DoctorAnswer } from '../queries/live-answers.ts';

export interface Examined {
  readonly version: string;
  /** Version of the engine; rejects if it does not load. */
  engineVersion(): Promise<string>;
  /** Opens the current snapshot and closes it. */
  openCurrent(): Promise<void>;
}

export async function examine(
  dataDir: string,
  live: LiveOptions | null,
  { version, engineVersion, openCurrent }: Examined,
): Promise<DoctorAnswer> {
  const checks: Check[] = [
    { place: 'this machine', check: 'versions', ok: true, detail: `Rolepath ${version}, Node ${process.version}`, remedy: '' },
  ];
  const look = async (check: string, remedy: string, work: () => Promise<string>): Promise<void> => {
    try {
      checks.push({ place: 'this machine', check, ok: true, detail: await work(), remedy: '' });
    } catch (error) {
      checks.push({ place: 'this machine', check, ok: false, detail: error instanceof Error ? error.message : String(error), remedy });
    }
  };
  await look(
    'Ladybug',
    'Install Rolepath again; its database needs glibc 2.34 or later on Linux.',
    async () => `version ${await engineVersion()}`,
  );
  await look('data directory', 'Name a directory that you may write to with --data.', async () => {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    return dataDir;
  });
  let snapshot: string | null = null;
  await look('current snapshot', 'Run rolepath ingest, or rolepath snapshots use with another one.', async () => {
    snapshot = await readCurrent(dataDir);
    if (snapshot === null) return 'none yet';
    await openCurrent();
    return `${snapshot} opens`;
  });
  if (live) checks.push(...(await examineLive(live)));
  return { snapshot, incomplete: false, truncated: false, cypher: null, checks };
}
