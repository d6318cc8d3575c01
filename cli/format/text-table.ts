/**
 * Tables for people: columns share the terminal's width, cells wrap, and nothing of a name is hidden. Written here because the
 * libraries for it cut what is too long, and need minutes for a million rows.
 */
import type { Style } from './style.ts';
import { displayWidth, wrapText } from './wrap-text.ts';

export interface TextColumn<Row> {
  readonly title: string;
  /** The cell, already free of acting characters (see visible-text.ts) and without colour. */
  cell(row: Row): string;
  /** Colours one line of the cell. */
  readonly paint?: (line: string, row: Row) => string;
  /** Share of the width in tables that are streamed, where the cells are not known beforehand. */
  readonly share: number;
}

const gap = 2;
const narrowest = 8;

/** The whole table with its head, each column as wide as its cells need where the terminal is wide enough. Ends with a line break. */
export function renderTable<Row>(columns: readonly TextColumn<Row>[], rows: readonly Row[], style: Style): string {
  const widths = fitWidths(columns, rows, style.width);
  return renderHead(columns, widths, style) + renderRows(columns, rows, widths);
}

/** For rows that come in portions: `head` once, then `rows` for each portion, all of the same widths. */
export function streamTable<Row>(columns: readonly TextColumn<Row>[], style: Style): { head: string; rows(rows: readonly Row[]): string } {
  const room = style.width - gap * (columns.length - 1);
  const shares = columns.reduce((sum, column) => sum + column.share, 0);
  const widths = columns.map((column) => Math.max(narrowest, Math.floor((room * column.share) / shares)));
  return { head: renderHead(columns, widths, style), rows: (rows) => renderRows(columns, rows, widths) };
}

const renderHead = <Row>(columns: readonly TextColumn<Row>[], widths: readonly number[], style: Style): string =>
  layOut(
    columns.map(({ title }, index) => ({ lines: wrapText(title, widths[index] ?? 0), paint: style.bold })),
    widths,
  );

function renderRows<Row>(columns: readonly TextColumn<Row>[], rows: readonly Row[], widths: readonly number[]): string {
  const cellsOf = (row: Row): Cell[] =>
    columns.map(({ cell, paint }, index) => ({
      lines: wrapText(cell(row), widths[index] ?? 0),
      paint: (line) => paint?.(line, row) ?? line,
    }));
  return rows.map((row) => layOut(cellsOf(row), widths)).join('');
}

interface Cell {
  readonly lines: readonly string[];
  paint(line: string): string;
}

/** The cells of one row side by side. Nothing follows the last letter of a line. */
function layOut(cells: readonly Cell[], widths: readonly number[]): string {
  const height = Math.max(...cells.map(({ lines }) => lines.length));
  let text = '';
  for (let place = 0; place < height; place += 1) {
    let line = '';
    let padding = 0;
    for (const [index, { lines, paint }] of cells.entries()) {
      const part = lines[place] ?? '';
      if (part !== '') {
        line += ' '.repeat(padding) + paint(part);
        padding = 0;
      }
      padding += (widths[index] ?? 0) + gap - displayWidth(part);
    }
    text += `${line}\n`;
  }
  return text;
}

/** Takes columns from the widest until the row fits; what is left too wide on a very narrow terminal is shown all the same. */
function fitWidths<Row>(columns: readonly TextColumn<Row>[], rows: readonly Row[], total: number): number[] {
  const widths = columns.map((column) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(column.cell(row))), displayWidth(column.title)),
  );
  let excess = widths.reduce((sum, width) => sum + width, gap * (widths.length - 1)) - total;
  while (excess > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= narrowest) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess--;
  }
  return widths;
}
