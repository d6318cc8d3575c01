/** A policy document with its deciding statements marked; the other statements of a long one fold away. */
import { type ComponentChildren, Fragment } from 'preact';
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

/** What does not fit goes on below, further in than the line began. */
function PolicyLineView({ text, marked }: { text: string; marked: boolean }) {
  const Line = marked ? 'mark' : 'span';
  const depth = text.search(/[^ ]|$/);
  return (
    <Line class="line" style={{ '--depth': String(depth) }}>
      {textRuns(text).map((run, index) =>
        run.hidden ? <span key={index} class="hidden-character">{`⟨${run.text}⟩`}</span> : breakable(run.text),
      )}
    </Line>
  );
}

/** ARNs are read part by part: they break after `:` and `/`, and not within `arn:aws:iam::`, rather than wherever a line is full. */
const breakable = (text: string): ComponentChildren =>
  text.split(/(?<=[:/])(?<!"arn:(?:[a-z-]*:)?)(?=[^\s:/",])/).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
