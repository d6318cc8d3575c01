/**
 * A table as an Excel workbook with typed cells and a header that stays, and a second sheet that says what it is; text is text, never a
 * formula. The library comes when first used.
 */
import { redact } from '../redaction.ts';
import type { CellValue } from '../table/columns.ts';
import { visibleText } from '../visible-text.ts';
import type { Fact } from './about.ts';
import type { TableContent } from './csv.ts';
import { download, fileName } from './download.ts';

/** Excel refuses longer texts and control characters. */
const longestText = 32_767;
const unwritable = /(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]|\p{Cs}/gu;

const longestSheetName = 31;
const aboutSheet = 'About';

async function workbook(title: string, { header, rows }: TableContent, about: readonly Fact[]): Promise<Blob> {
  // The universal build compresses here; the browser one would start workers from blob: addresses, which the page's policy forbids.
  const { default: write } = await import('write-excel-file/universal');
  const widths = header.map((title, column) =>
    rows.slice(0, 300).reduce((most, row) => Math.max(most, String(row[column] ?? '').length), title.length),
  );
  return write([
    {
      sheet: sheetName(title),
      data: [headerOf(header), ...rows.map((row) => row.map(cellOf))],
      columns: widths.map((width) => ({ width: Math.min(60, width + 2) })),
      stickyRowsCount: 1,
    },
    {
      sheet: aboutSheet,
      data: [headerOf(['What', 'Value']), ...about.map((fact) => fact.map((text) => ({ ...cellOf(text), ...read })))],
      columns: [{ width: 20 }, { width: 100 }],
      stickyRowsCount: 1,
    },
  ]).toBlob();
}

/** Of facts the whole is read, not the beginning. */
const read = { wrap: true, alignVertical: 'top' } as const;

const headerOf = (titles: readonly string[]) => titles.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));

/** What Excel takes for the name of a sheet, and no other sheet here has: it refuses the whole file else. */
function sheetName(title: string): string {
  const name = visibleText(title)
    .replace(/[[\]:*?/\\]/g, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, longestSheetName)
    .replace(unwritable, '')
    .replace(/^[' ]+|[' ]+$/g, '');
  return ['', 'history', aboutSheet.toLowerCase()].includes(name.toLowerCase()) ? 'Table' : name;
}

function cellOf(value: CellValue) {
  if (typeof value === 'number') return { value, type: Number };
  if (typeof value === 'boolean') return { value, type: Boolean };
  return { value: value.replace(unwritable, '\uFFFD').slice(0, longestText), type: String };
}

/** `title` names the file and the sheet. */
export async function saveWorkbook(title: string, content: TableContent, about: readonly Fact[]): Promise<void> {
  download(fileName(redact(title), 'xlsx'), await workbook(title, content, about));
}
