/** CSV as RFC 4180 has it, safe to open in a spreadsheet: IAM names may begin with `=`, `+`, `-` or `@`. */

export type CsvCell = string | number | boolean | null;

/** What a spreadsheet would take for the beginning of a formula, full-width forms included. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

/** One line with its CRLF. Text that could begin a formula gets a leading `'`; numbers stay numbers; null is an empty cell. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = formulaStart.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
