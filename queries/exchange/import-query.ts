/** Makes a saved query of one that another tool wrote, or says why it cannot be one. */
import { isDeepStrictEqual } from 'node:util';
import { checkCypher } from '../../graph/cypher/guard.ts';
import type { Dialect } from '../../graph/cypher/rules.ts';
import { readTokens } from '../../graph/cypher/tokens.ts';
import { CypherError } from '../../graph/cypher-runner.ts';
import { metadataSchema, type QueryMetadata, type QueryOrigin } from '../saved/metadata.ts';
import { parseQueryFile } from '../saved/parse-query-file.ts';
import { type ExchangedQuery, exchangeKeys } from './exchange-format.ts';
import { usualOrigin } from './export-query.ts';
import { readReturnedColumns } from './returned-columns.ts';
import { toWords } from './to-words.ts';
import { findUnknownLabels } from './unknown-labels.ts';
import { writeQueryFile } from './write-query-file.ts';

export interface QueryFiles {
  readonly metadata: QueryMetadata;
  /** The Cypher for Ladybug. */
  readonly cypher: string;
  /** What belongs into `<id>.cypher`. */
  readonly content: string;
  /** What belongs into `<id>.neo4j.cypher`, if that engine has a text of its own. */
  readonly neo4jContent: string | null;
  /** What was left out or worked out, and what will not work. */
  readonly notes: readonly string[];
  /** True if its id was given to it, and not made of its title. */
  readonly isNamed: boolean;
}

/** `line`: 1-based line of the Cypher, where that is to blame. */
export interface ImportRefusal {
  readonly reason: string;
  readonly line: number | null;
}

export function importQuery(given: ExchangedQuery): QueryFiles | ImportRefusal {
  const neo4j = toPlainLines(given.query);
  const ladybug = given.rolepath?.ladybug === undefined ? neo4j : toPlainLines(given.rolepath.ladybug);
  const notes: string[] = [];
  try {
    notes.push(...checkTexts(ladybug, neo4j));
    const drafted = draftMetadata(given, neo4j, notes);
    if (!('draft' in drafted)) return drafted;
    const parsed = metadataSchema.safeParse(drafted.draft);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return { reason: `${issue?.path.join('.')}: ${issue?.message}`, line: null };
    }
    const files = checkFiles(parsed.data, ladybug, neo4j, notes);
    return 'reason' in files ? files : { ...files, isNamed: given.rolepath !== undefined };
  } catch (error) {
    if (error instanceof CypherError) return { reason: error.message, line: error.line ?? null };
    throw error;
  }
}

/** The same under an id that tells it from others of its name; null for a query that was given its id. */
export function renameQuery(query: QueryFiles): QueryFiles | null {
  const { origin, id } = query.metadata;
  const mark = /^[0-9a-f]{8}/i.exec(origin?.guid ?? '')?.[0].toLowerCase();
  if (mark === undefined || query.isNamed) return null;
  const metadata = { ...query.metadata, id: `${id}-${mark}` };
  return { ...query, metadata, content: writeQueryFile(metadata, query.cypher) };
}

const toPlainLines = (text: string): string => text.trim().replace(/\r\n?/g, '\n');

/** What only one engine takes is said. @throws CypherError of a text that neither takes */
function checkTexts(ladybug: string, neo4j: string): string[] {
  const refusals = (
    [
      ['ladybug', 'Ladybug', ladybug],
      ['neo4j', 'Neo4j', neo4j],
    ] as const
  ).flatMap(([dialect, name, text]) => {
    const refusal = refusalOf(text, dialect);
    return refusal === null ? [] : [{ name, refusal }];
  });
  const [first] = refusals;
  if (first !== undefined && refusals.length === 2) throw first.refusal;
  const unknown = findUnknownLabels(neo4j);
  return [
    ...refusals.map(({ name, refusal }) => `it cannot run on ${name}: ${refusal.message}`),
    ...(unknown.length === 0 ? [] : [`the graph has no ${unknown.join(', ')}, which it asks for`]),
  ];
}

function refusalOf(text: string, dialect: Dialect): CypherError | null {
  try {
    checkCypher(text, dialect);
    return null;
  } catch (error) {
    if (error instanceof CypherError) return error;
    throw error;
  }
}

/** Not checked yet. What is not said beside the query is worked out from it. */
function draftMetadata(given: ExchangedQuery, cypher: string, notes: string[]): { readonly draft: unknown } | ImportRefusal {
  const own = given.rolepath;
  const title = oneLine(given.name);
  const id = own?.id ?? toWords(title, 'query');
  const unknown = Object.keys(given).filter((key) => !exchangeKeys.includes(key));
  if (unknown.length > 0) notes.push(`${unknown.join(', ')} left out: no such key is known`);
  const isAddress = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);
  const others = given.resources.filter((text) => !isAddress(text));
  if (others.length > 0) notes.push(`left out of the references, being no addresses: ${others.join(', ')}`);
  const common = {
    id,
    title,
    question: oneLine(given.description ?? '') || title,
    ...categoryOf(given),
    references: given.resources.filter(isAddress),
  };
  if (own !== undefined) {
    const { ladybug: _, ...rest } = own;
    return { draft: { ...rest, ...common } };
  }
  const returned = readReturnedColumns(cypher);
  if ('problem' in returned) return { reason: returned.problem, line: null };
  const parameters = [...new Set(readTokens(cypher).flatMap(({ kind, text }) => (kind === 'parameter' ? [text.slice(1)] : [])))];
  if (parameters.length > 0) notes.push(`its parameters are taken for text: ${parameters.join(', ')}`);
  return {
    draft: {
      ...common,
      severity: 'info',
      remediation: 'The source of this query says nothing about that.',
      columns: returned.columns,
      parameters: Object.fromEntries(parameters.map((name) => [name, { type: 'string', description: `What the query calls $${name}` }])),
    },
  };
}

const oneLine = (text: string): string => text.trim().replace(/\s*\n\s*/g, ' ');

function categoryOf(given: ExchangedQuery): { readonly category: string; readonly origin?: QueryOrigin } {
  const theirs = (given.category ?? '').trim();
  const category = theirs === '' ? 'imported' : toWords(theirs, 'category');
  const id = given.rolepath?.id ?? toWords(oneLine(given.name), 'query');
  const usual = usualOrigin(id);
  const platforms = [...given.platforms, ...given.platform];
  const isSilent = given.guid == null && given.revision == null && platforms.length === 0 && given.acknowledgements.length === 0;
  const origin = {
    guid: given.guid ?? usual.guid,
    platforms,
    revision: given.revision ?? usual.revision,
    acknowledgements: given.acknowledgements,
    ...(theirs === '' || theirs === category ? {} : { category: theirs }),
  };
  return (isSilent && origin.category === undefined) || isDeepStrictEqual(origin, usual) ? { category } : { category, origin };
}

/** The files, if what is read of them is what was meant. */
function checkFiles(
  metadata: QueryMetadata,
  ladybug: string,
  neo4j: string,
  notes: readonly string[],
): Omit<QueryFiles, 'isNamed'> | ImportRefusal {
  const content = writeQueryFile(metadata, ladybug);
  const read = parseQueryFile(`${metadata.id}.cypher`, content);
  if (!('metadata' in read)) return { reason: read.map(({ reason }) => reason).join('; '), line: null };
  if (!isDeepStrictEqual(read.metadata, metadata) || read.text.cypher !== ladybug)
    return { reason: 'it has characters that a file of queries cannot hold', line: null };
  return { metadata, cypher: ladybug, content, neo4jContent: ladybug === neo4j ? null : `${neo4j}\n`, notes };
}
