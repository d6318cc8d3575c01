/** From an Organization and its derived edges to the rows that a snapshot stores. */
import type { AccessGraph, LinkedRow, RowRelationshipType } from '../graph/access-graph.ts';
import type { NodeRow, RelationshipType } from '../graph/schema.ts';
import type { AccountFacts, GuardrailLevel, PolicyUse, PrincipalElement, Statement } from '../iam/index.ts';
import type { DerivedEdges } from './derive/derive-edges.ts';
import type { PrincipalFact, PrincipalFacts } from './facts/principal-facts.ts';
import type { Account, Organization, Role, User } from './organization.ts';

type Rows = { [T in RowRelationshipType]: LinkedRow<T>[] };

export function buildAccessGraph(organization: Organization, derived: DerivedEdges, facts: PrincipalFacts): AccessGraph {
  const relationships: Rows = {
    IN_ACCOUNT: [],
    IN_UNIT: [],
    MEMBER_OF: [],
    HAS_POLICY: [],
    HAS_STATEMENT: [],
    APPLIES_TO: [],
    TRUSTS: [],
    DECIDED_BY: [],
  };
  const accounts = accountRows(organization, derived);
  const policies = new PolicyRows(organization, relationships);
  const principals = new Map<string, PrincipalRow>();
  for (const identity of [...organization.users, ...organization.roles]) principals.set(identity.arn, identityRow(identity));
  for (const group of organization.groups) {
    principals.set(group.arn, {
      ...emptyPrincipal,
      arn: group.arn,
      kind: 'group',
      name: group.name,
      accountId: group.accountId,
      path: group.path,
      uniqueId: group.uniqueId ?? '',
      collected: true,
    });
  }
  for (const person of [...organization.identityCenter.users, ...organization.identityCenter.groups]) {
    const { arn, kind, name, uniqueId, assignedRoles } = person;
    principals.set(arn, { ...emptyPrincipal, arn, kind, name, accountId: '', uniqueId, assignedRoles, collected: true });
  }
  for (const named of derived.named) {
    if (!principals.has(named.arn))
      principals.set(named.arn, { ...emptyPrincipal, arn: named.arn, kind: named.kind, name: named.name, accountId: named.accountId });
  }
  const rows = derived.arns.flatMap((arn, number): NodeRow<'Principal'>[] => {
    const row = principals.get(arn);
    return row ? [{ ...row, ...facts.at(number) }] : [];
  });

  const known = new Set(accounts.map(({ id }) => id));
  for (const { arn, accountId } of rows)
    if (known.has(accountId)) relationships.IN_ACCOUNT.push(link('IN_ACCOUNT', 'Principal', arn, 'Account', accountId, {}));
  for (const user of [...organization.users, ...organization.identityCenter.users])
    for (const group of user.groups)
      if (principals.has(group)) relationships.MEMBER_OF.push(link('MEMBER_OF', 'Principal', user.arn, 'Principal', group, {}));
  for (const identity of [...organization.users, ...organization.roles]) {
    for (const use of identity.identityPolicies) if (use.viaGroup === null) policies.attach(identity.arn, use);
    if (identity.boundary) policies.attach(identity.arn, identity.boundary);
    if (identity.kind === 'role') policies.attach(identity.arn, identity.trust);
  }
  for (const group of organization.groups) for (const use of group.policies) policies.attach(group.arn, { ...use, viaGroup: null });
  linkUnits(organization, relationships);
  for (const { role, principal, effect, statementIndex } of derived.trusts) {
    relationships.TRUSTS.push(link('TRUSTS', 'Principal', role, 'Principal', principal, { effect, statementIndex }));
  }
  for (const { id, statements } of derived.reasons) {
    for (const { gate, documentId, index } of statements)
      relationships.DECIDED_BY.push(link('DECIDED_BY', 'Reason', id, 'Statement', statementId(documentId, index), { gate }));
  }
  return {
    nodes: {
      Account: accounts,
      OrganizationalUnit: organization.units.map(({ id, name }) => ({ id, name })),
      Policy: policies.rows(),
      Statement: policies.statements(),
      Principal: rows,
      Reason: derived.reasons.map(({ id, alternatives, tagSession, setSourceIdentity, requires, truncated }) => ({
        id,
        alternatives: JSON.stringify(alternatives),
        tagSession: JSON.stringify(tagSession),
        setSourceIdentity: JSON.stringify(setSourceIdentity),
        requires,
        truncated,
      })),
    },
    relationships,
    canAssume: derived.edges,
  };
}

