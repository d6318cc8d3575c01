/** An ingest takes over what the current snapshot decided, says so, and does without where it is not there. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { placesOf } from '../../graph/snapshots.ts';
import { ingestCollection } from '../support/aws/live-runs.ts';
import { exampleDirectory } from '../support/graph-of-files.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

it('decides nothing anew in what is unchanged, and all of it where nothing was kept', { timeout: 120_000 }, async () => {
  const dataDir = join(temporaryDirectory(), 'data');
  const first = await ingestCollection(dataDir, exampleDirectory);
  const { decisions = 0, accounts = 0 } = first.decided ?? {};
  expect(decisions).toBeGreaterThan(500);
  const all = { decisions, decidedAnew: decisions, accounts, accountsDecidedAnew: accounts };
  expect(first.decided).toEqual({ from: null, ...all });

  const second = await ingestCollection(dataDir, exampleDirectory);
  expect(second.decided).toEqual({ from: first.id, ...all, decidedAnew: 0, accountsDecidedAnew: 0 });
  expect(second.counts).toEqual(first.counts);

  await writeFile(placesOf(dataDir, second.id).decisions, 'not what was written');
  const third = await ingestCollection(dataDir, exampleDirectory);
  expect(third.decided).toEqual({ from: null, ...all });
});
