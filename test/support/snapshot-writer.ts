/**
 * A child process that ingests smallGraph as the pipeline does, says each step on stdout, and stays at the step it is told
 * to stay at, so that a test can kill it there: `snapshot-writer.ts <data dir> <step>`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAdjacency, writeAdjacency } from '../../graph/adjacency-file.ts';
import { createLadybugWriter } from '../../graph/engines/ladybug/index.ts';
import { createSnapshotDirectory, discardUnfinished, lockDataDirectory, publishSnapshot } from '../../graph/snapshots.ts';
import { smallGraph } from './sample-graph.ts';
import { sampleManifest } from './sample-manifest.ts';

const [dataDir = '', stayAt = ''] = process.argv.slice(2);

async function step(name: string): Promise<void> {
  process.stdout.write(`${name}\n`);
  // An open timer keeps the process from ending by itself.
  if (name === stayAt) await new Promise(() => setInterval(() => undefined, 1000));
}

const lock = await lockDataDirectory(dataDir);
await step('locked');
await discardUnfinished(dataDir);
const places = await createSnapshotDirectory(dataDir);
await step('created');
writeFileSync(join(places.collection, 'organization.json'), '{}');
await createLadybugWriter(places.database).write(smallGraph);
await step('stored');
await writeAdjacency(places.adjacency, buildAdjacency(places.id, smallGraph));
await step('ready');
await publishSnapshot(dataDir, places.id, sampleManifest(places.id));
await step('published');
await lock.release();
await step('released');