const statementId = (documentId: string, index: number): string => `${documentId}/${index}`;

function link<T extends RelationshipType>(
  _type: T,
  fromLabel: LinkedRow<T>['fromLabel'],
  from: string,
  toLabel: LinkedRow<T>['toLabel'],
  to: string,
  properties: Omit<LinkedRow<T>, 'fromLabel' | 'from' | 'toLabel' | 'to'>,
): LinkedRow<T> {
  return { ...properties, fromLabel, from, toLabel, to } as LinkedRow<T>;
}

/** Policies and the statements of their documents; both once, however many use them. */
class PolicyRows {
  readonly #policies = new Map<string, NodeRow<'Policy'>>();
  readonly #statements = new Map<string, NodeRow<'Statement'>>();
  readonly #relationships: Rows;

  constructor(organization: Organization, relationships: Rows) {
    this.#relationships = relationships;
    for (const record of organization.policies) {
      this.#add(record.use, record.kind, record.accountId ?? '');
      for (const target of record.targets) {
        const label = /^\d{12}$/.test(target) ? 'Account' : 'OrganizationalUnit';
        if (label === 'Account' ? organization.accounts.has(target) : organization.units.some(({ id }) => id === target)) {
          relationships.APPLIES_TO.push(link('APPLIES_TO', 'Policy', record.id, label, target, {}));
        }
      }
    }
  }

  attach(owner: string, use: PolicyUse): void {
    this.#add(use, use.as === 'inline' || use.as === 'trust' ? use.as : 'customer-managed', owner.split(':')[4] ?? '');
    this.#relationships.HAS_POLICY.push(link('HAS_POLICY', 'Principal', owner, 'Policy', use.id, { as: use.as }));
  }

