/**
 * Makes the graph of a large organization directly, without policies: 100,000 principals and about 1.5 million edges take seconds.
 * What shapes searches is as in real organizations: an identity account whose users enter everywhere with MFA, roles open to their
 * whole account, a few open to the whole organization, automation that enters every account, third parties behind ExternalIds,
 * pipelines behind OIDC, and neighbours of which a few are popular. One edge in three asks for something, one in eight
 * for something that an earlier hop of a chain sets or cannot set: session names, session tags, source identity, MFA. The same
 * numbers give the same graph.
 */
import type { AccessGraph } from '../graph/access-graph.ts';
import { packEdge } from '../graph/edge-flags.ts';
import type { NodeRow } from '../graph/schema.ts';
import type { Alternatives, Condition, ConditionSource } from '../iam/types.ts';
import { account, emptyGraph, freeEdge, principal } from '../test/support/sample-graph.ts';
import { accountIdOf } from './generate-organization.ts';

/** About so many; the shape decides the rest. */
export interface AccessSize {
  readonly principals: number;
  readonly edges: number;
}

/** Of each account but the first: so many users, then roles. */
const usersPerAccount = 40;
const rolesPerAccount = 200;
const services = ['ec2', 'lambda', 'ecs-tasks', 'codebuild', 'states', 'glue', 'sagemaker', 'events', 'firehose', 'ssm'];
const teams = Array.from({ length: 24 }, (_, number) => `team-${number}`);

