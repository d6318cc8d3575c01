/** A table to sort, filter, narrow to columns and save; every list of the page that can grow long is one. */
import { useContext, useMemo, useState } from 'preact/hooks';
import { MenuButton, type MenuItem } from '../components/menu.tsx';
import { AnswerContext, aboutTable, withQueryColumns } from '../files/about.ts';
import { saveCsv } from '../files/csv.ts';
import { saveWorkbook } from '../files/workbook.ts';
import { useOrganization } from '../organization.ts';
import { redact } from '../redaction.ts';
import { visibleText } from '../visible-text.ts';
import { arrangeRows, type CellValue, type Column, readSort, type Sort, writeSort } from './columns.ts';

interface DataTableProps<Row> {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row, index: number) => string;
  readonly picked?: (row: Row) => boolean;
  readonly placeholder?: string;
  /** Kept elsewhere (in the address); else the table keeps its own. */
  readonly state?: { readonly sort: string | null; readonly filter: string };
  readonly onState?: (state: { sort: string | null; filter: string }) => void;
  /** Heading level of the title. */
  readonly level?: 2 | 3;
  /** Names the files; the title unless given. */
  readonly file?: string;
  /** How many rows there are in all, where `rows` are a part of them. */
  readonly total?: number;
}

const rowsAtOnce = 200;

export function DataTable<Row>({
  title,
  rows,
  columns,
  rowKey,
  picked,
  placeholder,
  state,
  onState,
  level = 2,
  file,
  total = rows.length,
}: DataTableProps<Row>) {
  const [own, setOwn] = useState<{ sort: string | null; filter: string }>({ sort: null, filter: '' });
  const { sort: sortText, filter } = state ?? own;
  const keep = onState ?? setOwn;
  const sort = readSort(sortText);
  const [most, setMost] = useState(rowsAtOnce);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<'sort' | 'columns' | 'save' | null>(null);
  const matching = useMemo(() => arrangeRows(rows, columns, filter, readSort(sortText)), [rows, columns, filter, sortText]);
  const shown = columns.filter(({ id, optional }) => (optional === true) === toggled.has(id));
  const choosable = columns.filter(({ heading, actions }) => !heading && !actions);
  const data = columns.filter(({ actions }) => !actions);
  const Title = `h${level}` as 'h2' | 'h3';
  const name = file ?? title;
  const answer = useContext(AnswerContext);
  const { origin } = useOrganization();

  const content = () => ({
    header: data.map((column) => column.title),
    rows: matching.map((row) => data.map((column) => redactValue(column.value(row)))),
  });
  const about = () => aboutTable({ title: name, answer, origin, rows: matching.length, total, at: new Date() });
  const saveItems: readonly MenuItem[] = [
    { label: 'CSV', act: () => saveCsv(name, withQueryColumns(content(), answer, origin)) },
    { label: 'Excel (XLSX)', act: () => void saveWorkbook(name, content(), about()) },
  ];
  const columnItems: readonly MenuItem[] = choosable.map((column) => ({
    label: column.title,
    checked: shown.includes(column),
    act: () => {
      const next = new Set(toggled);
      if (!next.delete(column.id)) next.add(column.id);
      setToggled(next);
    },
  }));
  const turn = (column: string): Sort => ({ column, down: sort?.column === column && !sort.down });
  const sortBy = (next: Sort | null): void => keep({ sort: writeSort(next), filter });
  const sortItems: readonly MenuItem[] = [
    ...shown.flatMap(({ id, title: column, actions }) => {
      if (actions) return [];
      const chosen = sort?.column === id;
      return [{ label: `${column}${chosen ? (sort.down ? ' ↓' : ' ↑') : ''}`, checked: chosen, act: () => sortBy(turn(id)) }];
    }),
    { label: 'As it came', separated: true, act: sort === null ? undefined : () => sortBy(null) },
  ];

  return (
    <section class="data-table">
      <div class="table-head">
        <Title class="list-title">{title}</Title>
        <input
          type="search"
          aria-label={level === 2 ? 'Filter the table' : `Filter: ${title}`}
          placeholder={placeholder ?? 'Filter'}
          value={filter}
          onInput={(event) => {
            setMost(rowsAtOnce);
            keep({ sort: sortText, filter: event.currentTarget.value });
          }}
        />
        <span class="hint" role="status">
          {filter.trim() === ''
            ? `${rows.length.toLocaleString('en')} ${rows.length === 1 ? 'row' : 'rows'}`
            : `${matching.length.toLocaleString('en')} of ${rows.length.toLocaleString('en')}`}
        </span>
        <span class="table-tools">
          {rows.length > 1 && (
            // Where rows are cards, there is no head to click.
            <span class="for-cards">
              <MenuButton
                label={`Sort: ${title}`}
                items={sortItems}
                open={open === 'sort'}
                onOpen={(now) => setOpen(now ? 'sort' : null)}
                class="button small"
              >
                Sort
              </MenuButton>
            </span>
          )}
          {choosable.length > 1 && (
            <MenuButton
              label={`Columns: ${title}`}
              items={columnItems}
              open={open === 'columns'}
              onOpen={(now) => setOpen(now ? 'columns' : null)}
              class="button small"
            >
              Columns
            </MenuButton>
          )}
          <MenuButton
            label={`Save: ${title}`}
            items={saveItems}
            open={open === 'save'}
            onOpen={(now) => setOpen(now ? 'save' : null)}
            class="button small"
          >
            Save
          </MenuButton>
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div class="table-scroll" tabIndex={0} role="group" aria-label={title}>
        <table class="rows">
          <thead>
            <tr>
              {shown.map((column) =>
                column.actions ? (
                  <th key={column.id} scope="col">
                    <span class="visually-hidden">{column.title}</span>
                  </th>
                ) : (
                  <th
                    key={column.id}
                    scope="col"
                    class={column.class ?? ''}
                    aria-sort={sort?.column === column.id ? (sort.down ? 'descending' : 'ascending') : 'none'}
                  >
                    <button type="button" class="sort" onClick={() => sortBy(turn(column.id))}>
                      {column.title}
                      <span aria-hidden="true">{sort?.column === column.id ? (sort.down ? ' ↓' : ' ↑') : ''}</span>
                    </button>
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {matching.slice(0, most).map((row, index) => (
              <tr key={rowKey(row, index)} class={picked?.(row) ? 'picked' : ''}>
                {shown.map((column) => {
                  const content = column.cell?.(row) ?? showValue(column.value(row));
                  return column.heading ? (
                    <th key={column.id} scope="row">
                      {content}
                    </th>
                  ) : (
                    <td
                      key={column.id}
                      class={column.actions ? 'act' : (column.class ?? '')}
                      data-title={isNamed(column) && content !== '' ? column.title : undefined}
                    >
                      {content}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {matching.length === 0 && <p class="hint">{rows.length === 0 ? 'There is nothing to show.' : 'No row fits the filter.'}</p>}
      {matching.length > most && (
        <button type="button" class="button" onClick={() => setMost(most + rowsAtOnce)}>
          Show {Math.min(rowsAtOnce, matching.length - most)} more of {matching.length - most}
        </button>
      )}
    </section>
  );
}

/** Cards on narrow screens name what does not speak for itself: all that is shown as the bare value. */
const isNamed = <Row,>({ named, cell }: Column<Row>): boolean => named ?? cell === undefined;

const redactValue = (value: CellValue): CellValue => (typeof value === 'string' ? redact(value) : value);

function showValue(value: CellValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? value.toLocaleString('en') : visibleText(value);
}
