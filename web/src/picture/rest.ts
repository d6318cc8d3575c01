/** What waits until a picture is at rest: what is written on cards, a layer of everything, and a sharp drawing of what was only scaled. */
import type { Core } from 'cytoscape';
import { isNarrow, textSize } from './measures.ts';
import { makeSheet } from './sheet.ts';
import { boxTitle, farText, smallestText } from './style.ts';

/** A phone is held at arm's length and has no pointer to ask with: there the name alone comes earlier, and larger. */
const smallestOnPhone = 9;

/** What of a card can still be read. */
const distanceOf = (cy: Core): '' | 'far' | 'farther' =>
  textSize * cy.zoom() >= (isNarrow(cy.width()) ? smallestOnPhone : smallestText)
    ? ''
    : farText * cy.zoom() >= smallestText
      ? 'far'
      : 'farther';

/** Cards show as much as can be read at this zoom, and boxes their names; to be called when there are others. */
export function markDistance(cy: Core): void {
  const distance = distanceOf(cy);
  const title = boxTitle(cy.zoom());
  cy.batch(() => {
    cy.nodes('.principal')
      .toggleClass('far', distance === 'far')
      .toggleClass('farther', distance === 'farther');
    for (const name of cy.nodes('.title').toArray()) if (name.data('titleSize') !== title.titleSize) name.data(title);
  });
}

/** After so many milliseconds without a change, a gesture is over; and what changed last can be kept as one layer. */
const gestureEnd = 120;
const layerAge = 300;

/**
 * What is written on cards and boxes is fitted to the zoom when the zooming is over. Cytoscape keeps all elements as one layer, which it draws
 * in a millisecond where the elements one by one take thirty; any change to any element throws it away, and only a drawing some time
 * after the change begins a new one. So there is one more drawing when the picture has come to rest: the next gesture finds its layer.
 */
export function whenAtRest(cy: Core, container: HTMLElement): { zoomedByHand(): void; stop(): void } {
  const sheet = makeSheet(cy, container);
  let end: ReturnType<typeof setTimeout> | undefined;
  let layer: ReturnType<typeof setTimeout> | undefined;
  const awaitEnd = (): void => {
    clearTimeout(end);
    end = setTimeout(() => {
      markDistance(cy);
      sheet.release();
    }, gestureEnd);
  };
  let changed = 0;
  // Told of ten thousand changes as a large picture is styled: a timer for each would take longer than all else.
  const keepLayer = (): void => {
    changed = performance.now();
    layer ??= setTimeout(drawIfOld, layerAge);
  };
  const drawIfOld = (): void => {
    const age = performance.now() - changed;
    layer = age < layerAge ? setTimeout(drawIfOld, layerAge - age) : undefined;
    if (layer === undefined) cy.forceRender();
  };
  cy.on('zoom', awaitEnd);
  cy.on('zoom style bounds add remove', keepLayer);
  return {
    zoomedByHand() {
      sheet.hold();
      awaitEnd();
    },
    stop: () => {
      clearTimeout(end);
      clearTimeout(layer);
    },
  };
}
