/** Compares two open snapshots and closes them. */
import type { OpenSnapshot } from '../graph/snapshots.ts';
import { type DiffOptions, diffSnapshots } from '../queries/diff/diff-snapshots.ts';
import type { DiffAnswer } from '../queries/diff-answer.ts';
import { createSnapshotView, type SnapshotView } from '../queries/snapshot-view.ts';

/** Both are closed whatever happens. */
export async function compareSnapshots(
  before: OpenSnapshot,
  openAfter: () => Promise<OpenSnapshot>,
  options: DiffOptions,
): Promise<DiffAnswer> {
  try {
    const after = await openAfter();
    try {
      return await diffSnapshots(toView(before), toView(after), options);
    } finally {
      await after.close();
    }
  } finally {
    await before.close();
  }
}

const toView = ({ adjacency, manifest }: OpenSnapshot): SnapshotView => createSnapshotView(adjacency, manifest);
