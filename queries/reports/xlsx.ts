/**
 * Spreadsheets (Office Open XML, ECMA-376), written as they are made: a sheet is a stream of rows, so a million of them take no more memory
 * than ten. Every sheet has a frozen header and a filter. Text is written as text and styled as text, so that it is never a formula,
 * whatever it begins with; numbers, flags and times are typed.
 */
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { AnySheet, WorkbookFacts, WrittenSheet } from './workbook.ts';
import { contentTypes, coreProperties, packageRelationships, styles, workbook, workbookRelationships } from './xlsx-parts.ts';
import { sheetFoot, sheetHead, sheetRow } from './xlsx-sheet.ts';

/** Rows of a worksheet at most, header included (Excel specifications and limits). What is more goes on in a further sheet. */
const mostRows = 1_048_576;

/** The bytes of the workbook. Ending the iteration early stops the reading of rows. */
export async function* writeWorkbook(
  sheets: readonly AnySheet[],
  facts: WorkbookFacts,
  rowsPerSheet = mostRows,
): AsyncGenerator<Uint8Array, void, undefined> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const mtime = new Date(facts.createdAt);
  const written: WrittenSheet[] = [];
  let open: Readable | null = null;
  let isAbandoned = false;

  const fill = async () => {
    for (const sheet of sheets) {
      const rows = toAsync(sheet.rows)[Symbol.asyncIterator]();
      try {
        for (let part = 1, more = true; more && !isAbandoned; part++) {
          const portion: Portion = { rows: 1, isLast: false };
          const xml = Readable.from(inChunks(sheetXml(sheet, rows, portion, rowsPerSheet)));
          open = xml;
          zip.addReadStream(xml, `xl/worksheets/sheet${written.length + 1}.xml`, { mtime });
          await finished(xml);
          const name = part === 1 ? sheet.name : `${sheet.name} (${part})`;
          written.push({ name, columns: sheet.columns.length, rows: portion.rows });
          more = !portion.isLast;
        }
      } finally {
        await rows.return(undefined);
      }
    }
    const parts: Readonly<Record<string, string>> = {
      '[Content_Types].xml': contentTypes(written),
      '_rels/.rels': packageRelationships,
      'docProps/core.xml': coreProperties(facts),
      'xl/workbook.xml': workbook(written),
      'xl/_rels/workbook.xml.rels': workbookRelationships(written),
      'xl/styles.xml': styles,
    };
    for (const [path, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), path, { mtime });
    zip.end();
  };
  fill().catch((error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))));
  try {
    yield* output as AsyncIterable<Uint8Array>;
  } finally {
    isAbandoned = true;
    (open as Readable | null)?.destroy();
  }
}

interface Portion {
  rows: number;
  isLast: boolean;
}

/** One worksheet from where `rows` stands, up to the limit; `portion` says afterwards how far it came. */
async function* sheetXml(sheet: AnySheet, rows: AsyncIterator<never>, portion: Portion, limit: number): AsyncGenerator<string> {
  yield sheetHead(sheet.columns);
  while (portion.rows < limit) {
    const next = await rows.next();
    if (next.done === true) {
      portion.isLast = true;
      break;
    }
    portion.rows += 1;
    yield sheetRow(sheet.columns, next.value, portion.rows);
  }
  yield sheetFoot(sheet.columns.length, portion.rows);
}

const chunkLength = 64 * 1024;

async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = '';
  for await (const text of texts) {
    chunk += text;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

async function* toAsync<Row>(rows: Iterable<Row> | AsyncIterable<Row>): AsyncGenerator<Row> {
  yield* rows;
}
