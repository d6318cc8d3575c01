/**
 * Load files: rows as CSV that Ladybug's COPY reads back exactly, whatever the values hold.
 *
 * Plain CSV is not enough: Ladybug reads an empty field as null, trims and splits list elements, and its string_split drops
 * empty parts. So null is spelt as a text that no value has, and lists are joined by a mark that no element has, each element
 * behind a `^`: [] is `^`, ['a', ''] is `^<mark>^a<mark>^`. Both texts are made of random bits for each load, so no data
 * can be written to contain them.
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { checkValue } from '../../check-values.ts';
import { fileMode } from '../../durable-file.ts';
import { type Column, quoteName } from '../../schema-columns.ts';

export interface LoadFormat {
  /** The values of the columns as CSV, without line end. Throws a StoreError `write-failed` for what cannot be stored. */
  fields(columns: readonly Column[], row: Readonly<Record<string, unknown>>): string;
  /** One key as a CSV field. */
  key(text: string): string;
  /** The clause that COPY takes the rows of such a file from. */
  source(path: string, columns: readonly Column[]): string;
}

export function createLoadFormat(): LoadFormat {
  const mark = `\u001f${randomBytes(6).toString('base64url')}`;
  const nullText = `null ${randomBytes(12).toString('base64url')}`;
  const options = `HEADER=false, QUOTE='"', ESCAPE='"', PARALLEL=false, AUTO_DETECT=false, NULL_STRINGS=['${nullText}']`;
  return {
    fields: (columns, row) => columns.map((column) => formatField(column, row[column.name], mark)).join(','),
    key: (text) => formatField({ name: 'key', type: 'STRING' }, text, mark),
    source: (path, columns) => {
      const declared = columns.map(({ name, type }) => `${quoteName(name)} ${type === 'STRING[]' ? 'STRING' : type}`);
      const returned = columns.map(({ name, type }) =>
        type === 'STRING[]'
          ? `list_transform(string_split(${quoteName(name)}, '${mark}')[2:], x -> substring(x, 2, 2147483647))`
          : quoteName(name),
      );
      return `(LOAD WITH HEADERS (${declared.join(', ')}) FROM ${quotePath(path)} (${options}) RETURN ${returned.join(', ')})`;
    },
  };
}

/** Writes lines to a new file that only its owner can read, in pieces of about a megabyte; the next is made when one is written. */
export async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const file = await open(path, 'wx', fileMode);
  try {
    await writePieces(file, lines);
  } finally {
    await file.close();
  }
}

async function writePieces(file: FileHandle, lines: Iterable<string>): Promise<void> {
  let piece: string[] = [];
  let length = 0;
  for (const line of lines) {
    piece.push(line, '\n');
    length += line.length;
    if (length < 2 ** 20) continue;
    await file.appendFile(piece.join(''));
    piece = [];
    length = 0;
  }
  await file.appendFile(piece.join(''));
}

function formatField(column: Column, value: unknown, mark: string): string {
  checkValue(column, value);
  if (typeof value === 'string') return quoteText(value);
  if (Array.isArray(value)) return quoteText(['^', ...value.map((element) => `${mark}^${element}`)].join(''));
  return String(value);
}

const quoteText = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** COPY takes a path as a pattern: what has a meaning there is put in brackets to stand for itself. */
function quotePath(path: string): string {
  const pattern = path.replaceAll(/[[\]*?{}]/g, '[$&]');
  return `'${pattern.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
