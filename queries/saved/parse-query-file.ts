/**
 * Reads one `.cypher` file: a leading block comment with the metadata as YAML, then the Cypher. A file is its text and nothing else,
 * so that it also runs where no Rolepath is.
 */
import { metadataSchema, type QueryMetadata, type QueryText } from './metadata.ts';
import { readDefault } from './parameters.ts';
import { readYaml } from './read-yaml.ts';
import type { QueryFileProblem } from './saved-query-error.ts';

export interface ParsedQueryFile {
  readonly metadata: QueryMetadata;
  readonly text: QueryText;
}

const leadingComment = /^\uFEFF?\s*\/\*([\s\S]*?)\*\//;

/** The query, or everything that is wrong with the file. Never throws. */
export function parseQueryFile(file: string, content: string): ParsedQueryFile | readonly QueryFileProblem[] {
  const comment = leadingComment.exec(content);
  if (!comment) {
    const reason = 'the file must begin with a comment /* … */ that has the metadata of the query (id, title, question, …)';
    return [{ file, line: 1, reason }];
  }
  const before = comment[0].indexOf('/*') + 2;
  const firstLine = lineAt(content, before);
  const read = readMetadata(file, comment[1] ?? '', firstLine);
  const text = readText(file, content, comment[0].length);
  const problems = [...('metadata' in read ? [] : read), ...('cypher' in text ? [] : [text])];
  return 'metadata' in read && 'cypher' in text ? { metadata: read.metadata, text } : problems;
}

/** The Cypher of a file after `start`, without blank lines around it. */
export function readText(file: string, content: string, start = 0): QueryText | QueryFileProblem {
  const rest = content.slice(start);
  const skipped = rest.length - rest.trimStart().length;
  const cypher = rest.trim().replace(/\r\n?/g, '\n');
  const line = lineAt(content, start + skipped);
  return cypher === '' ? { file, line, reason: 'there is no Cypher in it' } : { cypher, file, line };
}

function readMetadata(file: string, yaml: string, firstLine: number): { metadata: QueryMetadata } | readonly QueryFileProblem[] {
  const read = readYaml(file, yaml, metadataSchema, firstLine);
  if (!('value' in read)) return read;
  const metadata = read.value;
  const wrong = Object.entries(metadata.parameters).flatMap(([name, spec]) => {
    const problem = readDefault(spec);
    return problem === null
      ? []
      : [{ file, line: read.lineOf(['parameters', name]), reason: `parameters.${name}: its default ${problem}` }];
  });
  return wrong.length > 0 ? wrong : { metadata };
}

function lineAt(content: string, offset: number): number {
  let line = 1;
  for (const character of content.slice(0, offset)) if (character === '\n') line += 1;
  return line;
}
