/** What a workbook is made of, whatever writes it. */

/** The cell is of the type of its value; null is an empty cell. Times are shown in UTC. */
export type CellValue = string | number | boolean | Date | null;

export interface SheetColumn<Row> {
  readonly title: string;
  /** In characters. */
  readonly width: number;
  value(row: Row): CellValue;
}

export interface Sheet<Row> {
  /** At most 28 characters, none of `[]:*?/\`. */
  readonly name: string;
  readonly columns: readonly SheetColumn<Row>[];
  readonly rows: Iterable<Row> | AsyncIterable<Row>;
}

/** A sheet that was written: what the workbook says of it. */
export interface WrittenSheet {
  readonly name: string;
  readonly columns: number;
  /** Header included. */
  readonly rows: number;
}

export interface WorkbookFacts {
  readonly title: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** A sheet of any kind of row: its columns and rows belong together, sheets among each other do not. */
export type AnySheet = Sheet<never>;
export const anySheet = <Row>(sheet: Sheet<Row>): AnySheet => sheet as unknown as AnySheet;
