/** Finds the saved queries: those that Rolepath brings, and those in directories of the user's. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { QueryText, SavedQuery } from './metadata.ts';
import { parseQueryFile, readText } from './parse-query-file.ts';
import { type QueryFileProblem, SavedQueryError } from './saved-query-error.ts';

/** A text for Neo4j alone stands beside its query, as `<name>.neo4j.cypher`; the query's own text is then Ladybug's. */
const neo4jEnding = '.neo4j.cypher';
const ending = '.cypher';

export interface QueryDirectory {
  readonly path: string;
  readonly isBuiltIn: boolean;
}

/** All queries, sorted by id. @throws SavedQueryError that names every file and line that is wrong */
export async function loadQueries(directories: readonly QueryDirectory[]): Promise<readonly SavedQuery[]> {
  const queries = new Map<string, SavedQuery>();
  const problems: QueryFileProblem[] = [];
  for (const directory of directories) {
    for (const read of await readDirectory(directory)) {
      if ('reason' in read) {
        problems.push(read);
        continue;
      }
      const other = queries.get(read.id);
      if (other) problems.push({ file: read.file, line: null, reason: `the id ${read.id} is taken by ${other.file}` });
      else queries.set(read.id, read);
    }
  }
  if (problems.length > 0) {
    const what = problems.length === 1 ? 'A query file is wrong' : `${problems.length} things are wrong with query files`;
    throw new SavedQueryError('query-file-invalid', `${what}; mend it, or leave its directory out.`, { problems });
  }
  return [...queries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function readDirectory({ path, isBuiltIn }: QueryDirectory): Promise<(SavedQuery | QueryFileProblem)[]> {
  let names: string[];
  try {
    names = (await readdir(path)).filter((name) => name.endsWith(ending)).sort();
  } catch (cause) {
    throw new SavedQueryError(
      'query-directory-unreadable',
      `The directory of queries ${path} cannot be read (${codeOf(cause)}). Name one that has .cypher files.`,
      { cause },
    );
  }
  const read: (SavedQuery | QueryFileProblem)[] = [];
  const files = names.filter((name) => !name.endsWith(neo4jEnding));
  for (const name of files) read.push(...(await readQuery(path, name, names, isBuiltIn)));
  const strays = names.filter((name) => name.endsWith(neo4jEnding) && !files.includes(name.slice(0, -neo4jEnding.length) + ending));
  return [...read, ...strays.map((name) => ({ file: join(path, name), line: null, reason: 'there is no query of this name beside it' }))];
}

async function readQuery(
  directory: string,
  name: string,
  names: readonly string[],
  isBuiltIn: boolean,
): Promise<(SavedQuery | QueryFileProblem)[]> {
  const shown = (file: string): string => (isBuiltIn ? file : join(directory, file));
  const file = shown(name);
  const stem = name.slice(0, -ending.length);
  const content = await readText8(join(directory, name));
  if (content === null) return [{ file, line: null, reason: 'it cannot be read' }];
  const parsed = parseQueryFile(file, content);
  if (!('metadata' in parsed)) return [...parsed];
  const { metadata, text } = parsed;
  if (metadata.id !== stem)
    return [{ file, line: 1, reason: `its id is ${metadata.id}, so the file must be named ${metadata.id}${ending}` }];
  let neo4j: QueryText | QueryFileProblem = text;
  if (names.includes(stem + neo4jEnding)) {
    const other = shown(stem + neo4jEnding);
    neo4j = readText(other, (await readText8(join(directory, stem + neo4jEnding))) ?? '');
  }
  if ('reason' in neo4j) return [neo4j];
  return [{ ...metadata, file, isBuiltIn, texts: { ladybug: text, neo4j } }];
}

async function readText8(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}

const codeOf = (cause: unknown): string => (cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause));
