/** Rebuilds from the graph what a decision takes, so that every pair can be explained without the files it came from. */
import type { NodeRow } from '../graph/schema.ts';
import { type GraphReader, StoreError, type StoredPolicyUse, type StoredPrincipal } from '../graph/store.ts';
import { outsiderConditions, type PolicySide, parsePolicyDocument } from '../iam/index.ts';
import type { AccountFacts, Caller, GuardrailLevel, PolicyUse, PrincipalKind, TargetRole } from '../iam/types.ts';
import { readDocument, readGuardrails, readProviders, readTags, type StoredGuardrails } from './stored-json.ts';

export interface DecisionInputs {
  readonly caller: Caller;
  readonly role: TargetRole;
  /** Every policy that takes part, of caller, role and both accounts. */
  readonly policies: readonly PolicyUse[];
}

/**
 * Null if the graph lacks one of them.
 * @param knownAccounts ids: everyone else is outside them
 * @throws StoreError
 */
export async function readDecisionInputs(
  store: GraphReader,
  from: string,
  to: string,
  knownAccounts: readonly string[],
): Promise<DecisionInputs | null> {
  const [source, target] = await Promise.all([store.readPrincipal(from), store.readPrincipal(to)]);
  if (!source || !target) return null;
  const callerAccount = await readAccountFacts(store, source);
  const roleAccount = source.node.accountId === target.node.accountId ? callerAccount : await readAccountFacts(store, target);
  if (!roleAccount) throw new StoreError('store-corrupt', `The graph has no account for the role ${JSON.stringify(to)}. Ingest again.`);
  const caller = buildCaller(source, callerAccount?.facts ?? null, knownAccounts);
  const role = buildRole(target, roleAccount);
  return { caller, role, policies: [...listPolicies(caller), ...listGuardrails(caller.account), role.trust, ...listGuardrails(role.account)] };
}

interface StoredAccount {
  readonly facts: AccountFacts;
  readonly identityProviders: readonly string[] | null;
}

/** Null for principals of no account (services, everyone). An account that the graph does not describe is known by its id alone. */
async function readAccountFacts(store: GraphReader, { node }: StoredPrincipal): Promise<StoredAccount | null> {
  if (node.accountId === '') return null;
  const row = await store.readAccount(node.accountId);
  if (!row) return { facts: unknownAccount(node), identityProviders: null };
  const [scps, rcps] = [readGuardrails(row.scps), readGuardrails(row.rcps)];
  const documents = await readGuardrailDocuments(store, [scps, rcps]);
  const facts: AccountFacts = {
    id: row.id,
    partition: row.partition,
    collected: row.collected,
    organizationId: row.organizationId === '' ? null : row.organizationId,
    organizationPath: row.organizationPath === '' ? null : row.organizationPath,
    isManagement: row.isManagement,
    scps: buildLevels(scps, 'scp', documents),
    rcps: buildLevels(rcps, 'rcp', documents),
  };
  return { facts, identityProviders: readProviders(row.identityProviders) };
}

const unknownAccount = (node: NodeRow<'Principal'>): AccountFacts => ({
  id: node.accountId,
  partition: node.arn.split(':')[1] ?? 'aws',
  collected: false,
  organizationId: 'unknown',
  organizationPath: null,
  isManagement: false,
  scps: 'off',
  rcps: 'off',
});

async function readGuardrailDocuments(store: GraphReader, guardrails: readonly StoredGuardrails[]): Promise<ReadonlyMap<string, NodeRow<'Policy'>>> {
  const ids = new Set(guardrails.flatMap((levels) => (typeof levels === 'string' ? [] : levels.flatMap(({ policies }) => policies))));
  const rows = ids.size === 0 ? [] : await store.readPolicies([...ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

function buildLevels(stored: StoredGuardrails, as: 'scp' | 'rcp', rows: ReadonlyMap<string, NodeRow<'Policy'>>): readonly GuardrailLevel[] | 'off' | 'unknown' {
  if (typeof stored === 'string') return stored;
  return stored.map(({ target, policies }) => ({
    target,
    policies: policies.map((id) => {
      const row = rows.get(id);
      const document = row && row.document !== '' ? row.document : null;
      return buildUse({ as, id, name: row?.name ?? id, document, viaGroup: null });
    }),
  }));
}

function buildCaller({ node, policies }: StoredPrincipal, account: AccountFacts | null, knownAccounts: readonly string[]): Caller {
  const uses = policies.map(buildUse);
  return {
    kind: node.kind as PrincipalKind,
    arn: node.arn,
    account,
    name: node.name,
    uniqueId: node.uniqueId === '' ? null : node.uniqueId,
    tags: readTags(node.tags),
    identityPolicies: uses.filter(({ as }) => as === 'inline' || as === 'attached'),
    boundary: uses.find(({ as }) => as === 'boundary') ?? null,
    trust: uses.find(({ as }) => as === 'trust') ?? null,
    given: node.kind === 'anyone' ? outsiderConditions(knownAccounts) : [],
  };
}

function buildRole({ node, policies }: StoredPrincipal, { facts, identityProviders }: StoredAccount): TargetRole {
  const trust = policies.find(({ as }) => as === 'trust');
  return {
    arn: node.arn,
    account: facts,
    name: node.name,
    uniqueId: node.uniqueId === '' ? null : node.uniqueId,
    tags: readTags(node.tags),
    // A role that the data only names: who it trusts is unknown.
    trust: trust ? buildUse(trust) : { as: 'trust', id: `${node.arn}#trust`, name: 'trust policy', document: null, viaGroup: null },
    identityProviders,
  };
}

const sides: Readonly<Record<PolicyUse['as'], PolicySide>> = {
  inline: 'identity',
  attached: 'identity',
  boundary: 'identity',
  trust: 'trust',
  scp: 'guardrail',
  rcp: 'guardrail',
};

/** A document that cannot be read with certainty counts as missing, as it did when the snapshot was built. */
function buildUse({ as, id, name, document, viaGroup }: StoredPolicyUse): PolicyUse {
  if (document === null) return { as, id, name, document, viaGroup };
  const parsed = parsePolicyDocument(readDocument(document, id), sides[as]);
  return { as, id, name, document: parsed.problems.some(({ fatal }) => fatal) ? null : parsed.document, viaGroup };
}

const listPolicies = ({ identityPolicies, boundary }: Caller): PolicyUse[] => [...identityPolicies, ...(boundary ? [boundary] : [])];

const listGuardrails = (account: AccountFacts | null): PolicyUse[] =>
  [account?.scps, account?.rcps].flatMap((levels) => (levels === undefined || typeof levels === 'string' ? [] : levels.flatMap(({ policies }) => policies)));