  #add(use: PolicyUse, kind: string, accountId: string): void {
    if (this.#policies.has(use.id)) return;
    const { document } = use;
    this.#policies.set(use.id, {
      id: use.id,
      name: use.name,
      kind,
      accountId,
      documentId: document?.id ?? '',
      document: document?.text ?? '',
    });
    if (!document) return;
    const side = kind === 'trust' || kind === 'scp' || kind === 'rcp' ? kind : 'identity';
    for (const statement of document.statements) {
      const id = statementId(document.id, statement.index);
      if (!this.#statements.has(id)) this.#statements.set(id, statementRow(id, statement, side));
      this.#relationships.HAS_STATEMENT.push(link('HAS_STATEMENT', 'Policy', use.id, 'Statement', id, {}));
    }
  }

  rows = (): NodeRow<'Policy'>[] => [...this.#policies.values()];
  statements = (): NodeRow<'Statement'>[] => [...this.#statements.values()];
}

function statementRow(id: string, statement: Statement, side: string): NodeRow<'Statement'> {
  return {
    id,
    index: statement.index,
    sid: statement.sid ?? '',
    side,
    effect: statement.effect,
    actions: mark(statement.actions, statement.notAction),
    resources: mark(statement.resources ?? [], statement.notResource),
    principals: principalTexts(statement.principal),
    conditionKeys: [...new Set(statement.conditions.map(({ key }) => key))],
  };
}

/** Entries of a Not… element begin with `!`. */
const mark = (texts: readonly string[], negated: boolean): string[] => texts.map((text) => (negated ? `!${text}` : text));

function principalTexts(element: PrincipalElement | null): string[] {
  if (!element) return [];
  return mark(
    [...(element.anyone ? ['*'] : []), ...element.aws, ...element.service, ...element.federated, ...element.canonicalUser],
    element.negated,
  );
}

/** A principal before what is worked out of the edges. */
type PrincipalRow = Omit<NodeRow<'Principal'>, keyof PrincipalFact>;

const noSignIn = { passwordEnabled: '', mfaActive: '', credentialsUsed: '', accessKeys: -1, assignedRoles: [] as readonly string[] };
const emptyPrincipal = { path: '', uniqueId: '', createdAt: '', lastUsedAt: '', tags: '[]', ...noSignIn, collected: false };

function identityRow(identity: User | Role): PrincipalRow {
  return {
    arn: identity.arn,
    kind: identity.kind,
    name: identity.name,
    accountId: identity.accountId,
    path: identity.path,
    uniqueId: identity.uniqueId ?? '',
    createdAt: identity.createdAt ?? '',
    lastUsedAt: (identity.kind === 'role' ? identity.lastUsedAt : identity.signIn.lastUsedAt) ?? '',
    tags: JSON.stringify(identity.tags),
    ...(identity.kind === 'user' ? signInRow(identity.signIn) : noSignIn),
    collected: true,
  };
}

const signInRow = ({ passwordEnabled, mfaActive, everUsed, accessKeys }: User['signIn']) => ({
  passwordEnabled: String(passwordEnabled ?? 'unknown'),
  mfaActive: String(mfaActive ?? 'unknown'),
  credentialsUsed: String(everUsed ?? 'unknown'),
  accessKeys: accessKeys ?? -1,
  assignedRoles: [],
});

/** The organization's accounts and those that are only named. */
function accountRows(organization: Organization, derived: DerivedEdges): NodeRow<'Account'>[] {
  const rows = new Map<string, NodeRow<'Account'>>();
  for (const [id, account] of organization.accounts) rows.set(id, accountRow(account, organization));
  for (const { accountId, arn } of derived.named) {
    if (accountId !== '' && !rows.has(accountId)) rows.set(accountId, outsideRow(accountId, arn.split(':')[1] ?? 'aws'));
  }
  return [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function accountRow({ facts, name, alias, status, unitPath, collected }: Account, organization: Organization): NodeRow<'Account'> {
  const providers = organization.identityProviders.get(facts.id);
  return {
    id: facts.id,
    name: name === '' ? facts.id : name,
    alias: alias ?? '',
    status,
    partition: facts.partition,
    inOrganization: facts.organizationId !== null && facts.organizationId !== 'unknown',
    isManagement: facts.isManagement,
    opensRootSessions: facts.opensRootSessions ?? false,
    collected: facts.collected,
    unitPath: unitPath.join('/'),
    organizationId: facts.organizationId ?? '',
    organizationPath: facts.organizationPath ?? '',
    scps: guardrailText(facts.scps),
    rcps: guardrailText(facts.rcps),
    identityProviders: JSON.stringify(providers ? providers.map(({ arn }) => arn) : null),
    collectedAt: collected.collectedAt ?? '',
    stale: collected.stale,
  };
}

const outsideRow = (id: string, partition: string): NodeRow<'Account'> => ({
  id,
  name: id,
  alias: '',
  status: '',
  partition,
  inOrganization: false,
  isManagement: false,
  opensRootSessions: false,
  collected: false,
  unitPath: '',
  organizationId: 'unknown',
  organizationPath: '',
  scps: '"off"',
  rcps: '"off"',
  identityProviders: 'null',
  collectedAt: '',
  stale: false,
});

function guardrailText(levels: AccountFacts['scps']): string {
  return JSON.stringify(
    typeof levels === 'string'
      ? levels
      : levels.map(({ target, policies }: GuardrailLevel) => ({ target, policies: policies.map(({ id }) => id) })),
  );
}

function linkUnits(organization: Organization, relationships: Rows): void {
  const units = new Set(organization.units.map(({ id }) => id));
  for (const [id, { parentId }] of organization.accounts) {
    if (parentId !== null && units.has(parentId))
      relationships.IN_UNIT.push(link('IN_UNIT', 'Account', id, 'OrganizationalUnit', parentId, {}));
  }
  for (const { id, parentId } of organization.units) {
    if (parentId !== null && units.has(parentId))
      relationships.IN_UNIT.push(link('IN_UNIT', 'OrganizationalUnit', id, 'OrganizationalUnit', parentId, {}));
  }
}
