/** A table as an Excel workbook with typed cells and a header that stays; text is text, never a formula. The library comes when first used. */
import type { CellValue } from '../table/columns.ts';
import type { TableContent } from './csv.ts';
import { download, fileName } from './download.ts';

/** Excel refuses longer texts and control characters. */
const longestText = 32_767;
const unwritable = /(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]|\p{Cs}/gu;

export async function workbook({ header, rows }: TableContent): Promise<Blob> {
  // The universal build compresses here; the browser one would start workers from blob: addresses, which the page's policy forbids.
  const { default: write } = await import('write-excel-file/universal');
  const widths = header.map((title, column) =>
    rows.slice(0, 300).reduce((most, row) => Math.max(most, String(row[column] ?? '').length), title.length),
  );
  return write([header.map((title) => ({ value: title, fontWeight: 'bold' as const })), ...rows.map((row) => row.map(cellOf))], {
    columns: widths.map((width) => ({ width: Math.min(60, width + 2) })),
    stickyRowsCount: 1,
  }).toBlob();
}

function cellOf(value: CellValue) {
  if (typeof value === 'number') return { value, type: Number };
  if (typeof value === 'boolean') return { value, type: Boolean };
  return { value: value.replace(unwritable, '\uFFFD').slice(0, longestText), type: String };
}

export async function saveWorkbook(title: string, content: TableContent): Promise<void> {
  download(fileName(title, 'xlsx'), await workbook(content));
}
