/**
 * The Cypher that asks a view's question of the graph, as text a person can paste. Dialect: Ladybug. Values become quoted
 * literals; whatever a name holds, it stays inside its quotes.
 */
import type { ChainLimits } from './options.ts';
import type { SearchTerms } from './search-terms.ts';

const conditionalHops = "size(list_filter(properties(rels(p), 'verdict'), verdict -> verdict = 'conditional'))";

/** Rows: arn, hops, conditionalHops (the fewest among the shortest chains), in the order of the answer. */
export function reachCypher(arn: string, direction: 'from' | 'to', limits: ChainLimits): string {
  const [source, role, other] = direction === 'from' ? [` {arn: ${quote(arn)}}`, '', 'role'] : ['', ` {arn: ${quote(arn)}}`, 'source'];
  const tests = [
    `${other}.arn <> ${quote(arn)}`,
    ...(limits.crossAccount ? ['any(hop IN rels(p) WHERE hop.crossAccount)'] : []),
    ...(limits.kinds.length > 0 ? [`${other}.kind IN ${quoteList(limits.kinds)}`] : []),
    ...(limits.accountIds ? [`${other}.accountId IN ${quoteList(limits.accountIds)}`] : []),
    ...(limits.highValue ? [`${other}.highValue`] : []),
  ];
  return [
    `MATCH p = (source:Principal${source})-[:CAN_ASSUME* ALL SHORTEST 1..${limits.maxHops}${hopFilter(limits)}]->(role:Principal${role})`,
    `WHERE ${tests.join('\n  AND ')}`,
    `WITH ${other}.arn AS arn, length(p) AS hops, min(${conditionalHops}) AS conditionalHops`,
    'RETURN arn, hops, conditionalHops',
    `ORDER BY hops, conditionalHops > 0, arn LIMIT ${limits.limit}`,
  ].join('\n');
}

/** Rows: p, hops, conditionalHops, arns (joined by U+0001, which sorts before all that ARNs hold), in the order of the answer. */
export function pathsCypher(from: string, to: string, limits: ChainLimits): string {
  const walk = from === to ? '1..1' : ` ${limits.shortest ? 'ALL SHORTEST' : 'ACYCLIC'} 1..${limits.maxHops}`;
  const tests = [
    ...(from === to ? [] : ['is_acyclic(p)']), // ACYCLIC alone lets a node follow itself, and the ends come up again
    ...(limits.crossAccount ? ['any(hop IN rels(p) WHERE hop.crossAccount)'] : []),
    ...(limits.accountIds
      ? [`size(list_filter(properties(nodes(p), 'accountId'), id -> list_contains(${quoteList(limits.accountIds)}, id))) > 0`]
      : []),
  ];
  return [
    `MATCH p = (source:Principal {arn: ${quote(from)}})-[:CAN_ASSUME*${walk}${hopFilter(limits)}]->(role:Principal {arn: ${quote(to)}})`,
    ...(tests.length > 0 ? [`WHERE ${tests.join(' AND ')}`] : []),
    `RETURN p, length(p) AS hops, ${conditionalHops} AS conditionalHops,`,
    "  list_to_string('\\u0001', properties(nodes(p), 'arn')) AS arns",
    `ORDER BY ${limits.order === 'hops' ? 'hops, conditionalHops' : 'conditionalHops, hops'}, arns LIMIT ${limits.limit}`,
  ].join('\n');
}

/** Rows: source, edge, role, and the statements that decided (null where the store has none). */
export function explainCypher(from: string, to: string): string {
  return [
    `MATCH (source:Principal {arn: ${quote(from)}})-[edge:CAN_ASSUME]->(role:Principal {arn: ${quote(to)}})`,
    'OPTIONAL MATCH (reason:Reason)-[decided:DECIDED_BY]->(statement:Statement)',
    'WHERE reason.id = edge.reasonId',
    'RETURN source, edge, role, decided.gate AS gate, statement',
  ].join('\n');
}

/** Rows: statement, gate, edges; the statements that let someone into the role directly. What removing one stops is not in it. */
export function cutCypher(to: string): string {
  return [
    `MATCH (:Principal)-[edge:CAN_ASSUME]->(:Principal {arn: ${quote(to)}})`,
    'MATCH (reason:Reason)-[decided:DECIDED_BY]->(statement:Statement)',
    "WHERE reason.id = edge.reasonId AND statement.effect = 'Allow' AND decided.gate IN ['trust', 'identity']",
    'RETURN statement.id AS statement, decided.gate AS gate, count(*) AS edges',
    'ORDER BY edges DESC, statement',
  ].join('\n');
}

/** Rows: principal, how it has the policy, policy. */
export function principalCypher(arn: string): string {
  return [
    `MATCH (principal:Principal {arn: ${quote(arn)}})`,
    'OPTIONAL MATCH (principal)-[has:HAS_POLICY]->(policy:Policy)',
    'RETURN principal, has, policy',
  ].join('\n');
}

/** Rows: source, edge, role; every edge out of the principal and every edge into it. */
export function neighboursCypher(arn: string): string {
  return [
    'MATCH (source:Principal)-[edge:CAN_ASSUME]->(role:Principal)',
    `WHERE source.arn = ${quote(arn)} OR role.arn = ${quote(arn)}`,
    'RETURN source, edge, role',
    'ORDER BY source.arn, role.arn, edge.action',
  ].join('\n');
}

/** Rows: principal; the ranking of the answer is not in it, so it has no limit. */
export function searchCypher({ words, kinds, accounts }: SearchTerms): string {
  const ofAccount = "lower(coalesce(account.name, '')), lower(coalesce(account.alias, ''))";
  const contains = (word: string, fields: string): string => `any(field IN [${fields}] WHERE field CONTAINS ${quote(word)})`;
  const tests = [
    ...(kinds.length > 0 ? [`principal.kind IN [${kinds.map(quote).join(', ')}]`] : []),
    ...accounts.map((word) => contains(word, `principal.accountId, ${ofAccount}`)),
    ...words.map((word) => contains(word, `lower(principal.name), lower(principal.arn), ${ofAccount}`)),
  ];
  return [
    'MATCH (principal:Principal)',
    'OPTIONAL MATCH (principal)-[:IN_ACCOUNT]->(account:Account)',
    ...(tests.length > 0 ? ['WITH principal, account', `WHERE ${tests.join('\n  AND ')}`] : []),
    'RETURN principal',
  ].join('\n');
}

function hopFilter({ unconditional, without }: ChainLimits): string {
  const tests = [...(unconditional ? ["hop.verdict = 'allowed'"] : []), ...without.map((word) => `NOT ${quote(word)} IN hop.requires`)];
  return tests.length > 0 ? ` (hop, between | WHERE ${tests.join(' AND ')})` : '';
}

const quoteList = (texts: readonly string[]): string => `[${texts.map(quote).join(', ')}]`;

/**
 * A string literal with exactly this value. Characters that cannot be seen, or that turn the text around them, are written
 * as escapes, so that the query reads on screen as it runs.
 */
export function quote(text: string): string {
  const escaped = text.replace(/[\\']/g, '\\$&').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escapeCharacter);
  return `'${escaped}'`;
}

function escapeCharacter(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}
