/** Tables for people: columns share the terminal's width, cells wrap, and nothing of a name is hidden. */
import Table from 'cli-table3';
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
const noLines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

/** The whole table with its head, each column as wide as its cells need where the terminal is wide enough. Ends with a line break. */
export function renderTable<Row>(columns: readonly TextColumn<Row>[], rows: readonly Row[], style: Style): string {
  return (
    renderHead(columns, fitWidths(columns, rows, style.width), style) + renderRows(columns, rows, fitWidths(columns, rows, style.width))
  );
}

/** For rows that come in portions: `head` once, then `rows` for each portion, all of the same widths. */
export function streamTable<Row>(columns: readonly TextColumn<Row>[], style: Style): { head: string; rows(rows: readonly Row[]): string } {
  const room = style.width - gap * (columns.length - 1);
  const shares = columns.reduce((sum, column) => sum + column.share, 0);
  const widths = columns.map((column) => Math.max(narrowest, Math.floor((room * column.share) / shares)));
  return { head: renderHead(columns, widths, style), rows: (rows) => renderRows(columns, rows, widths) };
}

function renderHead<Row>(columns: readonly TextColumn<Row>[], widths: readonly number[], style: Style): string {
  return layOut([columns.map((column, index) => paintLines(column.title, widths[index] ?? 0, style.bold))], widths);
}

function renderRows<Row>(columns: readonly TextColumn<Row>[], rows: readonly Row[], widths: readonly number[]): string {
  const cells = rows.map((row) =>
    columns.map((column, index) => paintLines(column.cell(row), widths[index] ?? 0, (line) => column.paint?.(line, row) ?? line)),
  );
  return layOut(cells, widths);
}

const paintLines = (text: string, width: number, paintLine: (line: string) => string): string =>
  wrapText(text, width).map(paintLine).join('\n');

function layOut(cells: readonly (readonly string[])[], widths: readonly number[]): string {
  if (cells.length === 0) return '';
  const table = new Table({
    chars: noLines,
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [] },
    colWidths: widths.map((width) => width + gap),
  });
  for (const row of cells) table.push([...row]);
  return table.toString().replace(/ +$/gm, '').concat('\n');
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
