/** What a running server asks of the data directory beside the snapshot that it serves: the list, and comparisons. */
import { chooseSnapshot, type OpenSnapshot, openSnapshot } from '../graph/snapshots.ts';
import { rememberLast } from '../queries/bounded-cache.ts';
import type { SnapshotDesk } from '../server/route.ts';
import type { ServedSnapshots } from '../server/served-snapshots.ts';
import { compareSnapshots } from './compare-snapshots.ts';
import { createSnapshotServices, type SnapshotEngine } from './snapshot-services.ts';

/** Most edges that a comparison may look at in a server, which has others to answer: a second or two, in portions. */
const serverEffort = 1e8;

/** Snapshots never change, so the last few comparisons are kept; they are made one by one. */
export function createSnapshotDesk(engine: SnapshotEngine, dataDir: string, served: ServedSnapshots): SnapshotDesk {
  const { listSnapshots: list } = createSnapshotServices(engine);
  const open = (id: string): Promise<OpenSnapshot> => openSnapshot(dataDir, { id, ...engine });
  let last: Promise<unknown> = Promise.resolve();
  const diff = rememberLast(8, (key) => {
    const [before = '', after = '', maxHops, limit] = key.split(' ');
    const options = { maxHops: Number(maxHops), limit: Number(limit), effort: serverEffort };
    const result = last.then(async () => compareSnapshots(await open(before), () => open(after), options));
    last = result.catch(() => undefined);
    return result;
  });
  return {
    list: () => list(dataDir),
    problem: served.problem,
    diff: async (before, after, { maxHops, limit }) =>
      diff([await chooseSnapshot(dataDir, before), await chooseSnapshot(dataDir, after), maxHops, limit].join(' ')),
  };
}
