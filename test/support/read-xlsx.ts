/** Reads a workbook back without the code that wrote it: the zip by its central directory, the sheets from their XML. */
import { inflateRawSync } from 'node:zlib';

export interface ReadSheet {
  readonly name: string;
  readonly xml: string;
  /** Cells by row and column as they are typed in the file; a cell that is absent is null. */
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

/** Every file of the archive as text, by path. */
export function unzip(bytes: Buffer): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'));
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)];
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + packed);
    files.set(name, (method === 0 ? data : inflateRawSync(data)).toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

export function readSheets(bytes: Buffer): readonly ReadSheet[] {
  const files = unzip(bytes);
  const file = (path: string): string => {
    const text = files.get(path);
    if (text === undefined) throw new Error(`The workbook has no ${path}.`);
    return text;
  };
  const targets = new Map(
    [...file('xl/_rels/workbook.xml.rels').matchAll(/Id="([^"]+)"[^>]*Target="([^"]+)"/g)].map(([, id, target]) => [
      id ?? '',
      target ?? '',
    ]),
  );
  const shared = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, inner = '']) => textOf(inner));
  return [...file('xl/workbook.xml').matchAll(/<sheet [^>]*>/g)].map(([tag]) => {
    const name = /\bname="([^"]*)"/.exec(tag)?.[1] ?? '';
    const id = /\br:id="([^"]*)"/.exec(tag)?.[1] ?? '';
    const xml = file(`xl/${targets.get(id)}`);
    return {
      name: unescapeXml(name),
      xml,
      rows: [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = '']) => readRow(row, shared)),
    };
  });
}

function readRow(xml: string, shared: readonly string[]): (string | number | boolean | null)[] {
  const cells: (string | number | boolean | null)[] = [];
  for (const [, place = '', type, inner = ''] of xml.matchAll(/<c r="([A-Z]+)\d+"(?: s="\d+")?(?: t="(\w+)")?>(.*?)<\/c>/gs)) {
    const index = [...place].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
    while (cells.length < index) cells.push(null);
    const text = textOf(inner);
    cells.push(type === 'inlineStr' ? text : type === 's' ? (shared[Number(text)] ?? '') : type === 'b' ? text === '1' : Number(text));
  }
  return cells;
}

const textOf = (xml: string): string => unescapeXml(/<(?:t|v)[^>]*>(.*)<\/(?:t|v)>/s.exec(xml)?.[1] ?? '');

const unescapeXml = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/_x([0-9A-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
