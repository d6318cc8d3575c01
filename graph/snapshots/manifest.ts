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
  /** Set if the files that an earlier snapshot kept were ingested anew, and by which version of Rolepath that one was made. */
  rebuiltFrom: z.object({ id: z.string(), rolepath: z.string() }).optional(),
  /** The engine's database file as it was written; absent where the engine keeps the graph elsewhere. */
  database: z.object({ bytes: amount, sha256: z.string() }).optional(),
  /** How much of it an earlier snapshot had decided already; `from` is its id, null if nothing was taken over. */
  decided: z
    .object({ from: z.string().nullable(), accounts: amount, accountsDecidedAnew: amount, decisions: amount, decidedAnew: amount })
    .optional(),
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
  const manifest = parseManifest(path, id, await readText(path, id));
  if (manifest.id !== id) throw damaged(path, `it is of snapshot ${manifest.id}`);
  return manifest;
}

const originSchema = z.object({
  createdAt: z.iso.datetime().optional().catch(undefined),
  source: z.string().optional().catch(undefined),
  highValue: z.array(z.string()).optional().catch(undefined),
  versions: z.object({ rolepath: z.string() }).optional().catch(undefined),
});

/** Where a snapshot came from. */
export interface SnapshotOrigin {
  readonly createdAt?: string | undefined;
  readonly source?: string | undefined;
  readonly highValue?: readonly string[] | undefined;
  /** `unknown` if it does not say. */
  readonly rolepath: string;
}

/** What a manifest of any format, or a damaged one, still says of where it came from. Rejects if there is none, or none that can be read. */
export async function readOrigin(dataDir: string, id: string): Promise<SnapshotOrigin> {
  const origin = originSchema.safeParse(tryParseJson(await readText(placesOf(dataDir, id).manifest, id))).data;
  return { ...origin, rolepath: origin?.versions?.rolepath ?? 'unknown' };
}

function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The next step for a snapshot that another version of Rolepath wrote. */
export const howToRebuild = (id: string): string =>
  `'rolepath snapshots rebuild ${id}' makes one of this version from the files that are kept with it.`;

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

/** `path` is for messages. Throws a SnapshotError: `snapshot-format`, `snapshot-newer`, `snapshot-damaged`. */
export function parseManifest(path: string, id: string, text: string): Manifest {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw damaged(path, reasonOf(error));
  }
  const version = z.object({ formatVersion: z.number() }).safeParse(data).data?.formatVersion ?? snapshotFormatVersion;
  if (version > snapshotFormatVersion) {
    throw new SnapshotError(
      'snapshot-newer',
      `${path} has format ${version}; this Rolepath reads ${snapshotFormatVersion}. Use the Rolepath that wrote it, or a newer one.`,
    );
  }
  if (version < snapshotFormatVersion)
    throw new SnapshotError('snapshot-format', `${path} has format ${version} of an older Rolepath. ${howToRebuild(id)}`);
  const result = manifestSchema.safeParse(data);
  if (!result.success) throw damaged(path, z.prettifyError(result.error));
  return result.data;
}

function damaged(path: string, reason: string): SnapshotError {
  return new SnapshotError('snapshot-damaged', `${path} is damaged: ${reason}. Ingest again.`);
}
