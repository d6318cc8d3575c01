/** The columns that a query returns, read from its last RETURN: for queries that come without a list of them. */
import { readTokens, type Token } from '../../graph/cypher/tokens.ts';
import type { ColumnType } from '../saved/metadata.ts';

export type ReturnedColumns = { readonly columns: Readonly<Record<string, ColumnType>> } | { readonly problem: string };

const opening = '([{';
const closing = ')]}';

/** Names and likely types, in order; or why there is no telling. @throws CypherError for what are no tokens */
export function readReturnedColumns(cypher: string): ReturnedColumns {
  const tokens = readTokens(cypher);
  const items = splitItems(lastReturn(tokens));
  if (items.length === 0) return { problem: 'it has no RETURN, so its columns are not known' };
  const columns: Record<string, ColumnType> = {};
  for (const item of items) {
    const name = nameOf(item);
    if (name === null) return { problem: `what it returns as ${quote(cypher, item)} has no name; write "${quote(cypher, item)} AS name"` };
    if (!/^[a-zA-Z][a-zA-Z0-9]{0,63}$/.test(name))
      return { problem: `its column ${JSON.stringify(name)} must be named by letters and digits; write "AS name" behind it` };
    if (name in columns) return { problem: `it returns two columns ${name}` };
    columns[name] = typeOf(name, item, tokens);
  }
  return { columns };
}

const isWord = (token: Token | undefined, ...words: string[]): boolean =>
  token?.kind === 'word' && words.includes(token.text.toUpperCase());

/** The tokens behind the last RETURN that stands in no brackets, up to what orders or cuts the rows. */
function lastReturn(tokens: readonly Token[]): readonly Token[] {
  let depth = 0;
  let from = -1;
  let to = tokens.length;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'symbol') depth += opening.includes(token.text) ? 1 : closing.includes(token.text) ? -1 : 0;
    if (depth > 0) continue;
    if (isWord(token, 'RETURN')) [from, to] = [index + 1, tokens.length];
    else if (from >= 0 && to === tokens.length && (isWord(token, 'ORDER', 'SKIP', 'LIMIT', 'UNION') || token.text === ';')) to = index;
  }
  if (from >= 0 && isWord(tokens[from], 'DISTINCT')) from += 1;
  return from < 0 ? [] : tokens.slice(from, to);
}

function splitItems(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const items: Token[][] = [];
  let depth = 0;
  for (const token of tokens) {
    if (items.length === 0) items.push([]);
    if (token.kind === 'symbol' && opening.includes(token.text)) depth += 1;
    if (token.kind === 'symbol' && closing.includes(token.text)) depth -= 1;
    if (depth === 0 && token.kind === 'symbol' && token.text === ',') items.push([]);
    else items.at(-1)?.push(token);
  }
  return items;
}

/** Engines name a column without AS each in its own way, unless it is a variable. */
function nameOf(item: readonly Token[]): string | null {
  const last = item.at(-1);
  if (last === undefined || (last.kind !== 'word' && last.kind !== 'quoted')) return null;
  return item.length === 1 || isWord(item.at(-2), 'AS') ? last.text : null;
}

/** `principal`, `role` and `account` say who, into what and where, if they hold what these hold. */
function typeOf(name: string, item: readonly Token[], tokens: readonly Token[]): ColumnType {
  const texts = item.map(({ text }) => text.toLowerCase());
  if (item.length === 1) return isPath(name, tokens) ? 'path' : 'node';
  if (texts[0] === 'count' || texts[0] === 'length' || texts[0] === 'size') return 'integer';
  if (texts[0] === 'collect') return 'list';
  const property = item.length === 5 && texts[1] === '.' ? texts[2] : null;
  if ((name === 'principal' || name === 'role') && property === 'arn') return name;
  return name === 'account' && (property === 'accountid' || property === 'id') ? name : 'text';
}

const isPath = (name: string, tokens: readonly Token[]): boolean =>
  tokens.some(
    (token, index) =>
      token.text === name && tokens[index + 1]?.text === '=' && (tokens[index + 2]?.text === '(' || tokens[index + 2]?.kind === 'word'),
  );

function quote(cypher: string, item: readonly Token[]): string {
  const [first, last] = [item[0], item.at(-1)];
  return first === undefined || last === undefined ? '' : cypher.slice(first.at, last.at + last.text.length).replace(/\s+/g, ' ');
}
