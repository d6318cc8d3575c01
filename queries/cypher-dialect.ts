/**
 * What the engines write differently in the Cypher that views show: chains, and characters beyond the first plane. Everything else is
 * one text for both. A view shows the dialect of the engine that answers its user's Cypher. See docs/adr/0016-shown-cypher.md.
 */
import type { CypherRunner } from '../graph/cypher-runner.ts';

/** Which chains of a pair are meant: all of the fewest hops, all that repeat no principal, or single hops. */
export type ChainSearch = 'shortest' | 'simple' | 'direct';

export interface ChainPattern {
  readonly search: ChainSearch;
  /** Inside of a node's parentheses: `source:Principal`. */
  readonly from: string;
  readonly to: string;
  readonly maxHops: number;
  /** What every hop must be, said of `hop`, before the shortest are chosen. */
  readonly hopTests: readonly string[];
  /** What a chain must be, said of its path `p`, after they are chosen. */
  readonly tests: readonly string[];
}

export interface CypherDialect {
  readonly engine: CypherRunner['engine'];
  /** `MATCH p = …` and its `WHERE`, one line or more. */
  matchChains(pattern: ChainPattern): string;
  /** How many hops of the path `p` have conditions. */
  readonly conditionalHops: string;
  /** ARNs of the nodes of the path `p`: a value that sorts as the list of them. */
  readonly arns: string;
  /** True if a hop of the path `p` leads into another account. */
  readonly crossesAccounts: string;
  /** True if a node of the path `p` has one of the values. `values` is a list literal. */
  passesOneOf(property: string, values: string): string;
  /**
   * A string literal with exactly this value. Characters that cannot be seen, or that turn the text around them, are written
   * as escapes, so that the query reads on screen as it runs.
   */
  quote(text: string): string;
}

const ladybug: CypherDialect = {
  engine: 'ladybug',
  matchChains({ search, from, to, maxHops, hopTests, tests }) {
    const walk = { shortest: ` ALL SHORTEST 1..${maxHops}`, simple: ` ACYCLIC 1..${maxHops}`, direct: '1..1' }[search];
    const filter = hopTests.length === 0 ? '' : ` (hop, between | WHERE ${hopTests.join(' AND ')})`;
    // ACYCLIC alone lets a node follow itself, and the ends come up again.
    return withTests(`MATCH p = (${from})-[:CAN_ASSUME*${walk}${filter}]->(${to})`, [
      ...(search === 'simple' ? ['is_acyclic(p)'] : []),
      ...tests,
    ]);
  },
  conditionalHops: "size(list_filter(properties(rels(p), 'verdict'), verdict -> verdict = 'conditional'))",
  // U+0001 sorts before all that ARNs hold.
  arns: "list_to_string('\\u0001', properties(nodes(p), 'arn'))",
  // any() over the lists of many paths ends the engine's process, and a bare flag as a test (`x -> x`) of list_filter() counts wrong.
  crossesAccounts: "list_contains(properties(rels(p), 'crossAccount'), true)",
  passesOneOf: (property, values) => `size(list_filter(properties(nodes(p), '${property}'), value -> list_contains(${values}, value))) > 0`,
  quote: (text) => quoteWith(text, (character) => `\\U${codeOf(character).toString(16).padStart(8, '0')}`),
};

/** `SHORTEST` and `{1,n}` are of Neo4j 5.21 and later. */
const neo4j: CypherDialect = {
  engine: 'neo4j',
  matchChains({ search, from, to, maxHops, hopTests, tests }) {
    const hop = hopTests.length === 0 ? ':CAN_ASSUME' : `hop:CAN_ASSUME WHERE ${hopTests.join(' AND ')}`;
    const choice = search === 'shortest' ? 'ALL SHORTEST ' : '';
    return withTests(`MATCH p = ${choice}(${from})-[${hop}]->{1,${search === 'direct' ? 1 : maxHops}}(${to})`, [
      ...(search === 'simple' ? ['all(node IN nodes(p) WHERE single(other IN nodes(p) WHERE other = node))'] : []),
      ...tests,
    ]);
  },
  conditionalHops: "size([step IN relationships(p) WHERE step.verdict = 'conditional'])",
  arns: '[node IN nodes(p) | node.arn]',
  crossesAccounts: 'any(step IN relationships(p) WHERE step.crossAccount)',
  passesOneOf: (property, values) => `any(node IN nodes(p) WHERE node.${property} IN ${values})`,
  // It knows no longer escape than that of a UTF-16 unit.
  quote: (text) => quoteWith(text, (character) => `${escapeUnit(character.charCodeAt(0))}${escapeUnit(character.charCodeAt(1))}`),
};

export const dialects: Readonly<Record<CypherRunner['engine'], CypherDialect>> = { ladybug, neo4j };

const withTests = (match: string, tests: readonly string[]): string =>
  tests.length === 0 ? match : `${match}\nWHERE ${tests.join('\n  AND ')}`;

function quoteWith(text: string, escapeLong: (character: string) => string): string {
  const escapeOne = (character: string): string => (character.length > 1 ? escapeLong(character) : escapeUnit(character.charCodeAt(0)));
  return `'${text.replace(/[\\']/g, '\\$&').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escapeOne)}'`;
}

const escapeUnit = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;
const codeOf = (character: string): number => character.codePointAt(0) ?? 0;
