/** The answer to a query: the picture if there is something to draw, and always the table. */
import { useMemo } from 'preact/hooks';
import type { CypherAnswer } from '../../../queries/answers.ts';
import type { QueryAnswer, QueryRunAnswer } from '../../../queries/saved-queries-answer.ts';
import { Empty, Reservations } from '../components/states.tsx';
import { AnswerContext } from '../files/about.ts';
import { shortName } from '../names.ts';
import { type Navigation, useNavigation } from '../navigation.ts';
import { type Organization, useOrganization, withAccountName } from '../organization.ts';
import { Picture } from '../picture/picture.tsx';
import { pictureOfEdges } from '../picture/pictures.ts';
import type { Column } from '../table/columns.ts';
import { DataTable } from '../table/data-table.tsx';
import { visibleText } from '../visible-text.ts';
import { resultCell } from './result-cell.tsx';
import { graphOf, valueText } from './results.ts';

type Row = readonly unknown[];

/** `query`: the saved one that was run, of which a file of the answer tells. */
export function ResultView({ answer, title, query }: { answer: CypherAnswer | QueryRunAnswer; title: string; query?: QueryAnswer }) {
  const { view, go, open } = useNavigation();
  const { nameOf } = useOrganization();
  const graph = useMemo(() => {
    const { principals, edges } = graphOf(answer.rows);
    return { edges, principals: new Map([...principals].map(([arn, principal]) => [arn, withAccountName(principal, nameOf)])) };
  }, [answer, nameOf]);
  const model = useMemo(() => pictureOfEdges(graph.principals, graph.edges), [graph]);
  const columns = useMemo(() => columnsOf(answer, open, nameOf), [answer, nameOf]);
  if (answer.rows.length === 0)
    return (
      <Empty title="Nothing found">
        <p>The query ran and gave no row.</p>
      </Empty>
    );
  return (
    <AnswerContext.Provider value={{ ...answer, query }}>
      <Reservations answer={answer} />
      {graph.principals.size > 0 && <Picture model={model} picked={null} snapshot={answer.snapshot} title={title} />}
      <DataTable
        title="Answer"
        rows={answer.rows}
        columns={columns}
        rowKey={(_row, index) => String(index)}
        state={view.table}
        onState={(table) => go({ table }, { replace: true })}
        file={title}
      />
    </AnswerContext.Provider>
  );
}

const isNumeric = (rows: CypherAnswer['rows'], index: number): boolean =>
  rows.some((row) => typeof row[index] === 'number') && rows.every((row) => row[index] === null || typeof row[index] === 'number');

/** Saved queries say which of their columns name principals: these can be opened, and a pair of them asked for its chains. */
function columnsOf(
  answer: CypherAnswer | QueryRunAnswer,
  open: Navigation['open'],
  nameOf: Organization['nameOf'],
): readonly Column<Row>[] {
  const typed = answer.columns.map((column) => (typeof column === 'string' ? { name: column, type: 'text' } : column));
  const text = (row: Row, index: number): string => (typeof row[index] === 'string' ? row[index] : '');
  const columns = typed.map(
    ({ name, type }, index): Column<Row> => ({
      id: `${index}`,
      title: name,
      heading: index === 0,
      value: (row) => valueText(row[index]),
      cell: (row) => resultCell({ name, type }, row[index], nameOf),
      named: true,
      ...(isNumeric(answer.rows, index) ? { class: 'number' as const } : {}),
    }),
  );
  const from = typed.findIndex(({ name, type }) => name === 'principal' && type === 'principal');
  const to = typed.findIndex(({ name, type }) => name === 'role' && type === 'role');
  if (from < 0 || to < 0) return columns;
  const chains: Column<Row> = {
    id: 'chains',
    title: 'Chains',
    value: () => '',
    actions: true,
    cell: (row) =>
      text(row, from) !== '' &&
      text(row, to) !== '' && (
        <button
          type="button"
          class="link"
          aria-label={`Chains from ${visibleText(shortName(text(row, from)))} to ${visibleText(shortName(text(row, to)))}`}
          onClick={() => open({ from: text(row, from), to: text(row, to) })}
        >
          Chains
        </button>
      ),
  };
  return [...columns, chains];
}
