/** Small graphs for tests, from a short notation. */
import type { AccessGraph, LinkedRow } from '../../graph/access-graph.ts';
import { packEdge } from '../../graph/edge-flags.ts';
import type { NodeRow } from '../../graph/schema.ts';
import type { Condition } from '../../iam/types.ts';

export interface GraphSketch {
  /** `id name`, with ` management` after it for the management account; ids are padded to 12 digits. */
  readonly accounts?: readonly string[];
  /** `kind name@account`, or `kind name` for those of no account. Names must be unique: edges go by them. */
  readonly principals: readonly string[];
  /** `from > to`, or `from >? to` with words after it: what the edge requires. */
  readonly edges?: readonly string[];
  /** Names of high-value targets. */
  readonly highValue?: readonly string[];
  readonly policies?: readonly PolicySketch[];
  /** By account id, as the schema keeps it: SCPs and RCPs, ARNs of identity providers, units. */
  readonly accountJson?: Readonly<
    Record<
      string,
      Partial<
        Pick<NodeRow<'Account'>, 'scps' | 'rcps' | 'identityProviders' | 'organizationId' | 'unitPath' | 'inOrganization' | 'collected'>
      >
    >
  >;
}

export interface PolicySketch {
  /** Name of the principal that has it; none for guardrails. */
  readonly of?: string;
  readonly as: 'inline' | 'attached' | 'boundary' | 'trust' | 'scp' | 'rcp';
  readonly id?: string;
  readonly name: string;
  /** Absent: the document is not in the data. */
  readonly document?: unknown;
}

export function buildGraph(sketch: GraphSketch): AccessGraph {
  const worth = new Set(sketch.highValue ?? []);
  const principals = sketch.principals
    .map(buildPrincipal)
    .map((row) => ({ ...row, highValue: worth.has(row.name) }))
    .sort((left, right) => (left.arn < right.arn ? -1 : 1));
  const numbers = new Map(principals.map(({ name }, number) => [name, number]));
  const numberOf = (name: string): number => {
    const number = numbers.get(name);
    if (number === undefined) throw new Error(`The sketch has no principal ${name}.`);
    return number;
  };
  const reasons = new Map<string, NodeRow<'Reason'>>();
  const edges = (sketch.edges ?? []).map((text) => {
    const [from = '', arrow = '', to = '', ...requires] = text.split(' ');
    const id = `reason ${arrow} ${requires.join(' ')}`.trim();
    reasons.set(id, {
      id,
      alternatives: JSON.stringify([arrow === '>?' ? requires.map(conditionOf) : []]),
      requires,
      tagSession: '[]',
      setSourceIdentity: '[]',
      truncated: false,
    });
    const [source, target] = [numberOf(from), numberOf(to)];
    const crossAccount = principals[source]?.accountId !== principals[target]?.accountId;
    const flags = packEdge({
      action: 'sts:AssumeRole',
      verdict: arrow === '>?' ? 'conditional' : 'allowed',
      oidcSub: 'none',
      crossAccount,
      grant: 'identity',
      canTagSession: false,
      canSetSourceIdentity: false,
      canChooseSessionName: true,
    });
    return { source, target, flags, reason: [...reasons.keys()].indexOf(id) };
  });
  edges.sort((left, right) => left.source - right.source || left.target - right.target);
  const policies = (sketch.policies ?? []).map((policy) => buildPolicy(policy, principals));
  return {
    nodes: {
      Account: (sketch.accounts ?? []).map((text) => buildAccount(text, sketch.accountJson ?? {})),
      OrganizationalUnit: [],
      Policy: uniqueById(policies.map(({ row }) => row)),
      Statement: [],
      Principal: principals,
      Reason: [...reasons.values()],
    },
    relationships: {
      IN_ACCOUNT: principals
        .filter(({ accountId }) => accountId !== '')
        .map((row) => ({ fromLabel: 'Principal', from: row.arn, toLabel: 'Account', to: row.accountId })),
      IN_UNIT: [],
      MEMBER_OF: [],
      HAS_POLICY: policies.flatMap(({ link }) => (link ? [link] : [])),
      HAS_STATEMENT: [],
      APPLIES_TO: [],
      TRUSTS: [],
      DECIDED_BY: [],
    },
    canAssume: {
      length: edges.length,
      from: Uint32Array.from(edges, ({ source }) => source),
      to: Uint32Array.from(edges, ({ target }) => target),
      reason: Uint32Array.from(edges, ({ reason }) => reason),
      flags: Uint16Array.from(edges, ({ flags }) => flags),
    },
  };
}

/** `accountId('7')` is `000000000007`. */
export const accountId = (text: string): string => text.padStart(12, '0');

/** A condition whose key is the word, for edges made by `>?`. */
export const conditionOf = (word: string): Condition => ({
  key: word,
  operator: 'StringEquals',
  qualifier: null,
  ifExists: false,
  values: ['x'],
  negated: false,
  source: 'caller',
});

function buildPrincipal(text: string): NodeRow<'Principal'> {
  const [, kind = '', name = '', account = ''] = /^(\S+) (.*?)(?:@(\d+))?$/su.exec(text) ?? [];
  const id = account === '' ? '' : accountId(account);
  const external = kind === 'external-account' ? `arn:aws:iam::${id}:root` : `arn:aws:iam::${id}:${kind}/${name}`;
  const arn = kind === 'anyone' ? '*' : id === '' ? name : external;
  return {
    arn,
    kind,
    name,
    accountId: id,
    path: '/',
    uniqueId: '',
    createdAt: '',
    lastUsedAt: '',
    tags: '[]',
    passwordEnabled: '',
    mfaActive: '',
    credentialsUsed: '',
    accessKeys: -1,
    assignedRoles: [],
    collected: kind !== 'external-account',
    isAdmin: false,
    adminWhy: '',
    highValue: false,
    hopsToAdmin: -1,
    reachRoles: 0,
    reachAccounts: 0,
    reachedBy: 0,
  };
}

function buildAccount(text: string, json: NonNullable<GraphSketch['accountJson']>): NodeRow<'Account'> {
  const [id = '', name = '', management] = text.split(' ');
  return {
    id: accountId(id),
    name,
    alias: '',
    status: 'ACTIVE',
    partition: 'aws',
    inOrganization: true,
    isManagement: management === 'management',
    opensRootSessions: false,
    collected: true,
    unitPath: 'Root',
    organizationId: '',
    organizationPath: '',
    scps: '"off"',
    rcps: '"off"',
    identityProviders: 'null',
    collectedAt: '',
    stale: false,
    ...json[id],
  };
}

function buildPolicy({ of, as, id, name, document }: PolicySketch, principals: readonly NodeRow<'Principal'>[]) {
  const owner = principals.find((principal) => principal.name === of);
  const policyId = id ?? `${owner?.arn ?? ''}#${as}/${name}`;
  const kind = as === 'attached' || as === 'boundary' ? 'customer-managed' : as;
  const row: NodeRow<'Policy'> = {
    id: policyId,
    name,
    kind,
    accountId: owner?.accountId ?? '',
    documentId: document === undefined ? '' : policyId,
    document: document === undefined ? '' : JSON.stringify(document),
  };
  const link: LinkedRow<'HAS_POLICY'> | null = owner
    ? { fromLabel: 'Principal', from: owner.arn, toLabel: 'Policy', to: policyId, as }
    : null;
  return { row, link };
}

const uniqueById = <T extends { readonly id: string }>(rows: readonly T[]): T[] => [...new Map(rows.map((row) => [row.id, row])).values()];
