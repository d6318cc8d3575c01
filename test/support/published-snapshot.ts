/** Small finished snapshots, and opening them without an engine. */
import { writeFileSync } from 'node:fs';
import type { AccessGraph } from '../../graph/access-graph.ts';
import { buildAdjacency, writeAdjacency } from '../../graph/adjacency-file.ts';
import { createSnapshotDirectory, type Manifest, publishSnapshot, type SnapshotPlaces } from '../../graph/snapshots.ts';
import type { GraphStore } from '../../graph/store.ts';
import { smallGraph } from './sample-graph.ts';
import { sampleManifest } from './sample-manifest.ts';

/** Publishes a snapshot of that time and makes it current. */
export async function publish(
  dataDir: string,
  time: string,
  rest: Partial<Manifest> = {},
  graph: AccessGraph = smallGraph,
): Promise<SnapshotPlaces> {
  const places = await createSnapshotDirectory(dataDir, new Date(time));
  writeFileSync(places.database, 'a database');
  await writeAdjacency(places.adjacency, buildAdjacency(places.id, graph));
  await publishSnapshot(dataDir, places.id, sampleManifest(places.id, { createdAt: new Date(time).toISOString(), ...rest }));
  return places;
}

export const noStore = (): Promise<GraphStore> => Promise.reject(new Error('This test asks nothing of the store.'));
