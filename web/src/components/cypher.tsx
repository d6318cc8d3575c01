/** The query behind the view, to copy into any client of the graph. */
import { useState } from 'preact/hooks';
import { visibleText } from '../visible-text.ts';

export function Cypher({ text }: { text: string | null }) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  if (text === null) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('yes');
    } catch {
      setCopied('failed');
    }
    setTimeout(() => setCopied('no'), 2500);
  };
  return (
    <details class="cypher">
      <summary>Cypher behind this view</summary>
      <div class="cypher-body">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <pre tabIndex={0} dir="ltr">
          {text.split('\n').map(visibleText).join('\n')}
        </pre>
        <button type="button" class="button" onClick={() => void copy()}>
          {copied === 'yes' ? 'Copied' : 'Copy'}
        </button>
        <span class="visually-hidden" role="status">
          {copied === 'yes'
            ? 'Copied to the clipboard'
            : copied === 'failed'
              ? 'The browser does not allow copying; select the text instead'
              : ''}
        </span>
      </div>
      {copied === 'failed' && <p class="hint">The browser does not allow copying here; select the text instead.</p>}
    </details>
  );
}
