/**
 * A Questions without a store, for tests of server and page: a small made-up organization held as data, with breadth-first
 * search over it. Names in it are as hostile as IAM and identity providers allow, and then some.
 */
import type {
  Edge,
  Envelope,
  ExplainAnswer,
  Path,
  PrincipalAnswerRef,
  ReachAnswer,
  ReachRow,
  SummaryAnswer,
} from '../../queries/answers.ts';
import { cutPage } from '../../queries/page.ts';
import type { AccessRow, Assumer } from '../../queries/principal-access-answer.ts';
import { type ChainOptions, QueryError, type Questions } from '../../queries/questions.ts';

type Condition = Edge['conditions'][number];

const accounts = [
  { id: '100000000001', name: 'acme-management', unitPath: 'Root', isManagement: true },
  { id: '200000000002', name: 'acme-build', unitPath: 'Root / Infrastructure', isManagement: false },
  {
    id: '300000000003',
    name: 'acme-prod',
    unitPath: 'Root / Workloads / Production-of-everything-that-customers-see / Europe',
    isManagement: false,
  },
  { id: '400000000004', name: '<b>sandbox</b>', unitPath: 'Root / Sandbox', isManagement: false },
] as const;
const accountNames = new Map<string, string>(accounts.map(({ id, name }) => [id, name]));

/** Right-to-left override, HTML, a Cypher fragment and a formula in one role name. */
export const hostileName = '=<img src=x onerror=alert(1)>\u202E"})DETACH DELETE n//\u0007';

const iam = (account: string, rest: string): string => `arn:aws:iam::${account}:${rest}`;

export const arns = {
  alice: iam('200000000002', 'user/engineers/alice'),
  bob: iam('400000000004', 'user/bob'),
  pipeline: iam('200000000002', 'role/ci/pipeline'),
  deploy: iam('300000000003', 'role/deploy'),
  admin: iam('300000000003', 'role/admin'),
  audit: iam('300000000003', 'role/audit'),
  open: iam('400000000004', 'role/open-to-everyone'),
  hostile: iam('400000000004', `role/${hostileName}`),
  long: iam(
    '300000000003',
    'role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_PlatformEngineersWithAVeryLongName_0123456789abcdef',
  ),
  github: iam('200000000002', 'oidc-provider/token.actions.githubusercontent.com'),
  vendor: iam('999999999999', 'root'),
  ec2: 'ec2.amazonaws.com',
  anyone: '*',
} as const;

function principalOf(arn: string, kind: string, name: string, accountId: string | null, collected = true): PrincipalAnswerRef {
  return { arn, kind, name, accountId, accountName: accountId === null ? null : (accountNames.get(accountId) ?? null), collected };
}

const principals: readonly PrincipalAnswerRef[] = [
  principalOf(arns.alice, 'user', 'alice', '200000000002'),
  principalOf(arns.bob, 'user', 'bob', '400000000004'),
  principalOf(arns.pipeline, 'role', 'pipeline', '200000000002'),
  principalOf(arns.deploy, 'role', 'deploy', '300000000003'),
  principalOf(arns.admin, 'role', 'admin', '300000000003'),
  principalOf(arns.audit, 'role', 'audit', '300000000003'),
  principalOf(arns.open, 'role', 'open-to-everyone', '400000000004'),
  principalOf(arns.hostile, 'role', hostileName, '400000000004'),
  principalOf(arns.long, 'role', 'AWSReservedSSO_PlatformEngineersWithAVeryLongName_0123456789abcdef', '300000000003'),
  principalOf(arns.github, 'oidc-provider', 'token.actions.githubusercontent.com', '200000000002'),
  principalOf(arns.vendor, 'external-account', '999999999999', '999999999999', false),
  principalOf(arns.ec2, 'service', 'ec2.amazonaws.com', null),
  principalOf(arns.anyone, 'anyone', 'anyone', null, false),
];

const condition = (key: string, values: readonly string[], source: Condition['source'], operator = 'StringEquals'): Condition => ({
  key,
  operator,
  qualifier: null,
  ifExists: false,
  values: [...values],
  negated: false,
  source,
});

