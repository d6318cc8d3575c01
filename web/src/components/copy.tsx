/** Text to take along: shown as it is, with a button that copies it. */
import { useState } from 'preact/hooks';
import { redact } from '../redaction.ts';
import { visibleText } from '../visible-text.ts';

export function CopyText({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(redact(text));
      setCopied('yes');
    } catch {
      setCopied('failed');
    }
    setTimeout(() => setCopied('no'), 2500);
  };
  return (
    <div class="cypher-body">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        dir="ltr"
        role="group"
        aria-label={label}
      >
        {text.split('\n').map(visibleText).join('\n')}
      </pre>
      <button type="button" class="button small" onClick={() => void copy()}>
        {copied === 'yes' ? 'Copied' : 'Copy'}
      </button>
      <span class="visually-hidden" role="status">
        {copied === 'yes'
          ? 'Copied to the clipboard'
          : copied === 'failed'
            ? 'The browser does not allow copying; select the text instead'
            : ''}
      </span>
      {copied === 'failed' && <p class="hint">The browser does not allow copying here; select the text instead.</p>}
    </div>
  );
}
