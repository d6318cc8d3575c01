/** Keeps the Tab key within what covers the page, where the browser does not do so by itself as it does for dialogs. */

const reachable = 'button:not(:disabled), [tabindex="0"], summary, input, a[href]';

/** To be called with every key that is pressed; others than Tab go their way. */
export function keepFocus(cover: HTMLElement, event: KeyboardEvent): void {
  if (event.key !== 'Tab') return;
  const all = [...cover.querySelectorAll<HTMLElement>(reachable)].filter((element) => element.checkVisibility());
  const [first, last] = [all[0], all.at(-1)];
  const now = document.activeElement;
  if (event.shiftKey ? now === first : now === last || !cover.contains(now)) {
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}
