/** What is left of a run that a person stopped: a word that it was, and the way back. */
export function Stopped({ onAgain }: { onAgain: () => void }) {
  return (
    <p class="hint" role="status">
      Stopped.{' '}
      <button type="button" class="link" onClick={onAgain}>
        Run again
      </button>
    </p>
  );
}
