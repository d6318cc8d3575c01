/** The pipeline: files → Collection → Organization → AccessGraph → a new current snapshot. */

import type { AccessGraph } from '../graph/access-graph.ts';
import { buildAdjacency, writeAdjacency } from '../graph/adjacency-file.ts';
import { isConditional, isCrossAccount } from '../graph/edge-flags.ts';
import { checksumFile } from '../graph/file-checksum.ts';
import type { Finding } from '../graph/finding.ts';
import { schemaHash } from '../graph/schema-hash.ts';
import {
  createSnapshotDirectory,
  discardUnfinished,
  lockDataDirectory,
  type Manifest,
  placesOf,
  publishSnapshot,
  readCurrent,
  type SnapshotCounts,
  SnapshotError,
  snapshotFormatVersion,
} from '../graph/snapshots.ts';
import type { GraphWriter } from '../graph/store.ts';
import { buildAccessGraph } from './build-access-graph.ts';
import { type RawCollection, writeCollection } from './collection.ts';
import type { KeptDecisions } from './derive/decisions.ts';
import { deriveEdges } from './derive/derive-edges.ts';
import { IngestError } from './errors.ts';
import { readHighValue } from './facts/high-value.ts';
import { derivePrincipalFacts } from './facts/principal-facts.ts';
import { readDecisions, writeDecisions } from './kept-decisions.ts';
import { linkOrganization } from './link.ts';
import { readFiles } from './sources/files.ts';

export interface IngestOptions {
  readonly paths: readonly string[];
  /** Called with what was read, before anything is made of it. */
  readonly prepare?: (collection: RawCollection) => RawCollection | Promise<RawCollection>;
  /** What people are told was ingested; the paths as they were given unless said otherwise. */
  readonly source?: string | undefined;
  readonly dataDir: string;
  /** Fail, and leave the current snapshot as it is, if anything was skipped or unknown. */
  readonly strict: boolean;
  /** What counts as a high-value target besides administrators: `TAG=VALUE` or ARNs. */
  readonly highValue?: readonly string[];
  /** Where the graph goes; chosen by the composition root. */
  readonly engine: { readonly name: Manifest['engine']; readonly version: string; createWriter(databasePath: string): GraphWriter };
  /** Copies the graph elsewhere, once the snapshot is whole and current. */
  readonly mirror?: ((graph: AccessGraph, manifest: Manifest) => Promise<void>) | undefined;
  /** Version of Rolepath, for the manifest. */
  readonly version: string;
  /** Set if the paths are what an earlier snapshot kept: then the new one takes its place; see rebuild.ts. */
  readonly rebuilds?: { readonly id: string; readonly rolepath: string; readonly createdAt: Date };
  /** Called at the start of each step with what it does, for people. */
  readonly onStep?: (text: string) => void;
}

/**
 * Builds a snapshot beside the others and makes it current.
 * @returns its manifest; `incomplete` says that findings of severity skipped or unknown stand in it
 * @throws IngestError, SnapshotError or StoreError; then the current snapshot is what it was. What `mirror` rejects with comes after
 *   that: the snapshot is current nevertheless
 */
