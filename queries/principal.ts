/** Everything the graph holds of one principal. */
import { type GraphReader, type StoredPolicyUse, StoreError } from '../graph/store.ts';
import type { PrincipalAnswer } from './answers.ts';
import { principalCypher } from './cypher.ts';
import { showUnitPath } from './names.ts';
import type { SnapshotView } from './snapshot-view.ts';
import { readDocument, readTags } from './stored-json.ts';

/** @throws StoreError `store-corrupt` if the graph lacks a principal that the adjacency has */
export async function answerPrincipal(view: SnapshotView, store: GraphReader, principal: number): Promise<PrincipalAnswer> {
  const { adjacency, names } = view;
  const arn = names.arn(principal);
  const stored = await store.readPrincipal(arn);
  if (!stored) throw missingPrincipal(arn);
  const { node, groups, policies } = stored;
  const unitPath = names.account(principal)?.unitPath ?? '';
  return {
    ...view.envelope(principalCypher(view.dialect, arn)),
    principal: names.describe(principal),
    uniqueId: textOrNull(node.uniqueId),
    path: textOrNull(node.path),
    createdAt: textOrNull(node.createdAt),
    lastUsedAt: textOrNull(node.lastUsedAt),
    tags: readTags(node.tags),
    groups: [...groups],
    unitPath: textOrNull(showUnitPath(unitPath)),
    policies: policies.map(describePolicy),
    canAssume: (adjacency.offsets[principal + 1] ?? 0) - (adjacency.offsets[principal] ?? 0),
    assumedBy: (adjacency.reverseOffsets[principal + 1] ?? 0) - (adjacency.reverseOffsets[principal] ?? 0),
    isAdmin: node.isAdmin,
    adminWhy: node.adminWhy,
    highValue: node.highValue,
    hopsToAdmin: node.hopsToAdmin,
    reachRoles: node.reachRoles,
    reachAccounts: node.reachAccounts,
    reachedBy: node.reachedBy,
  };
}

export const missingPrincipal = (arn: string): StoreError =>
  new StoreError('store-corrupt', `The graph has no principal ${JSON.stringify(arn)}, though the snapshot's adjacency has. Ingest again.`);

const describePolicy = ({ id, name, as, viaGroup, document }: StoredPolicyUse): PrincipalAnswer['policies'][number] => ({
  id,
  name,
  as,
  viaGroup,
  document: document === null ? null : readDocument(document, id),
});

const textOrNull = (text: string): string | null => (text === '' ? null : text);
