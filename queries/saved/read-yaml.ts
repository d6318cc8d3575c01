/** YAML that a person wrote, checked against a schema; whatever is wrong is named with its line. */
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { ZodError, z } from 'zod';
import type { QueryFileProblem } from './saved-query-error.ts';

export interface ReadYaml<Value> {
  readonly value: Value;
  /** The 1-based line of the value at the path, or of the nearest one around it. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** `firstLine` is where the YAML begins in its file. Never throws. */
export function readYaml<Schema extends z.ZodType>(
  file: string,
  yaml: string,
  schema: Schema,
  firstLine = 1,
): ReadYaml<z.output<Schema>> | readonly QueryFileProblem[] {
  const counter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: counter, prettyErrors: false });
  const lineAt = (offset: number): number => firstLine + Math.max(counter.linePos(offset).line, 1) - 1;
  const lineOf = (path: readonly PropertyKey[]): number => lineAt(offsetOf(document, path));
  const plain = document.errors.length > 0 ? null : toPlain(document);
  if (plain === null) {
    const errors = document.errors.map(({ message, pos }) => ({ line: lineAt(pos[0]), message }));
    if (errors.length === 0) errors.push({ line: firstLine, message: 'aliases (*name) are not taken' });
    return errors.map(({ line, message }) => ({ file, line, reason: `it is not YAML: ${message}` }));
  }
  const parsed = schema.safeParse(plain.value);
  if (parsed.success) return { value: parsed.data, lineOf };
  return describeIssues(parsed.error, document).map(({ path, reason }) => ({ file, line: lineOf(path), reason }));
}

/** Null if it has aliases, which a small file can grow without bounds by. */
function toPlain(document: Document): { value: unknown } | null {
  try {
    return { value: document.toJS({ maxAliasCount: 0 }) ?? {} };
  } catch {
    return null;
  }
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) return Number(node.range[0]);
  }
  return document.contents?.range?.[0] ?? 0;
}

function describeIssues({ issues }: ZodError, document: Document): { path: PropertyKey[]; reason: string }[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: [...issue.path, key], reason: `${[...issue.path, key].join('.')}: there is no such key` }));
    }
    const where = issue.path.join('.');
    const message = where !== '' && !document.hasIn(issue.path) ? 'is needed' : issue.message;
    return [{ path: [...issue.path], reason: where === '' ? message : `${where}: ${message}` }];
  });
}
