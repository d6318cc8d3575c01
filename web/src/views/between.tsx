/** The assume edges from one account, unit or place outside into another: picture and table. */
import { useMemo } from 'preact/hooks';
import type { Edge, PrincipalAnswerRef } from '../../../queries/answers.ts';
import type { BetweenAnswer } from '../../../queries/overview-answer.ts';
import { Cypher } from '../components/cypher.tsx';
import { Name } from '../components/name.tsx';
import { Answer, Empty, Reservations } from '../components/states.tsx';
import { plural, unconditionalShare } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { Picture } from '../picture/picture.tsx';
import { drawnEdge } from '../picture/picture-model.ts';
import { pictureOfEdges } from '../picture/pictures.ts';
import { DataTable } from '../table/data-table.tsx';
import { type More, usePages } from '../use-pages.ts';
import { edgeColumns } from './edge-columns.tsx';

export function Between({ from, to }: { from: string; to: string }) {
  const { asked, more } = usePages<BetweenAnswer>('between', { from, to }, followingEdges, appendEdges);
  return <Answer asked={asked}>{(answer) => <Found answer={answer} more={more} />}</Answer>;
}

/** Of each page after the first thousand. */
const followingEdges = 10_000;

function appendEdges(whole: BetweenAnswer, page: BetweenAnswer): BetweenAnswer {
  const principals = new Map([...whole.principals, ...page.principals].map((principal) => [principal.arn, principal]));
  return { ...page, edges: [...whole.edges, ...page.edges], principals: [...principals.values()] };
}

function Found({ answer, more }: { answer: BetweenAnswer; more: More | null }) {
  const { view, go } = useNavigation();
  const edges = useMemo(
    () =>
      answer.edges.filter(
        ({ verdict, crossAccount }) => (!view.unconditional || verdict === 'allowed') && (!view.crossAccount || crossAccount),
      ),
    [answer, view.unconditional, view.crossAccount],
  );
  const principals = useMemo(
    () => new Map<string, PrincipalAnswerRef>(answer.principals.map((principal) => [principal.arn, principal])),
    [answer],
  );
  const model = useMemo(() => pictureOfEdges(principals, edges.map(drawnEdge)), [principals, edges]);
  const columns = useMemo(
    () => edgeColumns(principals, (edge: Edge) => go({ hop: { from: edge.from, to: edge.to }, node: null })),
    [principals],
  );
  const open = edges.filter(({ verdict }) => verdict === 'allowed').length;
  return (
    <>
      <header class="scene-head">
        <h1>
          <Name text={answer.from.name} /> <span class="thin">→</span> <Name text={answer.to.name} />
        </h1>
        <p>
          {plural(answer.total, 'assume edge')}
          {edges.length > 0 && `, ${unconditionalShare(open, edges.length)}`}.
        </p>
      </header>
      <Reservations answer={answer} shown={answer.edges.length} total={answer.total} what="edges" more={more} />
      {edges.length === 0 ? (
        <Empty title="No edge leads there">
          <p>Nobody there can assume a role here{view.unconditional || view.crossAccount ? ' under the filters above' : ''}.</p>
        </Empty>
      ) : (
        <>
          <Picture model={model} picked={null} snapshot={answer.snapshot} title={`${answer.from.name} to ${answer.to.name}`} />
          <DataTable
            title="Edges"
            rows={edges}
            columns={columns}
            rowKey={(edge) => `${edge.from} ${edge.to} ${edge.action}`}
            state={view.table}
            onState={(table) => go({ table }, { replace: true })}
            file={`${answer.from.name} to ${answer.to.name}`}
          />
        </>
      )}
      <Cypher text={answer.cypher} />
    </>
  );
}