function edgeOf(
  from: string,
  to: string,
  requires: readonly string[] = [],
  conditions: readonly Condition[] = [],
  action = 'sts:AssumeRole',
): Edge {
  const accountOf = (arn: string): string => arn.split(':')[4] ?? '';
  return {
    from,
    to,
    action,
    verdict: conditions.length > 0 ? 'conditional' : 'allowed',
    requires: [...requires],
    conditions: [...conditions],
    alternatives: [[...conditions]],
    truncated: false,
    crossAccount: accountOf(from) !== accountOf(to),
    grant: 'identity',
    oidcSub: 'none',
    canTagSession: false,
    canSetSourceIdentity: false,
    canChooseSessionName: true,
    reasonId: `${from}>${to}`,
  };
}

const edges: readonly Edge[] = [
  edgeOf(arns.alice, arns.pipeline),
  edgeOf(arns.alice, arns.audit, ['mfa'], [condition('aws:MultiFactorAuthPresent', ['true'], 'session', 'Bool')]),
  edgeOf(arns.pipeline, arns.deploy, ['external-id'], [condition('sts:ExternalId', ['acme-7781'], 'caller')]),
  edgeOf(arns.deploy, arns.admin),
  edgeOf(arns.long, arns.admin),
  edgeOf(arns.audit, arns.deploy, ['source-ip'], [condition('aws:SourceIp', ['203.0.113.0/24'], 'environment', 'IpAddress')]),
  edgeOf(
    arns.github,
    arns.pipeline,
    ['oidc-sub'],
    [condition('token.actions.githubusercontent.com:sub', ['repo:acme/app:ref:refs/heads/main'], 'identity-provider')],
    'sts:AssumeRoleWithWebIdentity',
  ),
  edgeOf(arns.vendor, arns.audit, ['unknown-identity'], [condition('identity policies of 999999999999', ['allow'], 'unknown-identity')]),
  edgeOf(arns.anyone, arns.open),
  edgeOf(arns.bob, arns.open),
  edgeOf(arns.bob, arns.hostile),
  edgeOf(arns.open, arns.hostile),
  edgeOf(arns.ec2, arns.hostile),
];

const envelope = (cypher: string | null, truncated = false): Envelope => ({ snapshot: 'fake-1', incomplete: true, truncated, cypher });

function find(name: string): PrincipalAnswerRef {
  const exact = principals.find(({ arn }) => arn === name);
  if (exact) return exact;
  const partial = principals.filter(({ arn }) => arn.includes(name.replace(/^role:/, '')));
  if (partial.length === 1 && partial[0]) return partial[0];
  if (partial.length > 1) throw new QueryError('ambiguous-principal', `"${name}" fits ${partial.length} principals.`, partial);
  throw new QueryError('unknown-principal', `No principal is called "${name}".`);
}

function findRole(name: string): PrincipalAnswerRef {
  const role = find(name);
  if (role.kind !== 'role') throw new QueryError('not-a-role', `${role.name} is not a role.`);
  return role;
}

/** All simple chains from `source`, shortest first, as lists of edges. */
function chainsFrom(source: string, options: ChainOptions): readonly (readonly Edge[])[] {
  const done: (readonly Edge[])[] = [];
  let open: (readonly Edge[])[] = [[]];
  for (let hop = 0; hop < (options.maxHops ?? 8) && open.length > 0; hop++) {
    const next: (readonly Edge[])[] = [];
    for (const chain of open) {
      const end = chain.at(-1)?.to ?? source;
      for (const edge of edges) {
        if (edge.from !== end || edge.to === source || chain.some((earlier) => earlier.to === edge.to)) continue;
        if (options.unconditional === true && edge.verdict !== 'allowed') continue;
        next.push([...chain, edge]);
      }
    }
    done.push(...next);
    open = next;
  }
  return done.filter((chain) => options.crossAccount !== true || chain.some((edge) => edge.crossAccount));
}

const verdictOf = (chain: readonly Edge[]): 'allowed' | 'conditional' =>
  chain.every((edge) => edge.verdict === 'allowed') ? 'allowed' : 'conditional';

