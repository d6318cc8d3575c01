/** Random small organizations whose edges look at sessions: at their names, source identities, tags and MFA. */
import fc from 'fast-check';
import type { AccessGraph } from '../../graph/access-graph.ts';
import { buildAdjacency } from '../../graph/build-adjacency.ts';
import { packEdge } from '../../graph/edge-flags.ts';
import type { Alternatives, Condition, ConditionSource } from '../../iam/types.ts';
import { type Choices, listWalks } from './concrete-sessions.ts';
import { buildGraph } from './graph-builder.ts';

const condition = (
  key: string,
  operator: string,
  values: readonly string[],
  source: ConditionSource,
  more: Partial<Condition> = {},
): Condition => ({
  key,
  operator,
  qualifier: null,
  ifExists: false,
  values,
  negated: false,
  source,
  ...more,
});

const principals = ['user ann@1', 'service ec2.amazonaws.com', 'role a@1', 'role b@1', 'role c@2', 'role d@2'];
const names = ['ann', 'ec2.amazonaws.com', 'a', 'b', 'c', 'd'];
const idOf = (role: string): string => `AROA${role.toUpperCase()}`;

/** Tests of a text, with values that tell them apart: see `choices`. */
const textTest = (key: string, source: ConditionSource, [first, second, prefix]: readonly [string, string, string]) =>
  fc.constantFrom(
    condition(key, 'StringEquals', [first], source),
    condition(key, 'StringEquals', [second], source),
    condition(key, 'StringEquals', [first, second], source),
    condition(key, 'StringNotEquals', [first], source),
    condition(key, 'StringLike', [`${prefix}*`], source),
    condition(key, 'StringEquals', [first], source, { negated: true }),
  );

const identityWords = ['ada', 'bea', 'a'] as const;
const teamWords = ['red', 'blue', 'r'] as const;

/** A graph is about one or two of these, so that all sessions can be tried. */
const themes = ['name', 'identity', 'tags', 'mfa'] as const;
type Theme = (typeof themes)[number];

/** What an edge from a role asks of its session. */
const sessionNeeds: Readonly<Record<Theme, (role: string) => fc.Arbitrary<Condition>>> = {
  name: (role) =>
    fc.constantFrom(
      condition('aws:userid', 'StringEquals', [`${idOf(role)}:alice`], 'session'),
      condition('aws:userid', 'StringLike', [`${idOf(role)}:b*`, 'AROAOTHER:alice'], 'session'),
      condition('aws:userid', 'StringLike', ['*:i-*'], 'session'),
      condition('aws:userid', 'StringNotLike', ['*:a*'], 'session'),
    ),
  identity: () =>
    fc.oneof(
      textTest('aws:SourceIdentity', 'session', identityWords),
      fc.constantFrom(
        condition('aws:SourceIdentity', 'Null', ['true'], 'session'),
        condition('aws:SourceIdentity', 'StringEquals', ['ada'], 'session', { ifExists: true }),
      ),
    ),
  tags: () =>
    fc.constantFrom(
      condition('aws:PrincipalTag/team', 'StringEquals', ['red'], 'session'),
      condition('aws:PrincipalTag/Team', 'StringLike', ['r*'], 'session'),
      condition('aws:PrincipalTag/team', 'StringEquals', ['blue'], 'session'),
    ),
  mfa: () => fc.constant(condition('aws:MultiFactorAuthPresent', 'Bool', ['true'], 'session')),
};

/** What an edge asks of the call. */
const callSets: Readonly<Record<Theme, fc.Arbitrary<Condition>>> = {
  name: fc.constantFrom(
    condition('sts:RoleSessionName', 'StringEquals', ['alice'], 'caller'),
    condition('sts:RoleSessionName', 'StringLike', ['b*'], 'caller'),
    condition('sts:RoleSessionName', 'StringNotEquals', ['alice'], 'caller'),
  ),
  identity: fc.oneof(
    textTest('sts:SourceIdentity', 'caller', identityWords),
    fc.constant(condition('sts:SourceIdentity', 'Null', ['true'], 'caller')),
  ),
  tags: fc.oneof(
    textTest('aws:RequestTag/team', 'caller', teamWords),
    fc.constantFrom(
      condition('aws:TagKeys', 'StringEquals', ['other'], 'caller', { qualifier: 'ForAllValues' }),
      condition('aws:TagKeys', 'StringEquals', ['team'], 'caller', { qualifier: 'ForAllValues' }),
      condition('sts:TransitiveTagKeys', 'StringEquals', ['other'], 'caller', { qualifier: 'ForAnyValue' }),
      condition('sts:TransitiveTagKeys', 'StringEquals', ['other'], 'caller', { qualifier: 'ForAllValues' }),
    ),
  ),
  mfa: fc.constant(condition('aws:MultiFactorAuthPresent', 'Bool', ['true'], 'caller')),
};

const few = <T>(arbitrary: fc.Arbitrary<T>, most: number) => fc.array(arbitrary, { maxLength: most });

const edgeBetween = (from: string, to: string, about: readonly Theme[]) => {
  const isRole = names.indexOf(from) >= 2;
  const need = isRole
    ? few(
        fc.constantFrom(...about).chain((theme) => sessionNeeds[theme](from)),
        1,
      )
    : fc.constant([]);
  const sets = about.filter((theme) => theme !== 'mfa' || from === 'ann');
  const set =
    sets.length > 0
      ? few(
          fc.constantFrom(...sets).chain((theme) => callSets[theme]),
          1,
        )
      : fc.constant([]);
  const permission = (own: fc.Arbitrary<Condition>): fc.Arbitrary<Alternatives> =>
    fc.oneof(
      fc.constant([]),
      fc.constant([[]]),
      fc.tuple(few(own, 1), need).map((parts) => [parts.flat()]),
    );
  return fc.record({
    from: fc.constant(from),
    to: fc.constant(to),
    alternatives: fc.array(
      fc.tuple(need, set).map((parts) => parts.flat()),
      { minLength: 1, maxLength: 2 },
    ),
    tagSession: about.includes('tags') ? permission(textTest('aws:RequestTag/team', 'caller', teamWords)) : fc.constant([]),
    setSourceIdentity: about.includes('identity') ? permission(textTest('sts:SourceIdentity', 'caller', identityWords)) : fc.constant([]),
  });
};

