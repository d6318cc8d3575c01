/**
 * The sheet that a picture is drawn on. While a large one is zoomed by hand, the sheet is scaled as a photograph and drawn anew when
 * the hand rests: without a graphics card Cytoscape takes four frames to draw a thousand elements at a zoom too deep for its layers.
 * The viewport is the true one all the time, so that pointing and limits are right meanwhile.
 */
import type { Core } from 'cytoscape';

/** Pictures of no more elements are drawn within a frame, and stay sharp. */
const mostDrawnEachFrame = 400;
/** So many times larger the drawing is too blurred, or smaller its margins too empty: it is made anew in between. */
const largest = 2;
const smallest = 0.6;

export interface Sheet {
  /** To be called with each step of a zoom, in the same frame. What waits is drawn after `release`. */
  hold(): void;
  release(): void;
}

export function makeSheet(cy: Core, container: HTMLElement): Sheet {
  /** Cytoscape's own, around its canvases. */
  const element = container.firstElementChild as HTMLElement;
  element.style.transformOrigin = '0 0';
  let drawn = { zoom: cy.zoom(), pan: { ...cy.pan() } };
  let held = false;
  const release = (): void => {
    if (!held) return;
    held = false;
    cy.endBatch();
  };
  const follow = (): void => {
    if (!held) return;
    const scale = cy.zoom() / drawn.zoom;
    const { x, y } = cy.pan();
    element.style.transform = `translate(${x - drawn.pan.x * scale}px, ${y - drawn.pan.y * scale}px) scale(${scale})`;
    if (scale > largest || scale < smallest) release();
  };
  cy.on('render', () => {
    drawn = { zoom: cy.zoom(), pan: { ...cy.pan() } };
    element.style.transform = '';
  });
  cy.on('viewport', follow);
  return {
    hold() {
      if (held || cy.elements().length <= mostDrawnEachFrame) return;
      held = true;
      // Within a batch Cytoscape draws nothing.
      cy.startBatch();
      follow();
    },
    release,
  };
}