export async function ingest({
  paths,
  source = paths.join(', '),
  dataDir,
  strict,
  highValue = [],
  prepare = (collection) => collection,
  engine,
  mirror,
  version,
  rebuilds,
  onStep = () => {},
}: IngestOptions): Promise<Manifest> {
  const worth = readHighValue(highValue);
  const timings: Record<string, number> = {};
  const step = async <T>(name: string, text: string, work: () => T | Promise<T>): Promise<T> => {
    onStep(text);
    const start = performance.now();
    const result = await work();
    timings[name] = Math.round(performance.now() - start);
    return result;
  };

  const collection = await step('read', 'Reading files …', async () => await prepare(await readFiles(paths)));
  const organization = await step('link', 'Linking accounts, principals and policies …', () => linkOrganization(collection));
  const earlier = await readEarlierDecisions(dataDir);
  const derived = await step('decide', 'Deciding who can assume which role …', () => deriveEdges(organization, earlier?.decisions));
  const facts = await step('facts', 'Working out administrators and reach …', () => derivePrincipalFacts(organization, derived, worth));
  const findings = [...organization.findings, ...derived.findings, ...facts.findings];
  const incomplete = findings.some(isLoss);
  if (strict && incomplete) throw notComplete(findings);
  const graph = buildAccessGraph(organization, derived, facts);

  const lock = await lockDataDirectory(dataDir);
  try {
    await discardUnfinished(dataDir);
    const createdAt = rebuilds?.createdAt ?? new Date();
    const places = await createSnapshotDirectory(dataDir, createdAt);
    try {
      await step('collection', 'Keeping the files …', () => writeCollection(collection, places.collection));
      await step('store', 'Writing the graph …', () => engine.createWriter(places.database).write(graph));
      await step('adjacency', 'Writing the adjacency …', () => writeAdjacency(places.adjacency, buildAdjacency(places.id, graph)));
      await step('decisions', 'Keeping what was decided …', () => writeDecisions(places.decisions, derived.decisions));
      const manifest: Manifest = {
        id: places.id,
        formatVersion: snapshotFormatVersion,
        schemaHash,
        createdAt: createdAt.toISOString(),
        source,
        ...(highValue.length > 0 ? { highValue: [...highValue] } : {}),
        engine: engine.name,
        counts: countGraph(graph),
        findings,
        incomplete,
        versions: { rolepath: version, node: process.version, engine: engine.version },
        ...(rebuilds ? { rebuiltFrom: { id: rebuilds.id, rolepath: rebuilds.rolepath } } : {}),
        database: await checksumFile(places.database),
        decided: { from: earlier?.from ?? null, ...derived.counts },
        timings,
      };
      onStep('Making the snapshot current …');
      const makeCurrent = rebuilds === undefined || (await readCurrent(dataDir)) === rebuilds.id;
      await publishSnapshot(dataDir, places.id, manifest, { makeCurrent });
      if (mirror && makeCurrent) await mirror(graph, manifest);
      return manifest;
    } catch (error) {
      await discardUnfinished(dataDir);
      throw error;
    }
  } finally {
    await lock.release();
  }
}

/** What the current snapshot's ingest decided, if this Rolepath may use it. A damaged snapshot has decided nothing. */
async function readEarlierDecisions(dataDir: string): Promise<{ readonly from: string; readonly decisions: KeptDecisions } | null> {
  const from = await readCurrent(dataDir).catch((error: unknown) => {
    if (error instanceof SnapshotError) return null;
    throw error;
  });
  const decisions = from === null ? null : await readDecisions(placesOf(dataDir, from).decisions);
  return from === null || decisions === null ? null : { from, decisions };
}

const isLoss = ({ severity }: Finding): boolean => severity !== 'notice';

function notComplete(findings: readonly Finding[]): IngestError {
  const losses = findings.filter(isLoss);
  return new IngestError(
    'incomplete',
    `${losses.length} of the input's findings say that something was skipped or is unknown.`,
    'Mend the input, or run without --strict to go on with what there is.',
    { findings: losses },
  );
}

const ownKinds: ReadonlySet<string> = new Set(['user', 'role', 'group']);

function countGraph({ nodes, canAssume }: AccessGraph): SnapshotCounts {
  const kinds = new Map<string, number>();
  for (const { kind } of nodes.Principal) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const [users, roles, groups] = [kinds.get('user') ?? 0, kinds.get('role') ?? 0, kinds.get('group') ?? 0];
  let conditional = 0;
  let crossAccount = 0;
  for (const flags of canAssume.flags) {
    if (isConditional(flags)) conditional += 1;
    if (isCrossAccount(flags)) crossAccount += 1;
  }
  return {
    accounts: nodes.Account.length,
    users,
    roles,
    groups,
    otherPrincipals: nodes.Principal.length - users - roles - groups,
    collectedAccounts: nodes.Account.filter(({ collected }) => collected).length,
    otherKinds: Object.fromEntries([...kinds].filter(([kind]) => !ownKinds.has(kind)).sort()),
    edges: canAssume.length,
    allowedEdges: canAssume.length - conditional,
    conditionalEdges: conditional,
    crossAccountEdges: crossAccount,
    policies: nodes.Policy.length,
    reasons: nodes.Reason.length,
  };
}
