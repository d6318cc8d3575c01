/** A table as data: what its columns say of a row, to sort, to filter, to export and to show. */
import type { ComponentChildren } from 'preact';

export type CellValue = string | number | boolean;

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** What is sorted, filtered and exported; text from the data as it is. */
  readonly value: (row: Row) => CellValue;
  /** How it is shown, where that is more than the value. */
  readonly cell?: (row: Row) => ComponentChildren;
  /** Names the row, for the eye and for screen readers. */
  readonly heading?: boolean;
  /** Shown only once a person asks for it; always exported. */
  readonly optional?: boolean;
  /** Nothing to sort or export: buttons. */
  readonly actions?: boolean;
  /** `number`, or `target` for where an edge leads to. */
  readonly class?: 'number' | 'target';
  /** Cards on narrow screens name the column; unless given, of those without a `cell`. */
  readonly named?: boolean;
}

export interface Sort {
  readonly column: string;
  readonly down: boolean;
}

/** `-hops` is hops downwards. */
export const readSort = (text: string | null): Sort | null =>
  text === null || text === '' ? null : text.startsWith('-') ? { column: text.slice(1), down: true } : { column: text, down: false };
export const writeSort = (sort: Sort | null): string | null => (sort === null ? null : `${sort.down ? '-' : ''}${sort.column}`);

/** Rows that hold all words of the filter in any column, in the order of the sort. Equal rows keep their order. */
export function arrangeRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], filter: string, sort: Sort | null): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const searched = columns.filter(({ actions }) => !actions);
  const kept =
    words.length === 0
      ? [...rows]
      : rows.filter((row) => {
          const text = searched
            .map(({ value }) => String(value(row)))
            .join('\n')
            .toLowerCase();
          return words.every((word) => text.includes(word));
        });
  const column = sort === null ? undefined : columns.find(({ id }) => id === sort.column);
  if (sort === null || column === undefined) return kept;
  const keyed = kept.map((row) => ({ row, key: column.value(row) }));
  keyed.sort((a, b) => compareValues(a.key, b.key) * (sort.down ? -1 : 1));
  return keyed.map(({ row }) => row);
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function compareValues(a: CellValue, b: CellValue): number {
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b);
  return Number(a) - Number(b);
}
