/**
 * The Cypher that asks a view's question of the graph, as text a person can paste. Values become quoted literals; whatever a name
 * holds, it stays inside its quotes.
 */
import type { CypherDialect } from './cypher-dialect.ts';
import type { ChainLimits } from './options.ts';
import type { Page } from './page.ts';
import type { SearchTerms } from './search-terms.ts';

/** Rows: arn, hops, conditionalHops (the fewest among the shortest chains), in the order of the answer. */
export function reachCypher(dialect: CypherDialect, arn: string, direction: 'from' | 'to', limits: ChainLimits): string {
  const { matchChains, conditionalHops, quote } = dialect;
  const [from, to, other] =
    direction === 'from'
      ? [`source:Principal {arn: ${quote(arn)}}`, 'role:Principal', 'role']
      : ['source:Principal', `role:Principal {arn: ${quote(arn)}}`, 'source'];
  const tests = [
    `${other}.arn <> ${quote(arn)}`,
    ...(limits.crossAccount ? [dialect.crossesAccounts] : []),
    ...(limits.kinds.length > 0 ? [`${other}.kind IN ${quoteList(dialect, limits.kinds)}`] : []),
    ...(limits.accountIds ? [`${other}.accountId IN ${quoteList(dialect, limits.accountIds)}`] : []),
    ...(limits.highValue ? [`${other}.highValue`] : []),
  ];
  return [
    matchChains({ search: 'shortest', from, to, maxHops: limits.maxHops, hopTests: hopTests(dialect, limits), tests }),
    `WITH ${other}.arn AS arn, length(p) AS hops, min(${conditionalHops}) AS conditionalHops`,
    'RETURN arn, hops, conditionalHops',
    `ORDER BY hops, conditionalHops > 0, arn ${pageClause(limits)}`,
  ].join('\n');
}

/** Rows: p, hops, conditionalHops, arns (what they are sorted by at last), in the order of the answer. */
export function pathsCypher(dialect: CypherDialect, from: string, to: string, limits: ChainLimits): string {
  const { matchChains, conditionalHops, passesOneOf, quote } = dialect;
  return [
    matchChains({
      search: from === to ? 'direct' : limits.shortest ? 'shortest' : 'simple',
      from: `source:Principal {arn: ${quote(from)}}`,
      to: `role:Principal {arn: ${quote(to)}}`,
      maxHops: limits.maxHops,
      hopTests: hopTests(dialect, limits),
      tests: [
        ...(limits.crossAccount ? [dialect.crossesAccounts] : []),
        ...(limits.accountIds ? [passesOneOf('accountId', quoteList(dialect, limits.accountIds))] : []),
      ],
    }),
    `RETURN p, length(p) AS hops, ${conditionalHops} AS conditionalHops,`,
    `  ${dialect.arns} AS arns`,
    `ORDER BY ${limits.order === 'hops' ? 'hops, conditionalHops' : 'conditionalHops, hops'}, arns ${pageClause(limits)}`,
  ].join('\n');
}

/**
 * Rows: principal, role, hops; every pair that choke points are counted from. Which roles the chains of a pair pass is counted from the
 * adjacency: no query of one engine can say which role all of them have in common.
 */
export function chokePointsCypher({ matchChains }: CypherDialect, maxHops: number): string {
  return [
    '// The pairs that are counted. Which roles lie on one or on all of the chains of each is not asked here.',
    matchChains({
      search: 'shortest',
      from: 'source:Principal',
      to: 'role:Principal',
      maxHops,
      hopTests: [],
      tests: ['role.highValue', 'source.arn <> role.arn'],
    }),
    'RETURN DISTINCT source.arn AS principal, role.arn AS role, length(p) AS hops',
    'ORDER BY role, hops, principal',
  ].join('\n');
}