function rowOf(principal: string, chain: readonly Edge[]): ReachRow {
  return {
    principal: find(principal),
    hops: chain.length,
    verdict: verdictOf(chain),
    requires: [...new Set(chain.flatMap((edge) => edge.requires))],
    crossAccount: chain.some((edge) => edge.crossAccount),
    chain: [chain[0]?.from ?? '', ...chain.map((edge) => edge.to)],
  };
}

function reach(direction: 'from' | 'to', of: PrincipalAnswerRef, options: ChainOptions): ReachAnswer {
  const best = new Map<string, readonly Edge[]>();
  const chains = direction === 'from' ? chainsFrom(of.arn, options) : principals.flatMap(({ arn }) => chainsFrom(arn, options));
  for (const chain of chains) {
    const end = direction === 'from' ? chain.at(-1)?.to : chain.at(-1)?.to === of.arn ? chain[0]?.from : undefined;
    if (end === undefined) continue;
    const known = best.get(end);
    if (!known || chain.length < known.length) best.set(end, chain);
  }
  const all = [...best].map(([arn, chain]) => ({ row: rowOf(arn, chain), chain })).sort((a, b) => a.row.hops - b.row.hops);
  const { rows: kept, next } = cutPage(all, { offset: options.offset ?? 0, limit: options.limit ?? 1000 });
  return {
    ...envelope(`MATCH p = (:Principal {arn: '…'})-[:CAN_ASSUME*1..${options.maxHops ?? 8}]->(:Principal)\nRETURN p`, next !== null),
    direction,
    of,
    maxHops: options.maxHops ?? 8,
    total: all.length,
    next,
    rows: kept.map(({ row }) => row),
    edges: [...new Set(kept.flatMap(({ chain }) => chain))].map(({ from, to, action, verdict, requires, crossAccount }) => ({
      from,
      to,
      action,
      verdict,
      requires,
      crossAccount,
    })),
  };
}

function pathOf(chain: readonly Edge[]): Path {
  const row = rowOf(chain.at(-1)?.to ?? '', chain);
  const ends = row.chain.map(find);
  return {
    hops: chain.length,
    verdict: row.verdict,
    requires: row.requires,
    principals: ends,
    edges: [...chain],
    accounts: [...new Set(ends.flatMap(({ accountId }) => (accountId === null ? [] : [accountId])))],
    sessionLimitSeconds: chain.length > 1 ? 3600 : null,
    sentence: `${ends[0]?.name ?? ''} reaches ${ends.at(-1)?.name ?? ''} in ${chain.length} hops.`,
  };
}

const trustDocument = (from: string): unknown => ({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Unrelated', Effect: 'Deny', Principal: { AWS: 'arn:aws:iam::123456789012:user/nobody' }, Action: 'sts:AssumeRole' },
    { Sid: 'Trusted', Effect: 'Allow', Principal: { AWS: from }, Action: 'sts:AssumeRole' },
  ],
});

/** The statement by which the role trusts whoever it trusts. */
const trustStatementOf = (role: string) => ({
  statement: `${role}/1`,
  index: 1,
  sid: 'Trusted',
  policies: [{ id: `${role}#trust/trust`, name: 'trust' }],
  document: { Sid: 'Trusted', Effect: 'Allow', Principal: { AWS: arns.pipeline }, Action: 'sts:AssumeRole' },
});

