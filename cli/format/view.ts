/** What a kind of answer must be able to do to be written in every output format; each format is a function of the JSON answer. */
import { type CsvCell, csvLine } from '../../queries/reports/csv.ts';
import type { Style } from './style.ts';

export const outputFormats = ['table', 'json', 'jsonl', 'csv'] as const;
export type OutputFormat = (typeof outputFormats)[number];

export interface View<Answer> {
  /** For people. Ends with a line break, or is empty if there is nothing to show. */
  table(answer: Answer, style: Style): string;
  /** What jsonl writes, one value to a line. */
  lines(answer: Answer): readonly unknown[];
  readonly csvColumns: readonly string[];
  csvRows(answer: Answer): readonly (readonly CsvCell[])[];
}

/** The answer as text in the format asked for. */
export function renderAnswer<Answer>(answer: Answer, view: View<Answer>, format: OutputFormat, style: Style): string {
  switch (format) {
    case 'table':
      return view.table(answer, style);
    case 'json':
      return `${JSON.stringify(answer, null, 2)}\n`;
    case 'jsonl':
      return view.lines(answer).map(jsonLine).join('');
    case 'csv':
      return csvLine(view.csvColumns) + view.csvRows(answer).map(csvLine).join('');
  }
}

export const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;
