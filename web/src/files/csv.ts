/** A table as CSV (RFC 4180), safe to open in a spreadsheet: names may begin with `=`, `+`, `-` or `@`. */
import { redact } from '../redaction.ts';
import type { CellValue } from '../table/columns.ts';
import { download, fileName } from './download.ts';

export interface TableContent {
  readonly header: readonly string[];
  readonly rows: readonly (readonly CellValue[])[];
}

/** What a spreadsheet would take for the beginning of a formula, full-width forms included. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

function csvCell(value: CellValue): string {
  if (typeof value !== 'string') return String(value);
  const safe = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line per row, each ending in CRLF. */
export const csvText = ({ header, rows }: TableContent): string =>
  [header, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');

/** With a byte order mark, without which Excel reads UTF-8 as something else. */
export function saveCsv(title: string, content: TableContent): void {
  download(fileName(redact(title), 'csv'), new Blob(['\uFEFF', csvText(content)], { type: 'text/csv;charset=utf-8' }));
}