export interface RandomEdge {
  readonly from: string;
  readonly to: string;
  readonly alternatives: Alternatives;
  readonly tagSession: Alternatives;
  readonly setSourceIdentity: Alternatives;
}

/** As the evaluator has it: an alternative is one that some call meets, and an edge has one at least. */
function keepPossible(edge: RandomEdge): RandomEdge[] {
  const alternatives = edge.alternatives.filter((alternative) => {
    const graph = stateGraphOf([{ ...edge, alternatives: [alternative] }]);
    const adjacency = buildAdjacency('s', graph);
    return listWalks(adjacency, adjacency.sources[0] ?? 0, 1, choicesFor(graph)).length > 0;
  });
  return alternatives.length > 0 ? [{ ...edge, alternatives }] : [];
}

const pairs = names.flatMap((from) => names.slice(2).map((to) => [from, to] as const));

/** A pair has one edge at most, as in what is ingested. */
export const randomStateGraph: fc.Arbitrary<AccessGraph> = fc
  .tuple(
    fc.subarray([...themes], { minLength: 1, maxLength: 2 }),
    fc.uniqueArray(fc.constantFrom(...pairs), { minLength: 3, maxLength: 9, selector: (pair) => pair.join() }),
  )
  .chain(([about, chosen]) => fc.tuple(...chosen.map(([from, to]) => edgeBetween(from, to, about))))
  .map((edges) => stateGraphOf(edges.flatMap(keepPossible)));

/** Principals `ann`, `ec2.amazonaws.com`, `a`, `b` of one account, `c`, `d` of another, with these edges. */
export function stateGraphOf(edges: readonly RandomEdge[]): AccessGraph {
  const base = buildGraph({ accounts: ['1 one', '2 two'], principals });
  const rows = base.nodes.Principal.map((row) => ({ ...row, uniqueId: row.kind === 'role' ? idOf(row.name) : '' }));
  const numberOf = (name: string): number => rows.findIndex((row) => row.name === name);
  const sorted = edges
    .map((edge, reason) => ({ ...edge, reason, source: numberOf(edge.from), target: numberOf(edge.to) }))
    .sort((left, right) => left.source - right.source || left.target - right.target);
  const isFree = (alternatives: Alternatives): boolean => alternatives.some((each) => each.length === 0);
  const graph: AccessGraph = {
    ...base,
    nodes: {
      ...base.nodes,
      Principal: rows,
      Reason: edges.map(({ alternatives, tagSession, setSourceIdentity }, number) => ({
        id: `reason ${number}`,
        alternatives: JSON.stringify(alternatives),
        tagSession: JSON.stringify(tagSession),
        setSourceIdentity: JSON.stringify(setSourceIdentity),
        requires: [],
        truncated: false,
      })),
    },
    canAssume: {
      length: sorted.length,
      from: Uint32Array.from(sorted, ({ source }) => source),
      to: Uint32Array.from(sorted, ({ target }) => target),
      reason: Uint32Array.from(sorted, ({ reason }) => reason),
      flags: Uint16Array.from(sorted, (edge) =>
        packEdge({
          action: 'sts:AssumeRole',
          verdict: isFree(edge.alternatives) ? 'allowed' : 'conditional',
          oidcSub: 'none',
          crossAccount: rows[edge.source]?.accountId !== rows[edge.target]?.accountId,
          grant: 'identity',
          canTagSession: edge.tagSession.length > 0,
          canSetSourceIdentity: edge.setSourceIdentity.length > 0,
          canChooseSessionName: true,
        }),
      ),
    },
  };
  // Counterexamples are read by people.
  const text = edges
    .map(
      (edge) =>
        `${edge.from} > ${edge.to} if ${write(edge.alternatives)} tags ${write(edge.tagSession)} identity ${write(edge.setSourceIdentity)}`,
    )
    .join('\n');
  return Object.defineProperty(graph, fc.toStringMethod, { value: () => text, enumerable: false });
}

const write = (alternatives: Alternatives): string =>
  JSON.stringify(
    alternatives.map((each) =>
      each.map(({ key, operator, values, negated, qualifier, ifExists }) =>
        [negated ? 'not' : '', qualifier ?? '', key, operator, ifExists ? 'IfExists' : '', values.join('|')]
          .filter((part) => part !== '')
          .join(' '),
      ),
    ),
  );

/** Values that tell the conditions above apart, only of what the graph looks at. */
export function choicesFor(graph: AccessGraph): Choices {
  const text = JSON.stringify(graph.nodes.Reason).toLowerCase();
  const mentions = (...keys: readonly string[]): boolean => keys.some((key) => text.includes(key));
  return {
    names: mentions('aws:userid', 'sts:rolesessionname') ? ['alice', 'anna', 'bob', 'i-1'] : ['alice', 'i-1'],
    identities: mentions('sourceidentity') ? [null, 'ada', 'amy', 'bea'] : [null],
    teams: mentions('tag/team', 'tagkeys') ? [null, 'red', 'rose', 'blue'] : [null],
    others: mentions('tagkeys') ? [false, true] : [false],
  };
}
