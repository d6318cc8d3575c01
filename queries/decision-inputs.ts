/** Rebuilds from the graph what a decision takes, so that every pair can be explained without the files it came from. */
import type { NodeRow } from '../graph/schema.ts';
import { type GraphReader, type StoredPolicyUse, type StoredPrincipal, StoreError } from '../graph/store.ts';
import { outsiderConditions, type PolicySide, parsePolicyDocument } from '../iam/index.ts';
import type { AccountFacts, Caller, GuardrailLevel, PolicyUse, PrincipalKind, TargetRole } from '../iam/types.ts';
import { rememberLast } from './bounded-cache.ts';
import { readDocument, readGuardrails, readProviders, readTags, type StoredGuardrails } from './stored-json.ts';

export interface DecisionInputs {
  readonly caller: Caller;
  readonly role: TargetRole;
  /** Every policy that takes part, of caller, role and both accounts. */
  readonly policies: readonly PolicyUse[];
}

export interface DecisionReader {
  /** Null if the graph lacks one of them. Rejects with a StoreError. */
  read(from: string, to: string): Promise<DecisionInputs | null>;
}

/** Many pairs share a principal, and nearly all an account: so many of each stay in memory. */
const remembered = 500;

/** @param knownAccounts ids: everyone else is outside them */
export function createDecisionReader(store: GraphReader, knownAccounts: readonly string[]): DecisionReader {
  const readAccount = rememberLast(remembered, (id) => readAccountFacts(store, id));
  const readIdentity = rememberLast(remembered, async (arn) => {
    const stored = await store.readPrincipal(arn);
    if (stored?.node.kind !== 'identity-center-user') return stored && buildIdentity(stored);
    const groups = await Promise.all(stored.groups.map((group) => store.readPrincipal(group)));
    const assignedRoles = [stored, ...groups].flatMap((principal) => principal?.node.assignedRoles ?? []);
    return { ...buildIdentity(stored), assignedRoles };
  });
  return {
    async read(from, to) {
      const [source, target] = await Promise.all([readIdentity(from), readIdentity(to)]);
      if (!source || !target) return null;
      const [callerAccount, roleAccount] = await Promise.all(
        [source, target].map(({ accountId }) => (accountId === '' ? null : readAccount(accountId))),
      );
      if (!roleAccount) throw new StoreError('store-corrupt', `The graph has no account for the role ${JSON.stringify(to)}. Ingest again.`);
      const caller = buildCaller(source, callerAccount?.facts ?? null, knownAccounts);
      const role = buildRole(target, roleAccount);
      return {
        caller,
        role,
        policies: [...listPolicies(caller), ...listGuardrails(caller.account), role.trust, ...listGuardrails(role.account)],
      };
    },
  };
}

/** An account as decisions need it. */
export interface StoredAccount {
  readonly facts: AccountFacts;
  readonly identityProviders: readonly string[] | null;
}

/** Rejects with StoreError `store-corrupt` if the graph does not describe the account: it has a row for every account that is named */
export async function readAccountFacts(store: GraphReader, id: string): Promise<StoredAccount> {
  const row = await store.readAccount(id);
  if (!row)
    throw new StoreError(
      'store-corrupt',
      `The graph has no account ${JSON.stringify(id)}, though a principal belongs to it. Ingest again.`,
    );
  const [scps, rcps] = [readGuardrails(row.scps), readGuardrails(row.rcps)];
  const documents = await readGuardrailDocuments(store, [scps, rcps]);
  const facts: AccountFacts = {
    id: row.id,
    partition: row.partition,
    collected: row.collected,
    organizationId: row.organizationId === '' ? null : row.organizationId,
    organizationPath: row.organizationPath === '' ? null : row.organizationPath,
    isManagement: row.isManagement,
    opensRootSessions: row.opensRootSessions,
    scps: buildLevels(scps, 'scp', documents),
    rcps: buildLevels(rcps, 'rcp', documents),
  };
  return { facts, identityProviders: readProviders(row.identityProviders) };
}

async function readGuardrailDocuments(
  store: GraphReader,
  guardrails: readonly StoredGuardrails[],
): Promise<ReadonlyMap<string, NodeRow<'Policy'>>> {
  const ids = new Set(guardrails.flatMap((levels) => (typeof levels === 'string' ? [] : levels.flatMap(({ policies }) => policies))));
  const rows = ids.size === 0 ? [] : await store.readPolicies([...ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

function buildLevels(
  stored: StoredGuardrails,
  as: 'scp' | 'rcp',
  rows: ReadonlyMap<string, NodeRow<'Policy'>>,
): readonly GuardrailLevel[] | 'off' | 'unknown' {
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

/** A principal with its policies read, before it is known whether it calls or is assumed. */
export type Identity = Omit<Caller, 'account' | 'given'> & { readonly accountId: string };

/** @param read how a policy is read; whoever builds many remembers documents */
export function buildIdentity({ node, policies }: StoredPrincipal, read: (use: StoredPolicyUse) => PolicyUse = buildUse): Identity {
  const uses = policies.map(read);
  return {
    kind: node.kind as PrincipalKind,
    arn: node.arn,
    accountId: node.accountId,
    name: node.name,
    uniqueId: node.uniqueId === '' ? null : node.uniqueId,
    tags: readTags(node.tags),
    identityPolicies: uses.filter(({ as }) => as === 'inline' || as === 'attached'),
    boundary: uses.find(({ as }) => as === 'boundary') ?? null,
    trust: uses.find(({ as }) => as === 'trust') ?? null,
  };
}

export function buildCaller(
  { accountId: _, ...identity }: Identity,
  account: AccountFacts | null,
  knownAccounts: readonly string[],
): Caller {
  return { ...identity, account, given: identity.kind === 'anyone' ? outsiderConditions(knownAccounts) : [] };
}

function buildRole({ arn, name, uniqueId, tags, trust }: Identity, { facts, identityProviders }: StoredAccount): TargetRole {
  // A role that the data only names: who it trusts is unknown.
  const unknownTrust: PolicyUse = { as: 'trust', id: `${arn}#trust`, name: 'trust policy', document: null, viaGroup: null };
  return { arn, account: facts, name, uniqueId, tags, trust: trust ?? unknownTrust, identityProviders };
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
export function buildUse({ as, id, name, document, viaGroup }: StoredPolicyUse): PolicyUse {
  if (document === null) return { as, id, name, document, viaGroup };
  const parsed = parsePolicyDocument(readDocument(document, id), sides[as]);
  return { as, id, name, document: parsed.problems.some(({ fatal }) => fatal) ? null : parsed.document, viaGroup };
}

const listPolicies = ({ identityPolicies, boundary }: Caller): PolicyUse[] => [...identityPolicies, ...(boundary ? [boundary] : [])];

const listGuardrails = (account: AccountFacts | null): PolicyUse[] =>
  [account?.scps, account?.rcps].flatMap((levels) =>
    levels === undefined || typeof levels === 'string' ? [] : levels.flatMap(({ policies }) => policies),
  );