/** Rows: source, edge, role, and the statements that decided (null where the store has none). */
export function explainCypher({ quote }: CypherDialect, from: string, to: string): string {
  return [
    `MATCH (source:Principal {arn: ${quote(from)}})-[edge:CAN_ASSUME]->(role:Principal {arn: ${quote(to)}})`,
    'OPTIONAL MATCH (reason:Reason)-[decided:DECIDED_BY]->(statement:Statement)',
    'WHERE reason.id = edge.reasonId',
    'RETURN source, edge, role, decided.gate AS gate, statement',
  ].join('\n');
}

/** Rows: statement, gate, edges; the statements that let someone into the role directly. */
export function cutCypher({ quote }: CypherDialect, to: string): string {
  return [
    '// The statements that decide on edges into the role. Whom removing one stops is not asked here.',
    `MATCH (:Principal)-[edge:CAN_ASSUME]->(:Principal {arn: ${quote(to)}})`,
    'MATCH (reason:Reason)-[decided:DECIDED_BY]->(statement:Statement)',
    "WHERE reason.id = edge.reasonId AND statement.effect = 'Allow' AND decided.gate IN ['trust', 'identity']",
    'RETURN statement.id AS statement, decided.gate AS gate, count(*) AS edges',
    'ORDER BY edges DESC, statement',
  ].join('\n');
}

/** Rows: principal, how it has the policy, policy. */
export function principalCypher({ quote }: CypherDialect, arn: string): string {
  return [
    `MATCH (principal:Principal {arn: ${quote(arn)}})`,
    'OPTIONAL MATCH (principal)-[has:HAS_POLICY]->(policy:Policy)',
    'RETURN principal, has, policy',
  ].join('\n');
}

/** Rows: source, edge, role; every edge out of the principal and every edge into it. */
export function neighboursCypher({ quote }: CypherDialect, arn: string): string {
  return [
    'MATCH (source:Principal)-[edge:CAN_ASSUME]->(role:Principal)',
    `WHERE source.arn = ${quote(arn)} OR role.arn = ${quote(arn)}`,
    'RETURN source, edge, role',
    'ORDER BY source.arn, role.arn, edge.action',
  ].join('\n');
}

/** Rows: principal; the ranking of the answer is not in it, so it has no limit. */
export function searchCypher({ quote }: CypherDialect, { words, kinds, accounts }: SearchTerms): string {
  const ofAccount = ["toLower(coalesce(account.name, ''))", "toLower(coalesce(account.alias, ''))"];
  // Not any(): over thousands of lists it ends the process of Ladybug.
  const contains = (word: string, fields: readonly string[]): string =>
    `(${fields.map((field) => `${field} CONTAINS ${quote(word)}`).join(' OR ')})`;
  const tests = [
    ...(kinds.length > 0 ? [`principal.kind IN [${kinds.map(quote).join(', ')}]`] : []),
    ...accounts.map((word) => contains(word, ['principal.accountId', ...ofAccount])),
    ...words.map((word) => contains(word, ['toLower(principal.name)', 'toLower(principal.arn)', ...ofAccount])),
  ];
  return [
    'MATCH (principal:Principal)',
    'OPTIONAL MATCH (principal)-[:IN_ACCOUNT]->(account:Account)',
    ...(tests.length > 0 ? ['WITH principal, account', `WHERE ${tests.join('\n  AND ')}`] : []),
    'RETURN principal',
  ].join('\n');
}

const hopTests = ({ quote }: CypherDialect, { unconditional, without }: ChainLimits): string[] => [
  ...(unconditional ? ["hop.verdict = 'allowed'"] : []),
  ...without.map((word) => `NOT ${quote(word)} IN hop.requires`),
];

const pageClause = ({ offset, limit }: Page): string => `${offset > 0 ? `SKIP ${offset} ` : ''}LIMIT ${limit}`;

const quoteList = ({ quote }: CypherDialect, texts: readonly string[]): string => `[${texts.map(quote).join(', ')}]`;
