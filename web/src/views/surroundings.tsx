/** One principal with everyone who can assume it and every role it can assume, one hop away. */
import { useMemo } from 'preact/hooks';
import type { Edge, NeighboursAnswer, PrincipalAnswerRef } from '../../../queries/answers.ts';
import { CrossAccountBadge, Requirements } from '../components/badges.tsx';
import { Cypher } from '../components/cypher.tsx';
import { Name, PrincipalButton } from '../components/name.tsx';
import { Answer, Empty, Reservations } from '../components/states.tsx';
import { plural, principalFromArn } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { Picture } from '../picture/picture.tsx';
import { pictureOfNeighbours } from '../picture/pictures.ts';
import { useAnswer } from '../use-answer.ts';
import { visibleText } from '../visible-text.ts';

export function Surroundings({ name }: { name: string }) {
  const { go } = useNavigation();
  const asked = useAnswer<NeighboursAnswer>('neighbours', { name });
  return (
    <Answer asked={asked} onCandidate={(arn) => go({ node: arn }, { replace: true })}>
      {(answer) => <Around answer={answer} />}
    </Answer>
  );
}

function Around({ answer }: { answer: NeighboursAnswer }) {
  const model = useMemo(() => pictureOfNeighbours(answer), [answer]);
  const principals = useMemo(() => new Map(answer.principals.map((principal) => [principal.arn, principal])), [answer]);
  return (
    <>
      <header class="scene-head">
        <h1>
          <Name text={answer.principal.name} />
        </h1>
        <p>
          {answer.principal.kind === 'role' ? `${plural(answer.in.length, 'principal')} can assume it; it` : 'It'} can assume{' '}
          {plural(answer.out.length, 'role')}.
        </p>
      </header>
      <Reservations answer={answer} />
      {answer.in.length + answer.out.length === 0 ? (
        <Empty title="It stands alone">
          <p>No assume edge begins or ends here.</p>
        </Empty>
      ) : (
        <Picture model={model} picked={null} snapshot={answer.snapshot} title={`Around ${answer.principal.name}`} />
      )}
      <div class="columns">
        {answer.in.length > 0 && <EdgeList title="Who can assume it" edges={answer.in} end="from" principals={principals} />}
        {answer.out.length > 0 && <EdgeList title="What it can assume" edges={answer.out} end="to" principals={principals} />}
      </div>
      <Cypher text={answer.cypher} />
    </>
  );
}

function EdgeList({
  title,
  edges,
  end,
  principals,
}: {
  title: string;
  edges: readonly Edge[];
  end: 'from' | 'to';
  principals: ReadonlyMap<string, PrincipalAnswerRef>;
}) {
  const { go } = useNavigation();
  return (
    <section>
      <h2 class="list-title">{title}</h2>
      <ul class="edge-list">
        {edges.map((edge) => {
          const principal = principals.get(edge[end]) ?? principalFromArn(edge[end]);
          return (
            <li key={`${edge.from} ${edge.to} ${edge.action}`}>
              <PrincipalButton principal={principal} />
              <span class="badges">
                <Requirements verdict={edge.verdict} requires={edge.requires} />
                {edge.crossAccount && <CrossAccountBadge />}
              </span>
              <button
                type="button"
                class="link"
                aria-label={`Why the hop ${end} ${visibleText(principal.name)}?`}
                onClick={() => go({ hop: { from: edge.from, to: edge.to } })}
              >
                Why?
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
