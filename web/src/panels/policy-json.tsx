/** A policy document with its deciding statements marked; the other statements of a long one fold away. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { plural } from '../names.ts';
import { policyLines } from '../policy-lines.ts';
import { textRuns } from '../visible-text.ts';

const longDocument = 36;

export function PolicyJson({ document, statements, label }: { document: unknown; statements: readonly number[]; label: string }) {
  const lines = policyLines(document);
  const deciding = new Set(statements);
  const others = new Set(lines.flatMap(({ statement }) => (statement === null || deciding.has(statement) ? [] : [statement])));
  const foldable = lines.length > longDocument && deciding.size > 0 && others.size > 0;
  const [whole, setWhole] = useState(!foldable);
  const shown = lines.filter(({ statement }) => whole || statement === null || deciding.has(statement));
  const box = useRef<HTMLPreElement>(null);
  useEffect(() => {
    const first = box.current?.querySelector('mark');
    if (!box.current || !first) return;
    const depth = first.offsetTop - box.current.offsetTop;
    if (depth > box.current.clientHeight / 2) box.current.scrollTop = depth - 40;
  }, []);
  return (
    <div class="policy-json">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre ref={box} tabIndex={0} dir="ltr" role="group" aria-label={label}>
        {shown.map((line, index) => (
          <PolicyLineView key={index} text={line.text} marked={line.statement !== null && deciding.has(line.statement)} />
        ))}
      </pre>
      {foldable && (
        <button type="button" class="link" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? 'Show the deciding statements only' : `Show ${plural(others.size, 'other statement')}`}
        </button>
      )}
    </div>
  );
}

function PolicyLineView({ text, marked }: { text: string; marked: boolean }) {
  const content = textRuns(text).map((run, index) =>
    run.hidden ? <span key={index} class="hidden-character">{`⟨${run.text}⟩`}</span> : run.text,
  );
  return marked ? <mark class="line">{content}</mark> : <span class="line">{content}</span>;
}
