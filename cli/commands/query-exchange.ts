/** `rolepath queries import|export`: saved queries from and for other tools, in the form of BloodHound's query library. */
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { writeDurably } from '../../graph/durable-file.ts';
import { type ExchangeFormat, exchangeFormats, renderQueries } from '../../queries/exchange/export-query.ts';
import { renameQuery } from '../../queries/exchange/import-query.ts';
import { type ReadQuery, readExchangeFile } from '../../queries/exchange/read-exchange-file.ts';
import { findQuery, selectQueries } from '../../queries/saved/find-query.ts';
import type { SavedQuery } from '../../queries/saved/metadata.ts';
import type { QueryImportAnswer } from '../../queries/saved-queries-answer.ts';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts';
import { queryImportView } from '../format/query-import-view.ts';
import { addQueryDirectories, addQuerySelection, type GivenQueryDirectories, type GivenQuerySelection } from '../query-options.ts';
import { type Context, writeAnswer } from './context.ts';
import type { Invoke } from './invoke.ts';

interface GivenImport {
  readonly to: string;
  readonly replace?: boolean;
}

interface GivenExport extends GivenQueryDirectories, GivenQuerySelection {
  readonly format: ExchangeFormat;
  readonly to?: string;
  readonly replace?: boolean;
}

const replaceText = 'write over files that say something else';

export function addQueryExchange(queries: Command, invoke: Invoke): void {
  queries
    .command('import <path...>')
    .description(
      "reads queries of BloodHound's query library (YAML or JSON), of BloodHound CE, or exported by Rolepath or its page, into a directory for --queries",
    )
    .requiredOption('--to <dir>', 'where they go, as .cypher files')
    .option('--replace', replaceText)
    .action((paths: string[], given: GivenImport, self: Command) => invoke(self, (context) => importQueries(context, paths, given)));
  const command = queries
    .command('export [id...]')
    .description("writes queries in the form of BloodHound's query library; without ids, all of them")
    .addOption(
      new Option('--format <form>', 'yaml as in the query library, or json as BloodHound CE imports it')
        .choices(exchangeFormats)
        .default('yaml'),
    )
    .option('--to <dir>', 'a file each in this directory, in place of all on stdout')
    .option('--replace', replaceText);
  addQueryDirectories(addQuerySelection(command)).action((ids: string[], given: GivenExport, self: Command) =>
    invoke(self, (context) => exportQueries(context, ids, given)),
  );
}

async function importQueries(context: Context, paths: readonly string[], { to, replace = false }: GivenImport): Promise<ExitCode> {
  const builtIn = new Map((await context.services.loadQueries([])).map((query) => [query.id, query]));
  await makeDirectory(to);
  const answer: QueryImportAnswer = { imported: [], refused: [] };
  for (const file of await listFiles(paths)) {
    for (const read of readExchangeFile(file, await readText(file))) {
      const outcome = 'reason' in read ? read : await place(read, to, replace, builtIn, answer);
      if ('reason' in outcome) answer.refused.push(outcome);
      else answer.imported.push(outcome);
    }
  }
  await writeAnswer(context, answer, queryImportView);
  const { imported, refused } = answer;
  const lost = refused.length > 0 ? `; ${refused.length} could not be taken` : '';
  context.terminal.note(`${imported.length} queries are in ${to}${lost}. Use them with --queries ${to}.`);
  if (refused.length === 0) return exitCodes.done;
  return imported.length > 0 ? exitCodes.incomplete : exitCodes.failed;
}

type Imported = QueryImportAnswer['imported'][number];
type Refused = QueryImportAnswer['refused'][number];

/** Writes the query's files, unless something of its name is there that says something else. */
async function place(
  read: ReadQuery,
  directory: string,
  replace: boolean,
  builtIn: ReadonlyMap<string, SavedQuery>,
  { imported }: QueryImportAnswer,
): Promise<Imported | Refused> {
  const { file: source, line } = read;
  const takenBy = (id: string) => imported.find((one) => one.id === id);
  const isTaken = builtIn.has(read.metadata.id) || takenBy(read.metadata.id) !== undefined;
  const { metadata, content, neo4jContent, notes } = (isTaken ? renameQuery(read) : null) ?? read;
  const { id, title } = metadata;
  const refuse = (reason: string): Refused => ({ file: source, line, name: title, reason });
  if (builtIn.has(id)) return refuse(`its id ${id} is that of a query that Rolepath brings; give it another under rolepath.id`);
  const other = takenBy(id);
  if (other) return refuse(`its id ${id} is taken by the query of ${other.source}:${other.line}`);
  const file = join(directory, `${id}.cypher`);
  const contents = new Map([
    [file, content],
    [join(directory, `${id}.neo4j.cypher`), neo4jContent],
  ]);
  const state = await putFiles(contents, replace);
  if (state === 'other') return refuse(`${file} is there and says something else; --replace writes over it`);
  return { id, file, state, source, line, notes: [...notes] };
}

/** Writes all of them or none. @param contents by path; null: there should be no such file */
async function putFiles(
  contents: ReadonlyMap<string, string | null>,
  replace: boolean,
): Promise<'new' | 'replaced' | 'unchanged' | 'other'> {
  const there = new Map<string, string>();
  for (const file of contents.keys()) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null) there.set(file, text);
  }
  const changed = [...contents].filter(([file, content]) => (there.get(file) ?? null) !== content);
  if (changed.length === 0) return 'unchanged';
  if (there.size > 0 && !replace) return 'other';
  for (const [file, content] of changed) await (content === null ? rm(file) : writeDurably(file, [content]));
  return there.size > 0 ? 'replaced' : 'new';
}

async function exportQueries(context: Context, ids: readonly string[], given: GivenExport): Promise<ExitCode> {
  const { terminal, services } = context;
  const all = await services.loadQueries(given.queries);
  if (ids.length > 0 && (given.category !== undefined || given.tag !== undefined))
    throw new UsageError('Give either ids, or --category and --tag.');
  const queries = ids.length > 0 ? [...new Set(ids)].map((id) => findQuery(all, id)) : selectQueries(all, given);
  const { format, to, replace = false } = given;
  if (to === undefined) {
    await terminal.write(renderQueries(queries, format));
    return exitCodes.done;
  }
  await makeDirectory(to);
  for (const query of queries) {
    const file = join(to, `${query.id}.${format === 'yaml' ? 'yml' : 'json'}`);
    if ((await putFiles(new Map([[file, renderQueries([query], format)]]), replace)) === 'other')
      throw new Error(`${file} is there and says something else. --replace writes over it.`);
  }
  terminal.note(`${queries.length} queries are in ${to}.`);
  return exitCodes.done;
}

const endings: readonly string[] = ['.yml', '.yaml', '.json'];

/** Files as they are named, of directories those that can be queries, by name. */
async function listFiles(paths: readonly string[]): Promise<readonly string[]> {
  const lists = paths.map(async (path) => {
    try {
      if (!(await stat(path)).isDirectory()) return [path];
      return (await readdir(path))
        .filter((name) => endings.includes(extname(name).toLowerCase()))
        .sort()
        .map((name) => join(path, name));
    } catch (error) {
      throw unreadable(path, error);
    }
  });
  const files = (await Promise.all(lists)).flat();
  if (files.length === 0) throw new UsageError(`There is no ${endings.join(', ')} file in ${paths.join(', ')}.`);
  return files;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new UsageError(`${path} cannot be made a directory (${codeOf(error)}). Name another one with --to.`);
  }
}

const unreadable = (path: string, error: unknown): UsageError => new UsageError(`${path} cannot be read (${codeOf(error)}).`);
const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : String(error));
