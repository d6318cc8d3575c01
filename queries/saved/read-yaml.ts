/** YAML that a person wrote, checked against a schema; whatever is wrong is named with its line. */
import { type Document, isScalar, LineCounter, parseAllDocuments, parseDocument } from 'yaml';
import type { ZodError, z } from 'zod';
import type { QueryFileProblem } from './saved-query-error.ts';

export interface ReadYaml<Value> {
  readonly value: Value;
  /** The 1-based line of the value at the path, or of the nearest one around it. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** One of the documents of a file, as data that nothing is known of yet. */
export interface YamlDocument extends ReadYaml<unknown> {
  /** The line on which the text of the value begins: of a block (`|`) the one behind its head. */
  textLineOf(path: readonly PropertyKey[]): number;
  /** What is wrong with the value at `path`, by the error that a schema gave for it. */
  describe(error: ZodError, path: readonly PropertyKey[]): readonly QueryFileProblem[];
}

interface YamlReading {
  /** Where the YAML begins in its file. */
  readonly firstLine?: number;
  /** Take every value as the text that it is written as, so that `012345678901` keeps its zero. */
  readonly asTexts?: boolean;
}

/** `firstLine` is where the YAML begins in its file. Never throws. */
export function readYaml<Schema extends z.ZodType>(
  file: string,
  yaml: string,
  schema: Schema,
  firstLine = 1,
): ReadYaml<z.output<Schema>> | readonly QueryFileProblem[] {
  const documents = readYamlDocuments(file, yaml, { firstLine });
  const [document, second] = documents;
  if (document === undefined || 'reason' in document) return documents.filter((one) => 'reason' in one);
  if (second !== undefined) {
    const line = 'reason' in second ? second.line : second.lineOf([]);
    return [{ file, line, reason: 'it is not YAML: only one document is taken, and here another begins' }];
  }
  const parsed = schema.safeParse(document.value);
  return parsed.success ? { value: parsed.data, lineOf: document.lineOf } : document.describe(parsed.error, []);
}

/** All documents of the text, JSON being YAML too; at least one. What cannot be read stands among them as what is wrong. Never throws. */
export function readYamlDocuments(
  file: string,
  yaml: string,
  { firstLine = 1, ...reading }: YamlReading = {},
): readonly (YamlDocument | QueryFileProblem)[] {
  const counter = new LineCounter();
  const lineAt = (offset: number): number => firstLine + Math.max(counter.linePos(offset).line, 1) - 1;
  const parsed = parseSafely(yaml, counter, reading);
  const refuse = (line: number, message: string): QueryFileProblem => ({ file, line, reason: `it is not YAML: ${message}` });
  if (parsed === null) return [refuse(firstLine, 'it is nested too deep')];
  return parsed.flatMap((document): readonly (YamlDocument | QueryFileProblem)[] => {
    if (document.errors.length > 0) return document.errors.slice(0, mostErrors).map(({ message, pos }) => refuse(lineAt(pos[0]), message));
    const plain = toPlain(document);
    if ('problem' in plain) return [refuse(firstLine, plain.problem)];
    const lineOf = (path: readonly PropertyKey[]): number => lineAt(offsetOf(document, path));
    return [
      {
        value: plain.value,
        lineOf,
        textLineOf(path) {
          const node = document.getIn(path, true);
          const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
          return lineOf(path) + (isBlock ? 1 : 0);
        },
        describe: (error, path) =>
          describeIssues(error, document, path).map((issue) => ({ file, line: lineOf(issue.path), reason: issue.reason })),
      },
    ];
  });
}

/** What follows from the first few mistakes says nothing more. */
const mostErrors = 3;

/** Null if it is nested too deep to be read. An empty text is an empty document. */
function parseSafely(yaml: string, lineCounter: LineCounter, { asTexts = false }: YamlReading): readonly Document[] | null {
  const options = { lineCounter, prettyErrors: false, ...(asTexts ? { schema: 'failsafe' } : {}) };
  try {
    const documents = parseAllDocuments(yaml, options);
    if (documents.some(({ errors }) => errors.some(({ message }) => /call stack/i.test(message)))) return null;
    return documents.length === 0 ? [parseDocument(yaml, options)] : documents;
  } catch {
    return null;
  }
}

/** Not if it has aliases, which a small file can grow without bounds by. */
function toPlain(document: Document): { value: unknown } | { problem: string } {
  try {
    return { value: document.toJS({ maxAliasCount: 0 }) ?? {} };
  } catch (error) {
    return { problem: error instanceof RangeError ? 'it is nested too deep' : 'aliases (*name) are not taken' };
  }
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) return Number(node.range[0]);
  }
  return document.contents?.range?.[0] ?? 0;
}

/** `around`: where the value that the schema refused stands in the document. */
function describeIssues(
  { issues }: ZodError,
  document: Document,
  around: readonly PropertyKey[],
): { path: PropertyKey[]; reason: string }[] {
  return issues.flatMap((issue) => {
    const path = [...around, ...issue.path];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...path, key], reason: `${[...issue.path, key].join('.')}: there is no such key` }));
    const where = issue.path.join('.');
    const message = where !== '' && !document.hasIn(path) ? 'is needed' : issue.message;
    return [{ path, reason: where === '' ? message : `${where}: ${message}` }];
  });
}
