/**
 * What user Cypher may say, in one place: an allow-list for each engine. Whatever is not named here is refused, so a clause or function that
 * an engine learns tomorrow is refused too until somebody has looked at it. How the rules are applied is in guard.ts.
 */

export type Dialect = 'ladybug' | 'neo4j';

/** What must follow a word: `clause` another clause; `operand` a value, name or pattern; `after` nothing: the word ends an expression. */
export type Follows = 'clause' | 'operand' | 'after';

export interface Rules {
  /** Words that begin a clause. All of them read. */
  readonly clauses: ReadonlySet<string>;
  /** Words that may stand behind a value, name or pattern; `words` must come next, in this order. */
  readonly joining: ReadonlyMap<string, { readonly follows: Follows; readonly words?: readonly (readonly string[])[] }>;
  /** Words that may stand before a value. */
  readonly prefixes: ReadonlySet<string>;
  /** Words that open `{ … }` with a query or pattern in it. */
  readonly subqueries: ReadonlySet<string>;
  /** Functions by full name, lower case. A name with a namespace is allowed only if it stands here with it. */
  readonly functions: ReadonlySet<string>;
}

/** Words that write, load, configure or administer: only for a clearer message, since what is not allowed is refused anyway. */
export const dangers: ReadonlyMap<string, string> = new Map([
  ...each(
    ['CREATE', 'MERGE', 'SET', 'DELETE', 'DETACH', 'REMOVE', 'DROP', 'ALTER', 'FOREACH', 'RENAME', 'COMMENT', 'UPDATE'],
    'changes data',
  ),
  ...each(['LOAD', 'COPY', 'EXPORT', 'IMPORT'], 'reads or writes files'),
  ...each(['ATTACH', 'USE'], 'opens another database'),
  ...each(['INSTALL', 'UNINSTALL', 'FORCE'], 'loads code'),
  ...each(
    ['CALL', 'YIELD', 'SHOW', 'TERMINATE', 'GRANT', 'DENY', 'REVOKE', 'START', 'STOP', 'PROJECT', 'MACRO'],
    'runs procedures or changes settings',
  ),
  ...each(['BEGIN', 'COMMIT', 'ROLLBACK', 'CHECKPOINT', 'ANALYZE'], 'controls transactions and storage'),
  ...each(['EXPLAIN', 'PROFILE', 'CYPHER', 'USING', 'HINT'], 'steers the engine'),
]);

const clauses = ['MATCH', 'OPTIONAL', 'UNWIND', 'WITH', 'RETURN'];

const joining: Rules['joining'] = new Map([
  ['MATCH', { follows: 'operand' }],
  ['OPTIONAL', { follows: 'operand', words: [['MATCH']] }],
  ['UNWIND', { follows: 'operand' }],
  ['WITH', { follows: 'operand' }],
  ['RETURN', { follows: 'operand' }],
  ['WHERE', { follows: 'operand' }],
  ['ORDER', { follows: 'operand', words: [['BY']] }],
  ['SKIP', { follows: 'operand' }],
  ['OFFSET', { follows: 'operand' }],
  ['LIMIT', { follows: 'operand' }],
  ['UNION', { follows: 'clause', words: [['ALL', 'DISTINCT', '']] }],
  ['AND', { follows: 'operand' }],
  ['OR', { follows: 'operand' }],
  ['XOR', { follows: 'operand' }],
  ['IN', { follows: 'operand' }],
  ['CONTAINS', { follows: 'operand' }],
  ['STARTS', { follows: 'operand', words: [['WITH']] }],
  ['ENDS', { follows: 'operand', words: [['WITH']] }],
  ['IS', { follows: 'after', words: [['NOT', ''], ['NULL']] }],
  ['AS', { follows: 'operand' }],
  ['WHEN', { follows: 'operand' }],
  ['THEN', { follows: 'operand' }],
  ['ELSE', { follows: 'operand' }],
  ['END', { follows: 'after' }],
  ['ASC', { follows: 'after' }],
  ['ASCENDING', { follows: 'after' }],
  ['DESC', { follows: 'after' }],
  ['DESCENDING', { follows: 'after' }],
]);

const prefixes = ['NOT', 'DISTINCT', 'CASE', 'WHEN'];

/** In both engines, with the same meaning or nearly so. */
const commonFunctions = `
  all any none single exists count collect sum avg min max
  abs ceil floor round sign sqrt exp log log10 pi degrees radians sin cos tan cot asin acos atan atan2
  coalesce nullif size length range keys properties labels nodes relationships id
  left right lower upper ltrim rtrim trim replace reverse substring tolower toupper
  percentilecont percentiledisc date timestamp duration cast`;

const ladybugFunctions = `
  label offset rels start_node end_node is_trail is_acyclic typeof cost
  count_if histogram ifnull greatest least constant_or_null
  ceiling pow ln log2 cbrt even factorial
  array_contains array_has array_position array_indexof array_extract array_slice array_concat array_cat array_append array_prepend array_value
  list_contains list_has list_has_all list_position list_indexof list_extract list_element list_slice list_concat list_cat list_append list_prepend
  list_distinct list_unique list_any_value list_filter list_transform list_reduce list_sort list_reverse_sort list_reverse list_sum list_product
  list_to_string list_creation element_at cardinality map map_extract map_keys map_values struct_pack struct_extract
  concat concat_ws contains starts_with ends_with prefix suffix initcap lcase ucase lpad rpad substr split_part string_split str_split
  string_to_array regexp_matches regexp_full_match regexp_extract regexp_extract_all regexp_replace regexp_split_to_array levenshtein
  string to_string to_int64 to_int32 to_int16 to_int8 to_double to_float to_bool to_date to_timestamp md5 sha256 hash
  date_part datepart date_trunc datetrunc dayname monthname last_day make_date century epoch_ms to_epoch_ms interval current_date
  current_timestamp to_years to_months to_days to_hours to_minutes to_seconds`;

const neo4jFunctions = `
  type elementid startnode endnode head last tail reduce isempty isnan split char_length character_length normalize btrim
  tostring tostringornull tostringlist tointeger tointegerornull tointegerlist tofloat tofloatornull tofloatlist toboolean tobooleanornull
  tobooleanlist valuetype stdev stdevp haversin nullif e
  shortestpath allshortestpaths datetime localdatetime time localtime date.truncate datetime.truncate localdatetime.truncate
  datetime.fromepoch datetime.fromepochmillis duration.between duration.indays duration.inmonths duration.inseconds`;

const ladybug: Rules = {
  clauses: new Set(clauses),
  joining,
  prefixes: new Set([...prefixes, 'SHORTEST', 'ALL', 'WSHORTEST', 'TRAIL', 'ACYCLIC']),
  subqueries: new Set(['EXISTS', 'COUNT']),
  functions: new Set([...names(commonFunctions), ...names(ladybugFunctions), 'wshortest']),
};

const neo4j: Rules = {
  clauses: new Set(clauses),
  joining,
  prefixes: new Set([...prefixes, 'SHORTEST', 'ALL', 'ANY']),
  subqueries: new Set(['EXISTS', 'COUNT', 'COLLECT']),
  functions: new Set([...names(commonFunctions), ...names(neo4jFunctions), 'shortest']),
};

export const rulesOf: Readonly<Record<Dialect, Rules>> = { ladybug, neo4j };

/** Longest query, in UTF-16 units, and deepest nesting of brackets: parsers are recursive. */
export const bounds = { length: 200_000, depth: 100 } as const;

function names(list: string): string[] {
  return list.trim().split(/\s+/);
}

function each(words: readonly string[], why: string): [string, string][] {
  return words.map((word) => [word, why]);
}