export function generateAccess({ principals: size, edges: wanted }: AccessSize): AccessGraph {
  const random = generator(7);
  const below = (bound: number): number => Math.floor(random() * bound);
  const accounts = Math.max(4, Math.round((size * 0.965) / (usersPerAccount + rolesPerAccount)));
  const people = Math.round(size * 0.03);
  const vendors = Math.max(2, Math.round(size / 500));
  const subjects = Math.max(2, Math.round(size / 500));
  const reasons = createReasons();
  const rows: NodeRow<'Principal'>[] = [];
  const add = (arn: string, kind: string, more: Partial<NodeRow<'Principal'>> = {}): number =>
    rows.push(principal(arn, { kind, name: arn.split(/[/#]/).at(-1) ?? arn, ...more })) - 1;

  const serviceAt = services.map((name) => add(`${name}.amazonaws.com`, 'service', { accountId: '', collected: false }));
  const vendorAt = Array.from({ length: vendors }, (_, index) => {
    const accountId = String(900000000000 + index);
    return add(`arn:aws:iam::${accountId}:root`, 'external-account', { accountId, collected: false });
  });
  const identity = accountIdOf(0);
  const issuer = `arn:aws:iam::${identity}:oidc-provider/token.actions.githubusercontent.com`;
  const subjectAt = Array.from({ length: subjects }, (_, index) =>
    add(`${issuer}#repo:org/app-${index}:*`, 'federated-subject', { accountId: identity, collected: false }),
  );
  const peopleAt = Array.from({ length: people }, (_, index) =>
    add(`arn:aws:iam::${identity}:user/people/person-${index}`, 'user', { accountId: identity, uniqueId: `AIDA${index}` }),
  );
  const members = Array.from({ length: accounts }, (_, number) => {
    const accountId = accountIdOf(number + 1);
    const users = Array.from({ length: usersPerAccount }, (_, index) =>
      add(`arn:aws:iam::${accountId}:user/bot-${index}`, 'user', { accountId, uniqueId: `AIDA${number}X${index}` }),
    );
    const roles = Array.from({ length: rolesPerAccount }, (_, index) => {
      const isAdmin = index === 0;
      const more = { accountId, uniqueId: `AROA${number}X${index}`, isAdmin, highValue: isAdmin };
      return add(`arn:aws:iam::${accountId}:role/${isAdmin ? 'admin' : `role-${index}`}`, 'role', more);
    });
    return { users, roles };
  });

  const edges = new Map<number, { readonly reason: number; readonly flags: number }>();
  const link = (from: number, to: number, kind: keyof typeof reasons.kinds): void => {
    if (from === to || edges.size >= wanted) return;
    const reason = reasons.pick(kind, below);
    const [source, target] = [rows[from], rows[to]];
    const { alternatives, tagSession, setSourceIdentity } = reasons.rows[reason] as NodeRow<'Reason'>;
    const flags = packEdge({
      ...freeEdge,
      action: source?.kind === 'federated-subject' ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole',
      verdict: alternatives === '[[]]' ? 'allowed' : 'conditional',
      crossAccount: source?.accountId !== target?.accountId,
      canTagSession: tagSession !== '[]',
      canSetSourceIdentity: setSourceIdentity !== '[]',
    });
    edges.set(from * 0x1000000 + to, { reason, flags });
  };
  /** Low numbers are popular. */
  const skewed = (bound: number): number => Math.min(bound - 1, Math.floor(bound * random() ** 3));
  const callers = members.flatMap(({ users, roles }) => [...users.slice(0, 20), ...roles.slice(1, 41)]);
  const shared = members.slice(0, 10);
  for (const [number, { users, roles }] of members.entries()) {
    const role = (index: number): number => roles[index % roles.length] as number;
    // Open to the account: whoever has sts:AssumeRole on * gets in. The administrator is among them for power users.
    for (let index = 1; index <= 10; index += 1)
      for (const caller of [...users.slice(0, 20), ...roles.slice(1, 31)]) link(caller, role(index * 17), 'local');
    for (const user of users.slice(0, 3)) link(user, role(0), 'person');
    link(role(40), role(0), 'local');
    for (let index = 60; index < 160; index += 1) link(serviceAt[skewed(serviceAt.length)] as number, role(index), 'service');
    for (let index = 0; index < 12; index += 1) link(role(60 + below(100)), role(160 + below(40)), 'chained');
    for (let index = 0; index < 4; index += 1) link(subjectAt[below(subjectAt.length)] as number, role(40 + index), 'pipeline');
    // Automation of the first accounts enters every account.
    for (let index = 0; index < 20; index += 1)
      link(shared[index % shared.length]?.roles[40 + index] as number, role(50 + (index % 4)), 'hub');
    for (let index = 0; index < 8; index += 1) link(vendorAt[skewed(vendorAt.length)] as number, role(180 + (index % 10)), 'vendor');
    // Neighbours: few accounts are popular.
    for (let index = 0; index < 500; index += 1) {
      const other = index % 2 === 0 ? members[skewed(members.length)] : members[(number + 1 + below(5)) % members.length];
      link(role(1 + below(80)), other?.roles[1 + skewed(rolesPerAccount - 1)] as number, index % 3 === 0 ? 'chained' : 'peer');
    }
  }
  for (const person of peopleAt) {
    for (let count = 4 + Math.floor(120 * random() ** 4), index = 0; index < count; index += 1)
      link(person, members[skewed(members.length)]?.roles[1 + below(6)] as number, 'person');
  }
  // What is left: roles of the first accounts that the whole organization may assume.
  for (let index = 0; edges.size < wanted && index < 200; index += 1) {
    const target = members[index % 10]?.roles[100 + (index % 97)] as number;
    for (const caller of callers) link(caller, target, index % 4 === 0 ? 'chained' : 'wide');
  }
  // As an ingest has it: principals in the order of their ARNs.
  const order = rows.map(({ arn }, number) => ({ arn, number })).sort((left, right) => (left.arn < right.arn ? -1 : 1));
  const placeOf = new Uint32Array(rows.length);
  for (const [place, { number }] of order.entries()) placeOf[number] = place;
  const found = [...edges].map(([key, edge]) => ({
    ...edge,
    from: placeOf[Math.floor(key / 0x1000000)] as number,
    to: placeOf[key % 0x1000000] as number,
  }));
  found.sort((left, right) => left.from - right.from || left.to - right.to);
  return {
    ...emptyGraph,
    nodes: {
      ...emptyGraph.nodes,
      Account: Array.from({ length: accounts + 1 }, (_, index) =>
        account(accountIdOf(index), { name: `account-${index}`, unitPath: `Root/unit-${Math.floor(index / 20)}` }),
      ),
      Principal: order.flatMap(({ number }) => rows[number] ?? []),
      Reason: reasons.rows,
    },
    canAssume: {
      length: found.length,
      from: Uint32Array.from(found, ({ from }) => from),
      to: Uint32Array.from(found, ({ to }) => to),
      reason: Uint32Array.from(found, ({ reason }) => reason),
      flags: Uint16Array.from(found, ({ flags }) => flags),
    },
  };
}

const condition = (key: string, operator: string, value: string, source: ConditionSource): Condition => ({
  key,
  operator,
  qualifier: null,
  ifExists: false,
  values: [value],
  negated: false,
  source,
});

/** Reasons by the kind of edge that has them; within a kind the first are frequent. */
function createReasons() {
  const rows: NodeRow<'Reason'>[] = [];
  const add = (
    requires: readonly string[],
    alternatives: Alternatives,
    tagSession: Alternatives,
    setSourceIdentity: Alternatives,
  ): number => {
    const [texts, id] = [[alternatives, tagSession, setSourceIdentity].map((each) => JSON.stringify(each)), `reason-${rows.length}`];
    const [first = '', second = '', third = ''] = texts;
    return (
      rows.push({ id, alternatives: first, tagSession: second, setSourceIdentity: third, requires: [...requires], truncated: false }) - 1
    );
  };
  /** Different statements decide the same: many reasons have one shape. */
  const repeat = (count: number, make: (index: number) => number): number[] => Array.from({ length: count }, (_, index) => make(index));
  const teamOf = (index: number): string => teams[index % teams.length] ?? '';
  const callerMfa = condition('aws:MultiFactorAuthPresent', 'Bool', 'true', 'caller');
  const sessionMfa = condition('aws:MultiFactorAuthPresent', 'Bool', 'true', 'session');
  const address = condition('aws:SourceIp', 'IpAddress', '203.0.113.0/24', 'environment');
  const person = condition('sts:SourceIdentity', 'StringLike', '*@example.com', 'caller');
  const free = repeat(400, () => add([], [[]], [], []));
  const tagging = repeat(60, () => add([], [[]], [[]], [[]]));
  const addressed = repeat(40, () => add(['source-ip'], [[address]], [], []));
  const needsMfa = repeat(10, () => add(['mfa'], [[sessionMfa]], [], []));
  const named = repeat(12, (index) =>
    add(['session-name'], [[condition('aws:userid', 'StringLike', `*:deploy-${index}*`, 'session')]], [], []),
  );
  const setsName = repeat(12, (index) =>
    add(
      ['session-name'],
      [[condition('sts:RoleSessionName', 'StringLike', `${index % 3 ? 'deploy' : 'run'}-${index}*`, 'caller')]],
      [[]],
      [],
    ),
  );
  const needsTag = repeat(48, (index) =>
    add(['session-tag'], [[condition('aws:PrincipalTag/team', 'StringEquals', teamOf(index), 'session')]], index % 2 ? [[]] : [], []),
  );
  const setsTag = repeat(48, (index) =>
    add(['session-tag'], [[condition('aws:RequestTag/team', 'StringEquals', teamOf(index), 'caller')]], [[]], [[]]),
  );
  const setsPerson = repeat(8, () => add(['source-identity'], [[person]], [[]], [[person]]));
  const needsPerson = repeat(8, () =>
    add(['source-identity'], [[condition('aws:SourceIdentity', 'StringLike', '*@example.com', 'session')]], [], [[]]),
  );
  const withMfa = repeat(30, () => add(['mfa'], [[callerMfa]], [[]], [[]]));
  const external = repeat(300, (index) =>
    add(['external-id'], [[condition('sts:ExternalId', 'StringEquals', `id-${index}`, 'caller')]], [], []),
  );
  const subject = repeat(200, (index) =>
    add(
      ['oidc-sub'],
      [[condition('token.actions.githubusercontent.com:sub', 'StringLike', `repo:org/app-${index}:*`, 'identity-provider')]],
      [[]],
      [],
    ),
  );
  const kinds = {
    local: [free, free, free, tagging, tagging, addressed, needsTag],
    wide: [free, free, free, addressed, tagging],
    peer: [free, free, free, tagging, addressed, setsName, needsMfa],
    chained: [free, tagging, setsTag, needsTag, named, setsName, needsPerson, setsPerson, needsMfa],
    hub: [free, setsPerson, tagging],
    person: [withMfa, withMfa, setsPerson, setsTag, free],
    service: [free],
    pipeline: [subject],
    vendor: [external, external, external, free],
  };
  return {
    rows,
    kinds,
    pick(kind: keyof typeof kinds, below: (bound: number) => number): number {
      const group = kinds[kind][below(kinds[kind].length)] ?? free;
      return group[Math.min(below(group.length), below(group.length))] ?? 0;
    },
  };
}

/** Numbers from 0 to 1, the same ones in each run. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
