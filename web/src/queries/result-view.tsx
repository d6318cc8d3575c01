/** The answer to a query: the picture if there is something to draw, and always the table. */
import { useMemo } from 'preact/hooks';
import type { CypherAnswer } from '../../../queries/answers.ts';
import { Empty, Reservations } from '../components/states.tsx';
import { plural } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { Picture } from '../picture/picture.tsx';
import { pictureOfEdges } from '../picture/pictures.ts';
import type { Column } from '../table/columns.ts';
import { DataTable } from '../table/data-table.tsx';
import { graphOf, valueText } from './results.ts';

type Row = readonly unknown[];

export function ResultView({ answer, title }: { answer: CypherAnswer; title: string }) {
  const { view, go } = useNavigation();
  const graph = useMemo(() => graphOf(answer.rows), [answer]);
  const model = useMemo(() => pictureOfEdges(graph.principals, graph.edges), [graph]);
  const columns = useMemo(
    (): readonly Column<Row>[] =>
      answer.columns.map((name, index) => ({ id: `${index}`, title: name, heading: index === 0, value: (row) => valueText(row[index]) })),
    [answer],
  );
  if (answer.rows.length === 0)
    return (
      <Empty title="No row">
        <p>The query ran and found nothing.</p>
      </Empty>
    );
  return (
    <>
      <Reservations answer={answer} />
      {graph.principals.size > 0 && <Picture model={model} picked={null} snapshot={answer.snapshot} title={title} />}
      <DataTable
        title={plural(answer.rows.length, 'row')}
        rows={answer.rows}
        columns={columns}
        rowKey={(_row, index) => String(index)}
        state={view.table}
        onState={(table) => go({ table }, { replace: true })}
        file={title}
      />
    </>
  );
}
