/** Small AccessGraphs for the tests of graph/: hand-built, with every label and relationship type. */
import type { AccessGraph, LinkedRow } from '../../graph/access-graph.ts';
import { type EdgeProperties, packEdge } from '../../graph/edge-flags.ts';
import type { NodeRow } from '../../graph/schema.ts';

/** Texts that have broken CSV, Cypher, HTML, spreadsheets, terminals or files somewhere. All of them can be stored. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  ' both sides ',
  '\ttab\t',
  'with "quotes"',
  '"',
  '""',
  "it's",
  'comma, semicolon; pipe|',
  '[a,b]',
  '{a:1}',
  '[]',
  'line\nbreak',
  'cr\r\nlf\r',
  '\\',
  '\\n \\"',
  'ends with \\',
  'null',
  'NULL',
  'true',
  '-1',
  '=1+1',
  '@SUM(A1)',
  '# comment',
  '// comment',
  '<script>alert(1)</script>',
  "'}) DETACH DELETE n //",
  '$parameter `name`',
  'nul\u0000inside',
  '\u0001\u001b[31m\u007f\u0085',
  '\u001f^',
  '\u202egnihton\u202c',
  '\ufeffbyte order mark',
  '\u2028\u2029',
  'e\u0301 é ü',
  '角色',
  '😀👩‍👩‍👧',
  '\uffff\ue000',
  '__proto__',
  'constructor',
  'x'.repeat(300_000),
];

export const freeEdge: EdgeProperties = {
  action: 'sts:AssumeRole',
  verdict: 'allowed',
  oidcSub: 'none',
  crossAccount: false,
  grant: 'identity',
  canTagSession: false,
  canSetSourceIdentity: false,
  canChooseSessionName: true,
};

export function principal(arn: string, rest: Partial<NodeRow<'Principal'>> = {}): NodeRow<'Principal'> {
  return {
    arn,
    kind: 'role',
    name: arn.slice(arn.lastIndexOf('/') + 1),
    accountId: '111111111111',
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
    collected: true,
    isAdmin: false,
    adminWhy: '',
    highValue: false,
    hopsToAdmin: -1,
    reachRoles: 0,
    reachAccounts: 0,
    reachedBy: 0,
    ...rest,
  };
}

export function account(id: string, rest: Partial<NodeRow<'Account'>> = {}): NodeRow<'Account'> {
  return {
    id,
    name: id,
    alias: '',
    status: 'ACTIVE',
    partition: 'aws',
    inOrganization: true,
    isManagement: false,
    opensRootSessions: false,
    collected: true,
    unitPath: 'Root',
    organizationId: 'o-1',
    organizationPath: 'o-1/r-1/',
    scps: '"off"',
    rcps: '"off"',
    identityProviders: 'null',
    collectedAt: '',
    stale: false,
    ...rest,
  };
}

export function policy(id: string, rest: Partial<NodeRow<'Policy'>> = {}): NodeRow<'Policy'> {
  return { id, name: id, kind: 'inline', accountId: '111111111111', documentId: 'd', document: '{"Statement":[]}', ...rest };
}

export interface SampleEdge extends Partial<EdgeProperties> {
  readonly from: number;
  readonly to: number;
  readonly reason: number;
}

export function edgeColumns(edges: readonly SampleEdge[]): AccessGraph['canAssume'] {
  return {
    length: edges.length,
    from: Uint32Array.from(edges, ({ from }) => from),
    to: Uint32Array.from(edges, ({ to }) => to),
    reason: Uint32Array.from(edges, ({ reason }) => reason),
    flags: Uint16Array.from(edges, ({ from: _from, to: _to, reason: _reason, ...edge }) => packEdge({ ...freeEdge, ...edge })),
  };
}

export const emptyGraph: AccessGraph = {
  nodes: { Account: [], OrganizationalUnit: [], Policy: [], Statement: [], Principal: [], Reason: [] },
  relationships: {
    IN_ACCOUNT: [],
    IN_UNIT: [],
    MEMBER_OF: [],
    HAS_POLICY: [],
    HAS_STATEMENT: [],
    APPLIES_TO: [],
    TRUSTS: [],
    DECIDED_BY: [],
  },
  canAssume: edgeColumns([]),
};

const role = (name: string): string => `arn:aws:iam::111111111111:role/${name}`;
export const userArn = 'arn:aws:iam::111111111111:user/ana';
export const groupArn = 'arn:aws:iam::111111111111:group/developers';

const link = <T extends object>(
  fromLabel: LinkedRow<'TRUSTS'>['fromLabel'],
  from: string,
  toLabel: LinkedRow<'TRUSTS'>['toLabel'],
  to: string,
  rest: T,
) => ({
  fromLabel,
  from,
  toLabel,
  to,
  ...rest,
});

/** ana → deploy → admin, with a group, policies, statements, a unit tree and guardrails around them. */
export const smallGraph: AccessGraph = {
  nodes: {
    Account: [account('111111111111', { isManagement: true }), account('222222222222', { collected: false, inOrganization: false })],
    OrganizationalUnit: [
      { id: 'r-1', name: 'Root' },
      { id: 'ou-1', name: 'Workloads' },
    ],
    Policy: [
      policy(`${userArn}#inline/assume`, { name: 'assume', document: '{"Statement":[{"Effect":"Allow"}]}' }),
      policy('arn:aws:iam::aws:policy/Missing', { name: 'Missing', kind: 'aws-managed', documentId: '', document: '' }),
      policy(`${groupArn}#inline/assume`, { name: 'assume' }),
      policy('p-1', { name: 'FullAWSAccess', kind: 'scp' }),
    ],
    Statement: [
      {
        id: 'd/0',
        index: 0,
        sid: '',
        side: 'identity',
        effect: 'Allow',
        actions: ['sts:AssumeRole'],
        resources: ['*'],
        principals: [],
        conditionKeys: [],
      },
    ],
    Principal: [
      principal(userArn, { kind: 'user', tags: '[{"key":"team","value":"a"}]' }),
      principal(role('deploy')),
      principal(role('admin')),
      principal(groupArn, { kind: 'group' }),
      principal('ecs.amazonaws.com', { kind: 'service', name: 'ecs.amazonaws.com', accountId: '', collected: false }),
    ],
    Reason: [
      { id: 'free', alternatives: '[[]]', tagSession: '[]', setSourceIdentity: '[]', requires: [], truncated: false },
      {
        id: 'asks',
        alternatives:
          '[[{"key":"aws:MultiFactorAuthPresent","operator":"Bool","qualifier":null,"ifExists":false,"values":["true"],"negated":false,"source":"session"}]]',
        tagSession: '[]',
        setSourceIdentity: '[]',
        requires: ['mfa', 'external-id'],
        truncated: true,
      },
    ],
  },
  relationships: {
    IN_ACCOUNT: [link('Principal', userArn, 'Account', '111111111111', {})],
    IN_UNIT: [
      link('Account', '111111111111', 'OrganizationalUnit', 'ou-1', {}),
      link('OrganizationalUnit', 'ou-1', 'OrganizationalUnit', 'r-1', {}),
    ],
    MEMBER_OF: [link('Principal', userArn, 'Principal', groupArn, {})],
    HAS_POLICY: [
      link('Principal', userArn, 'Policy', `${userArn}#inline/assume`, { as: 'inline' }),
      link('Principal', userArn, 'Policy', 'arn:aws:iam::aws:policy/Missing', { as: 'boundary' }),
      link('Principal', groupArn, 'Policy', `${groupArn}#inline/assume`, { as: 'inline' }),
    ],
    HAS_STATEMENT: [link('Policy', `${userArn}#inline/assume`, 'Statement', 'd/0', {})],
    APPLIES_TO: [link('Policy', 'p-1', 'Account', '111111111111', {}), link('Policy', 'p-1', 'OrganizationalUnit', 'r-1', {})],
    TRUSTS: [link('Principal', role('deploy'), 'Principal', userArn, { effect: 'Allow', statementIndex: 0 })],
    DECIDED_BY: [link('Reason', 'free', 'Statement', 'd/0', { gate: 'identity' })],
  },
  canAssume: edgeColumns([
    { from: 0, to: 1, reason: 0 },
    { from: 1, to: 2, reason: 1, verdict: 'conditional', crossAccount: true, canTagSession: true },
    { from: 4, to: 1, reason: 0, grant: 'trust' },
    { from: 4, to: 2, reason: 1, verdict: 'conditional', action: 'sts:AssumeRoleWithWebIdentity', oidcSub: 'pattern' },
  ]),
};