function explain(from: PrincipalAnswerRef, to: PrincipalAnswerRef): ExplainAnswer {
  const edge = edges.find((candidate) => candidate.from === from.arn && candidate.to === to.arn);
  const trustId = `${to.arn}#trust/trust`;
  const trusted = { policy: trustId, name: 'trust', index: 1, sid: 'Trusted', effect: 'Allow' as const };
  return {
    ...envelope("MATCH (a:Principal {arn: '…'})-[e:CAN_ASSUME]->(b:Principal {arn: '…'}) RETURN a, e, b"),
    from: from.arn,
    to: to.arn,
    action: edge?.action ?? 'sts:AssumeRole',
    verdict: edge?.verdict ?? 'denied',
    explicit: false,
    conditions: edge?.conditions ?? [],
    alternatives: edge?.alternatives ?? [],
    gates: [
      { gate: 'caller', verdict: 'allowed', statements: [], why: 'This kind of principal may call sts:AssumeRole.' },
      { gate: 'rcp', verdict: 'not-applicable', statements: [], why: 'No resource control policy applies.' },
      { gate: 'scp', verdict: 'allowed', statements: [], why: 'Every level of the unit path allows the call.' },
      {
        gate: 'trust',
        verdict: edge ? edge.verdict : 'denied',
        statements: edge ? [trusted] : [],
        why: edge ? `The trust policy names ${from.name}.` : `No statement of the trust policy names ${from.name}.`,
      },
      {
        gate: 'identity',
        verdict: edge ? 'allowed' : 'not-applicable',
        statements: [],
        why: edge ? 'An identity policy allows it.' : 'Not looked at.',
      },
      { gate: 'boundary', verdict: 'not-applicable', statements: [], why: 'There is no permissions boundary.' },
    ],
    sentence: edge ? `${from.name} can assume ${to.name}.` : `${from.name} cannot assume ${to.name}: the trust policy does not name it.`,
    fromPrincipal: from,
    toPrincipal: to,
    requires: edge?.requires ?? [],
    evidence: [{ policy: trustId, name: 'trust', kind: 'trust', document: trustDocument(from.arn), statements: edge ? [1] : [] }],
  };
}

const summary: SummaryAnswer = {
  ...envelope('MATCH (source:Principal)-[edge:CAN_ASSUME]->(role:Principal) RETURN source.accountId AS fromPlace, count(*) AS edges'),
  createdAt: '2025-05-04T10:00:00.000Z',
  source: 'test/fake <organization>',
  counts: {
    accounts: 4,
    users: 2,
    roles: 7,
    groups: 0,
    otherPrincipals: 4,
    edges: edges.length,
    allowedEdges: edges.filter(({ verdict }) => verdict === 'allowed').length,
    conditionalEdges: edges.filter(({ verdict }) => verdict === 'conditional').length,
    crossAccountEdges: edges.filter(({ crossAccount }) => crossAccount).length,
    policies: 12,
    reasons: 9,
  },
  accounts: accounts.map((account) => ({
    ...account,
    inOrganization: true,
    collected: true,
    principals: principals.filter(({ accountId }) => accountId === account.id).length,
  })),
  accountEdges: [
    { from: '200000000002', to: '200000000002', edges: 1, unconditional: 1 },
    { from: '200000000002', to: '300000000003', edges: 2, unconditional: 0 },
    { from: '300000000003', to: '300000000003', edges: 3, unconditional: 2 },
    { from: '400000000004', to: '400000000004', edges: 3, unconditional: 3 },
    { from: '999999999999', to: '300000000003', edges: 1, unconditional: 0 },
    { from: '*', to: '400000000004', edges: 1, unconditional: 1 },
  ],
  entryPoints: [arns.anyone, arns.vendor, arns.github, arns.ec2].map((arn) => ({
    principal: find(arn),
    roles: edges.filter(({ from }) => from === arn).length,
    unconditional: edges.filter(({ from, verdict }) => from === arn && verdict === 'allowed').length,
  })),
  findings: [
    {
      severity: 'unknown',
      code: 'missing-boundary',
      file: 'accounts/300000000003.json',
      path: '$.RoleDetailList[3].PermissionsBoundary',
      reason: 'The boundary policy is not in the data.',
      remedy: 'Collect it with aws iam get-policy-version.',
    },
  ],
};

/** Async like the real one: a failure is a rejection. */
async function* accessRows(): AsyncGenerator<AccessRow> {
  for (const { from, to, action, verdict, alternatives, truncated, requires, crossAccount } of edges) {
    const [principal, role] = [find(from), find(to)];
    yield {
      analysis_time: summary.createdAt,
      principal_name: principal.name,
      principal_arn: from,
      principal_type: principal.kind,
      principal_tags: {},
      service_name: 'sts',
      access_capability: 'use-resource',
      resource_arn: to,
      actions: [{ action, verdict, alternatives, truncated }],
      verdict,
      requires,
      principal_account_id: principal.accountId,
      principal_account_name: principal.accountName,
      resource_name: role.name,
      resource_account_id: role.accountId,
      resource_account_name: role.accountName,
      cross_account: crossAccount,
    };
  }
}

