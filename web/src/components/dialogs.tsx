/** The two dialogs: the token that a server on a wider address wants, and the keyboard shortcuts. */
import { useEffect, useRef, useState } from 'preact/hooks';

/** A native modal dialog: the browser holds the focus in it and closes it on Escape. */
export function useModal(open: boolean) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && dialog.current?.open === false) dialog.current.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return dialog;
}

export function TokenDialog({ open, wrong, onToken }: { open: boolean; wrong: boolean; onToken: (token: string) => void }) {
  const dialog = useModal(open);
  const [token, setToken] = useState('');
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="token-title" onCancel={(event) => event.preventDefault()}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim() !== '') onToken(token.trim());
        }}
      >
        <h2 id="token-title">This server asks for its token</h2>
        <p>Whoever started it set one. It is kept in this browser tab only.</p>
        <label>
          Token
          <input
            type="password"
            autocomplete="off"
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
            aria-invalid={wrong}
            aria-describedby="token-wrong"
          />
        </label>
        <p id="token-wrong" class="hint" role="status">
          {wrong ? 'That is not the token.' : ''}
        </p>
        <button type="submit" class="button primary">
          Continue
        </button>
      </form>
    </dialog>
  );
}

const shortcuts: readonly (readonly [keys: readonly string[], meaning: string])[] = [
  [['/'], 'Search'],
  [['F'], 'From'],
  [['T'], 'To'],
  [['S'], 'Swap from and to'],
  [['H'], 'Start page'],
  [['D'], 'Light, dark or system theme'],
  [['R'], 'Redact names'],
  [['↑', '↓', '←', '→'], 'Move the picture that has the focus'],
  [['+', '−', '0'], 'Zoom it in and out, fit it'],
  [['Shift', 'drag'], 'Select principals in it'],
  [['Ctrl', 'Enter'], 'Run the Cypher in the editor'],
  [['Esc'], 'Close the panel'],
  [['?'], 'This list'],
];

export function ShortcutsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useModal(open);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="shortcuts-title" onClose={onClose}>
      <h2 id="shortcuts-title">Keyboard</h2>
      <dl class="shortcuts">
        {shortcuts.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="button" onClick={onClose}>
        Close
      </button>
    </dialog>
  );
}
