/** A manifest as ingest writes it. */
import { schemaHash } from '../../graph/schema-hash.ts';
import { type Manifest, snapshotFormatVersion } from '../../graph/snapshots.ts';

export function sampleManifest(id: string, rest: Partial<Manifest> = {}): Manifest {
  return {
    id,
    formatVersion: snapshotFormatVersion,
    schemaHash,
    createdAt: '2026-11-22T04:30:00.000Z',
    source: 'examples/acme',
    engine: 'ladybug',
    counts: {
      accounts: 2,
      users: 1,
      roles: 2,
      groups: 1,
      otherPrincipals: 1,
      edges: 4,
      allowedEdges: 2,
      conditionalEdges: 2,
      crossAccountEdges: 1,
      policies: 4,
      reasons: 2,
    },
    findings: [
      {
        severity: 'skipped',
        code: 'broken-json',
        file: 'accounts/1.json',
        path: null,
        reason: 'Unexpected end',
        remedy: 'Collect it again.',
      },
    ],
    incomplete: true,
    versions: { rolepath: '0.1.0', node: process.version, engine: '0' },
    timings: { read: 1 },
    ...rest,
  };
}