function assumerOf({ arn, kind, name, accountId, accountName }: PrincipalAnswerRef): Assumer {
  const out = edges.filter(({ from }) => from === arn);
  const count = (across: boolean, free: boolean) =>
    out.filter(({ crossAccount, verdict }) => crossAccount === across && (!free || verdict === 'allowed')).length;
  return {
    principal_name: name,
    principal_arn: arn,
    principal_type: kind,
    principal_account_id: accountId,
    principal_account_name: accountName,
    unit_path: '',
    roles: out.length,
    roles_within_account: count(false, false),
    unconditional_within_account: count(false, true),
    roles_across_accounts: count(true, false),
    unconditional_across_accounts: count(true, true),
    other_accounts: new Set(out.filter(({ crossAccount }) => crossAccount).map(({ to }) => find(to).accountId)).size,
    requires: [...new Set(out.flatMap(({ requires }) => requires))],
  };
}

export function createFakeQuestions(): Questions {
  return {
    snapshot: envelope(null).snapshot,
    summary: async () => summary,
    search: async (text, { limit = 20, offset = 0 } = {}) => {
      const wanted = text.replace(/^[a-z-]+:/, '').toLowerCase();
      const kind = /^([a-z-]+):/.exec(text)?.[1];
      const all = principals.filter(
        (principal) => (kind === undefined || principal.kind === kind) && principal.arn.toLowerCase().includes(wanted),
      );
      const { rows: hits, next } = cutPage(all, { offset, limit });
      return { ...envelope(null, next !== null), text, total: all.length, next, hits };
    },
    engine: 'ladybug',
    describe: (arn) => principals.find((principal) => principal.arn === arn) ?? null,
    principal: async (name) => {
      const principal = find(name);
      return {
        ...envelope("MATCH (p:Principal {arn: '…'}) RETURN p"),
        principal,
        uniqueId: principal.kind === 'role' ? 'AROAEXAMPLE' : null,
        path: '/',
        createdAt: '2024-02-01T09:00:00Z',
        lastUsedAt: null,
        tags: [{ key: 'team', value: '<i>platform</i>' }],
        groups: [],
        unitPath: 'Root / Workloads',
        policies: [{ id: `${principal.arn}#trust/trust`, name: 'trust', as: 'trust', viaGroup: null, document: trustDocument(arns.alice) }],
        canAssume: edges.filter(({ from }) => from === principal.arn).length,
        assumedBy: edges.filter(({ to }) => to === principal.arn).length,
        isAdmin: principal.arn === arns.admin,
        adminWhy: principal.arn === arns.admin ? 'Allowed everything by AdministratorAccess.' : '',
        highValue: principal.arn === arns.admin,
        hopsToAdmin: principal.arn === arns.admin ? 0 : -1,
        reachRoles: new Set(edges.filter(({ from }) => from === principal.arn).map(({ to }) => to)).size,
        reachAccounts: 0,
        reachedBy: new Set(edges.filter(({ to }) => to === principal.arn).map(({ from }) => from)).size,
      };
    },
    neighbours: async (name) => {
      const principal = find(name);
      const out = edges.filter(({ from }) => from === principal.arn);
      const into = edges.filter(({ to }) => to === principal.arn);
      const ends = new Set([principal.arn, ...out.map(({ to }) => to), ...into.map(({ from }) => from)]);
      return {
        ...envelope("MATCH (p:Principal {arn: '…'})-[e:CAN_ASSUME]-(q) RETURN p, e, q"),
        principal,
        principals: [...ends].map(find),
        next: null,
        out,
        in: into,
      };
    },
    overview: async ({ grouping, open }) => ({
      ...envelope('MATCH (a:Principal)-[:CAN_ASSUME]->(b:Principal) RETURN a.accountId, b.accountId, count(*) AS edges'),
      grouping,
      gathered: null,
      groups: accounts.map(({ id, name, unitPath }) => ({
        id,
        kind: 'account' as const,
        name,
        parent: null,
        unit: unitPath,
        accounts: 1,
        principals: principals.filter(({ accountId }) => accountId === id).length,
        roles: 1,
        open: open.includes(id),
        quiet: 0,
        left: 0,
      })),
      principals: principals.flatMap((principal) =>
        principal.accountId !== null && open.includes(principal.accountId) ? [{ ...principal, group: principal.accountId }] : [],
      ),
      edges: summary.accountEdges.filter(({ from, to }) => from !== to).map((edge) => ({ ...edge, crossAccount: true })),
    }),
    between: async (from, to) => {
      const found = edges.filter((edge) => find(edge.from).accountId === from && find(edge.to).accountId === to);
      const placeOf = (id: string) => ({ id, name: accountNames.get(id) ?? id, kind: 'account' as const });
      return {
        ...envelope('MATCH (a:Principal)-[e:CAN_ASSUME]->(b:Principal) RETURN a, e, b'),
        from: placeOf(from),
        to: placeOf(to),
        total: found.length,
        next: null,
        principals: [...new Set(found.flatMap((edge) => [edge.from, edge.to]))].map(find),
        edges: found,
      };
    },
    reachFrom: async (name, options = {}) => reach('from', find(name), options),
    reachTo: async (name, options = {}) => reach('to', findRole(name), options),
    paths: async (fromName, toName, options = {}) => {
      const from = find(fromName);
      const to = findRole(toName);
      const chains = chainsFrom(from.arn, options).filter((chain) => chain.at(-1)?.to === to.arn);
      return {
        ...envelope("MATCH p = (:Principal {arn: '…'})-[:CAN_ASSUME*1..8]->(:Principal {arn: '…'})\nRETURN p ORDER BY length(p)"),
        from,
        to,
        maxHops: options.maxHops ?? 8,
        next: null,
        paths: chains.slice(0, options.limit ?? 25).map(pathOf),
      };
    },
    explain: async (from, to) => explain(find(from), findRole(to)),
    cut: async (to, options = {}) => {
      const role = findRole(to);
      const reaching = reach('to', role, { maxHops: 8 }).rows.map(({ principal }) => principal);
      const stopped = options.from === undefined ? reaching : reaching.filter(({ arn }) => arn === find(options.from ?? '').arn);
      return {
        ...envelope('MATCH (statement:Statement) RETURN statement.id AS statement'),
        to: role,
        from: options.from === undefined ? null : find(options.from),
        reachedBy: stopped.length,
        cuts:
          stopped.length === 0
            ? []
            : [
                {
                  gate: 'trust' as const,
                  ...trustStatementOf(role.arn),
                  edges: edges.filter((edge) => edge.to === role.arn).length,
                  stops: stopped.length,
                  stopped,
                  stopsInAll: reaching.length,
                },
              ],
      };
    },
    cutEdge: async (from, to) => {
      const ends = { from: find(from), to: findRole(to) };
      if (!edges.some((edge) => edge.from === ends.from.arn && edge.to === ends.to.arn))
        throw new QueryError('invalid-argument', 'There is no such edge to cut.');
      const lost = { lostRoles: 1, lostPrincipals: 1 };
      return {
        ...envelope("MATCH (a:Principal {arn: '…'})-[e:CAN_ASSUME]->(b:Principal {arn: '…'}) RETURN a, e, b"),
        ...ends,
        ...lost,
        roles: [ends.to],
        principals: [ends.from],
        ways: [{ gate: 'trust' as const, statements: [trustStatementOf(ends.to.arn)], edges: 1, truncated: false, ...lost }],
      };
    },
    chokePoints: async () => ({
      ...envelope(
        'MATCH (source:Principal)-[:CAN_ASSUME]->(role:Principal {highValue: true}) RETURN source.arn AS principal, role.arn AS role',
      ),
      targets: 1,
      targetsCounted: 1,
      pairs: 7,
      next: null,
      rows: [{ principal: find(arns.deploy), pairs: 5, unavoidable: 5 }],
    }),
    cypher: async (text) => ({ ...envelope(text), columns: ['name'], rows: principals.map(({ name }) => [name]) }),
    edges: () => edges.values(),
    principalAccess: () => ({
      envelope: envelope(null),
      analysisTime: summary.createdAt,
      source: summary.source,
      rows: accessRows,
      assumers: () => principals.filter(({ arn }) => edges.some(({ from }) => from === arn)).map(assumerOf),
    }),
  };
}