/** One node and relationship per hostile text, with the text in keys, properties and lists. */
export function hostileGraph(): AccessGraph {
  const keys = hostileTexts.map((text, index) => `key ${index} ${text.slice(0, 1000)}`);
  return {
    ...emptyGraph,
    nodes: {
      ...emptyGraph.nodes,
      Account: keys.map((id, index) => account(id, { name: hostileTexts[index] ?? '', alias: hostileTexts[index] ?? '' })),
      Principal: keys.map((arn, index) =>
        principal(arn, { name: hostileTexts[index] ?? '', kind: hostileTexts[index] ?? '', accountId: arn }),
      ),
      Statement: keys.map((id, index) => ({
        id,
        index,
        sid: hostileTexts[index] ?? '',
        side: 'identity',
        effect: 'Allow',
        actions: [...hostileTexts],
        resources: [hostileTexts[index] ?? ''],
        principals: [],
        conditionKeys: [hostileTexts[index] ?? '', hostileTexts[index] ?? ''],
      })),
      Reason: keys.map((id, index) => ({
        id,
        alternatives: '[[]]',
        tagSession: '[]',
        setSourceIdentity: '[]',
        requires: [hostileTexts[index] ?? '', ''],
        truncated: false,
      })),
    },
    relationships: {
      ...emptyGraph.relationships,
      TRUSTS: keys.map((from, index) =>
        link('Principal', from, 'Principal', keys[0] ?? '', { effect: hostileTexts[index] ?? '', statementIndex: -1 }),
      ),
    },
    canAssume: edgeColumns(keys.map((_, index) => ({ from: index, to: index, reason: index }))),
  };
}
