/** The XML of one worksheet, piece by piece. */
import type { CellValue, SheetColumn } from './workbook.ts';
import { cellStyles } from './xlsx-parts.ts';
import { columnName, escapeXml, filterRange } from './xlsx-text.ts';

type AnyColumn = SheetColumn<never>;

/** Everything before the first data row; the header is row 1. */
export function sheetHead(columns: readonly AnyColumn[]): string {
  const widths = columns
    .map(({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join('');
  const titles = columns.map(({ title }, index) => textCell(`${columnName(index)}1`, title, cellStyles.header)).join('');
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>',
    '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>',
    `<sheetFormatPr defaultRowHeight="15"/><cols>${widths}</cols><sheetData><row r="1">${titles}</row>`,
  ].join('');
}

/** @param number 1-based; the first data row is 2 */
export function sheetRow(columns: readonly AnyColumn[], row: never, number: number): string {
  const cells = columns.map((column, index) => cell(column.value(row), `${columnName(index)}${number}`)).join('');
  return `<row r="${number}">${cells}</row>`;
}

/** Everything after the last row. @param rows header included */
export const sheetFoot = (columns: number, rows: number): string =>
  [
    `</sheetData><autoFilter ref="${filterRange(columns, rows).replaceAll('$', '')}"/>`,
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>',
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>',
  ].join('');

function cell(value: CellValue, place: string): string {
  if (value === null || value === '') return '';
  if (typeof value === 'boolean') return `<c r="${place}" s="${cellStyles.flag}" t="b"><v>${value ? 1 : 0}</v></c>`;
  if (typeof value === 'string') return textCell(place, value, cellStyles.text);
  const number = typeof value === 'number' ? value : dayNumber(value.getTime());
  // Not a number, or no time: nothing that a spreadsheet could hold.
  if (!Number.isFinite(number)) return '';
  return `<c r="${place}" s="${typeof value === 'number' ? cellStyles.number : cellStyles.time}"><v>${number}</v></c>`;
}

const textCell = (place: string, text: string, style: number): string =>
  `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cut(text))}</t></is></c>`;

/** Days since the last day of 1899, as spreadsheets count, in UTC; to the second. */
const dayNumber = (milliseconds: number): number => Math.round(milliseconds / 1000) / 86_400 + 25_569;

/** Characters of a cell at most (Excel specifications and limits). */
const mostCharacters = 32_767;
const cutMark = ' … (cut)';

const cut = (text: string): string => (text.length <= mostCharacters ? text : text.slice(0, mostCharacters - cutMark.length) + cutMark);
