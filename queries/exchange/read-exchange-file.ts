/** Reads a file of queries that another tool, or the page, wrote: one query or many, as YAML or JSON. */
import { readYamlDocuments, type YamlDocument } from '../saved/read-yaml.ts';
import type { QueryFileProblem } from '../saved/saved-query-error.ts';
import { exchangeSchema } from './exchange-format.ts';
import { importQuery, type QueryFiles } from './import-query.ts';

export interface ReadQuery extends QueryFiles {
  readonly file: string;
  readonly line: number;
}

export interface RefusedQuery extends QueryFileProblem {
  /** As the file names the query, if it does. */
  readonly name: string | null;
}

/** Larger ones are no files of queries. */
const mostCharacters = 4_000_000;

/** Each query on its own: one that is wrong does not keep out the others. Never throws. */
export function readExchangeFile(file: string, text: string): readonly (ReadQuery | RefusedQuery)[] {
  if (text.length > mostCharacters) return [{ file, line: null, name: null, reason: 'it is too large to be a file of queries' }];
  return readYamlDocuments(file, text).flatMap((document) =>
    'reason' in document ? [{ ...document, name: null }] : entriesOf(document.value).flatMap((path) => readEntry(file, document, path)),
  );
}

type Path = readonly (string | number)[];

/** A query stands alone, in a list, or in the list `queries` (the page's own export). */
function entriesOf(value: unknown): readonly Path[] {
  if (Array.isArray(value)) return value.map((_, index) => [index]);
  if (isMap(value) && Array.isArray(value['queries'])) return value['queries'].map((_, index) => ['queries', index]);
  return [[]];
}

function readEntry(file: string, document: YamlDocument, path: Path): (ReadQuery | RefusedQuery)[] {
  const given = named(
    path.reduce<unknown>((value, key) => (isMap(value) || Array.isArray(value) ? Reflect.get(value, key) : null), document.value),
  );
  const name = isMap(given) && typeof given['name'] === 'string' ? given['name'] : null;
  const parsed = exchangeSchema.safeParse(given);
  if (!parsed.success) return document.describe(parsed.error, path).map((problem) => ({ ...problem, name }));
  const read = importQuery(parsed.data);
  if ('metadata' in read) return [{ ...read, file, line: document.lineOf(path) }];
  const line = read.line === null ? document.lineOf(path) : lineInFile(document, path, read.line);
  return [{ file, line, name, reason: read.reason }];
}

/** The page calls them title and text. */
function named(value: unknown): unknown {
  if (!isMap(value) || 'query' in value || !('text' in value) || !('title' in value)) return value;
  const { title, text, ...others } = value;
  return { name: title, query: text, ...others };
}

/** Text that is one line of the file, as in JSON, has all its lines there. */
function lineInFile(document: YamlDocument, path: Path, line: number): number {
  const query = [...path, 'query'];
  const first = document.textLineOf(query);
  return first > document.lineOf(query) ? first + line - 1 : first;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
