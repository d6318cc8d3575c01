/** The panel beside the view: a principal's details or the reason of one hop. It takes the focus when it opens. */
import { useEffect, useRef } from 'preact/hooks';
import type { ExplainAnswer } from '../../../queries/answers.ts';
import { Answer } from '../components/states.tsx';
import { shortName } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { useAnswer } from '../use-answer.ts';
import type { Hop } from '../view.ts';
import { visibleText } from '../visible-text.ts';
import { EdgeCut } from './cuts.tsx';
import { Explanation } from './explanation.tsx';
import { NodePanel } from './node-panel.tsx';

/** `closable` is false where the details are the view itself. */
export function Panel({ node, hop, closable }: { node: string | null; hop: Hop | null; closable: boolean }) {
  const { go } = useNavigation();
  const heading = useRef<HTMLHeadingElement>(null);
  const subject = hop !== null ? `${hop.from} ${hop.to}` : node;

  useEffect(() => {
    if (!closable || subject === null) return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest('aside')?.scrollTo(0, 0);
  }, [subject, closable]);

  const title = hop !== null ? 'Why this hop' : 'Principal';
  return (
    <aside class="panel" aria-labelledby="panel-title">
      <header class="panel-head">
        <h2 id="panel-title" tabIndex={-1} ref={heading}>
          {title}
          <span class="visually-hidden">
            {hop !== null
              ? `: ${visibleText(shortName(hop.from))} to ${visibleText(shortName(hop.to))}`
              : `: ${visibleText(shortName(node ?? ''))}`}
          </span>
        </h2>
        {(closable || hop !== null) && (
          <button
            type="button"
            class="close"
            aria-label="Close the panel"
            title="Close (Esc)"
            onClick={() => go(hop !== null && !closable ? { hop: null } : { node: null, hop: null })}
          >
            ×
          </button>
        )}
      </header>
      <div class="panel-body">{hop !== null ? <HopPanel hop={hop} /> : node !== null && <NodePanel name={node} />}</div>
    </aside>
  );
}

function HopPanel({ hop }: { hop: Hop }) {
  const asked = useAnswer<ExplainAnswer>('explain', { from: hop.from, to: hop.to });
  return <Answer asked={asked}>{(answer) => <Explanation answer={answer} cut={<EdgeCut from={answer.from} to={answer.to} />} />}</Answer>;
}
