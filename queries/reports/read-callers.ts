/**
 * Reads many principals with their policies in a few queries each hundred, for reports over all of them. Documents that many share are read
 * and parsed once; memory holds what is at hand and a bounded number of documents, however large the organization is.
 */
import type { NodeRow } from '../../graph/schema.ts';
import type { GraphReader, StoredPolicyUse } from '../../graph/store.ts';
import type { Caller, PolicyUse } from '../../iam/types.ts';
import { rememberLast } from '../bounded-cache.ts';
import { buildCaller, buildIdentity, buildUse, readAccountFacts, type StoredAccount } from '../decision-inputs.ts';

const rememberedAccounts = 500;
const rememberedDocuments = 4000;

const ofPrincipals = 'UNWIND $arns AS wanted MATCH (principal:Principal {arn: wanted})';
const nodesCypher = `${ofPrincipals} RETURN principal`;
const ownCypher = `${ofPrincipals}-[has:HAS_POLICY]->(policy:Policy)
  RETURN principal.arn AS arn, has.\`as\` AS kind, policy.id AS policyId, '' AS viaGroup`;
const groupCypher = `${ofPrincipals}-[:MEMBER_OF]->(owner:Principal)-[has:HAS_POLICY]->(policy:Policy)
  RETURN principal.arn AS arn, has.\`as\` AS kind, policy.id AS policyId, owner.arn AS viaGroup`;

/** Resolves to the callers of the graph that have these ARNs, by ARN. Rejects with a StoreError. */
export type CallersReader = (arns: readonly string[]) => Promise<ReadonlyMap<string, Caller>>;

export type AccountReader = (id: string) => Promise<StoredAccount>;

/** One for all reports of a snapshot: guardrails are much the same from account to account, and reading them takes two queries each. */
export const createAccountReader = (store: GraphReader): AccountReader =>
  rememberLast(rememberedAccounts, (id) => readAccountFacts(store, id));

export function createCallersReader(store: GraphReader, readAccount: AccountReader): CallersReader {
  const readUse = rememberUses(rememberedDocuments);
  return async (arns) => {
    const nodes = (await store.run(nodesCypher, { arns })).map(({ principal }) => principal as NodeRow<'Principal'>);
    const uses = [...(await store.run(ownCypher, { arns })), ...(await store.run(groupCypher, { arns }))];
    const policies = new Map(
      (await store.readPolicies([...new Set(uses.map(({ policyId }) => String(policyId)))])).map((row) => [row.id, row]),
    );
    const usesOf = new Map<string, StoredPolicyUse[]>();
    for (const { arn, kind, policyId, viaGroup } of uses) {
      const row = policies.get(String(policyId));
      const use: StoredPolicyUse = {
        as: String(kind) as StoredPolicyUse['as'],
        id: String(policyId),
        name: row?.name ?? String(policyId),
        document: row === undefined || row.document === '' ? null : row.document,
        viaGroup: viaGroup === '' ? null : String(viaGroup),
      };
      const list = usesOf.get(String(arn));
      if (list) list.push(use);
      else usesOf.set(String(arn), [use]);
    }
    const callers = new Map<string, Caller>();
    for (const node of nodes) {
      // Trust policies say who may come in, which is not asked here; of roles they also say what their sessions carry.
      const identity = buildIdentity({ node, policies: usesOf.get(node.arn) ?? [], groups: [] }, readUse);
      const account = node.accountId === '' ? null : (await readAccount(node.accountId)).facts;
      callers.set(node.arn, buildCaller(identity, account, []));
    }
    return callers;
  };
}

/** Reads each policy once as long as it is among the last that were new. */
function rememberUses(most: number): (use: StoredPolicyUse) => PolicyUse {
  const known = new Map<string, PolicyUse>();
  return (use) => {
    const key = `${use.as} ${use.id}`;
    let read = known.get(key);
    if (!read) {
      const [oldest] = known.keys();
      if (known.size >= most && oldest !== undefined) known.delete(oldest);
      read = buildUse(use);
      known.set(key, read);
    }
    return { ...read, viaGroup: use.viaGroup };
  };
}
