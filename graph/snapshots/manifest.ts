/** The manifest: what a snapshot is, written last; its presence makes the directory a snapshot. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeDurably } from '../durable-file.ts';
import { findingSchema } from '../finding.ts';
import { isSnapshotId, placesOf } from './layout.ts';
import { isErrno, reasonOf, SnapshotError } from './snapshot-error.ts';

/** Raised when a snapshot's files change in a way that an older or newer Rolepath cannot read. */
export const snapshotFormatVersion = 1;

const amount = z.number().int().nonnegative();

const countsSchema = z.object({
  accounts: amount,
  users: amount,
  roles: amount,
  groups: amount,
  otherPrincipals: amount,
  /** Of `accounts`, those whose IAM data was read; the others are only named. */
  collectedAccounts: amount.optional(),
  /** `otherPrincipals` by kind. */
  otherKinds: z.record(z.string(), amount).optional(),
  edges: amount,
  allowedEdges: amount,
  conditionalEdges: amount,
  crossAccountEdges: amount,
  policies: amount,
  reasons: amount,
});

const manifestSchema = z.object({
  id: z.string().refine(isSnapshotId, 'is not a snapshot id'),
  formatVersion: z.literal(snapshotFormatVersion),
  /** See schema-hash.ts. */
  schemaHash: z.string(),
  /** ISO 8601. */
  createdAt: z.iso.datetime(),
  /** What was ingested, as the user named it. */
  source: z.string(),
  /** What the ingest was told to count as high-value targets. */
  highValue: z.array(z.string()).optional(),
  engine: z.enum(['ladybug', 'neo4j']),
  counts: countsSchema,
  findings: z.array(findingSchema),
  /** True if something of the input was skipped or unknown. */
  incomplete: z.boolean(),
  versions: z.object({ rolepath: z.string(), node: z.string(), engine: z.string() }),
  /** The engine's database file as it was written; absent where the engine keeps the graph elsewhere. */
  database: z.object({ bytes: amount, sha256: z.string() }).optional(),
  /** Milliseconds by step. */
  timings: z.record(z.string(), z.number()),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type SnapshotCounts = Manifest['counts'];

export async function writeManifest(dataDir: string, manifest: Manifest): Promise<void> {
  await writeDurably(placesOf(dataDir, manifest.id).manifest, [`${JSON.stringify(manifest, null, 2)}\n`]);
}

/** Rejects with a SnapshotError: `unknown-snapshot` (absent or unfinished), `snapshot-format`, `snapshot-damaged`. */
export async function readManifest(dataDir: string, id: string): Promise<Manifest> {
  if (!isSnapshotId(id))
    throw new SnapshotError('unknown-snapshot', `There is no snapshot '${id}'. 'rolepath snapshots list' shows those there are.`);
  const path = placesOf(dataDir, id).manifest;
  const manifest = parseManifest(path, await readText(path, id));
  if (manifest.id !== id) throw damaged(path, `it is of snapshot ${manifest.id}`);
  return manifest;
}

async function readText(path: string, id: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) {
      throw new SnapshotError(
        'unknown-snapshot',
        `There is no finished snapshot '${id}'. 'rolepath snapshots list' shows those there are.`,
      );
    }
    throw new SnapshotError('data-directory', `Cannot read ${path}: ${reasonOf(error)}. Check its permissions.`, { cause: error });
  }
}

function parseManifest(path: string, text: string): Manifest {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw damaged(path, reasonOf(error));
  }
  const version = z.object({ formatVersion: z.number() }).safeParse(data);
  if (version.success && version.data.formatVersion !== snapshotFormatVersion) {
    throw new SnapshotError(
      'snapshot-format',
      `${path} has format ${version.data.formatVersion}; this Rolepath reads ${snapshotFormatVersion}. Ingest again, or use the Rolepath that wrote it.`,
    );
  }
  const result = manifestSchema.safeParse(data);
  if (!result.success) throw damaged(path, z.prettifyError(result.error));
  return result.data;
}

function damaged(path: string, reason: string): SnapshotError {
  return new SnapshotError('snapshot-damaged', `${path} is damaged: ${reason}. Ingest again.`);
}
