/** A picture may fill the window of a phone: a finger that finds no more of the picture where it leads moves the page, or nobody would get past. */
import type { Core } from 'cytoscape';

/** CSS pixels after which it is clear where a finger leads; fewer than Cytoscape allows a tap. */
const clear = 5;

/** Returns what undoes it. An enlarged picture covers the page, and keeps every finger; so does one in which boxes are drawn. */
export function sharePageScroll(cy: Core, container: HTMLElement): () => void {
  let start: { readonly x: number; readonly y: number } | null = null;
  let forPage = false;
  const begin = (event: TouchEvent): void => {
    if (forPage) restore(event);
    const [first, second] = event.touches;
    const alone = first !== undefined && second === undefined && cy.userPanningEnabled() && container.closest('.enlarged') === null;
    start = alone ? { x: first.clientX, y: first.clientY } : null;
  };
  const move = (event: TouchEvent): void => {
    if (!event.isTrusted) return;
    const touch = event.touches[0];
    if (start !== null && touch !== undefined) {
      const way = { x: touch.clientX - start.x, y: touch.clientY - start.y };
      // Cytoscape, once told of a movement, keeps the page from scrolling for as long as the finger is down.
      if (Math.hypot(way.x, way.y) < clear) {
        event.stopPropagation();
        return;
      }
      start = null;
      forPage = !hasMore(cy, way);
      cy.userPanningEnabled(!forPage);
    }
    if (forPage) tell(event, 'touchmove');
  };
  const end = (event: TouchEvent): void => {
    if (event.isTrusted && forPage) restore(event);
  };
  const restore = (event: TouchEvent): void => {
    forPage = false;
    tell(event, 'touchend');
    cy.userPanningEnabled(true);
  };
  const listeners = { touchstart: begin, touchmove: move, touchend: end, touchcancel: end } as const;
  for (const [type, listener] of Object.entries(listeners))
    container.addEventListener(type as keyof typeof listeners, listener, { capture: true, passive: true });
  return () => {
    for (const [type, listener] of Object.entries(listeners))
      container.removeEventListener(type as keyof typeof listeners, listener, { capture: true });
  };
}

/** Cytoscape learns of the movement, so that it takes it for no tap, by an event that cannot hold the page back. */
function tell(event: TouchEvent, type: 'touchmove' | 'touchend'): void {
  if (event.type !== 'touchstart') event.stopPropagation();
  const [touches, changedTouches] = [[...event.touches], [...event.changedTouches]];
  event.target?.dispatchEvent(new TouchEvent(type, { bubbles: true, touches: type === 'touchend' ? [] : touches, changedTouches }));
}

/** Whether the picture goes on beyond the side of the view that this movement would draw in. */
function hasMore(cy: Core, { x, y }: { x: number; y: number }): boolean {
  const { x1, x2, y1, y2 } = cy.elements().renderedBoundingBox();
  if (Math.abs(x) > Math.abs(y)) return x > 0 ? x1 < 0 : x2 > cy.width();
  return y > 0 ? y1 < 0 : y2 > cy.height();
}
