/** The Cytoscape side of the picture: one canvas, its gestures as plain events, and where it looks. */
import type { Core, EventObject, NodeCollection, NodeSingular } from 'cytoscape';
import { visibleText } from '../visible-text.ts';
import type { Placed } from './elements.ts';
import { loadCytoscape } from './load-cytoscape.ts';
import { isNarrow } from './measures.ts';
import { sharePageScroll } from './one-finger.ts';
import { whenAtRest } from './rest.ts';

/** What was pointed at. Places are CSS pixels from the top left of the canvas. */
export type Target =
  | { readonly kind: 'principal' | 'count'; readonly id: string }
  | { readonly kind: 'edge'; readonly from: string; readonly to: string; readonly count: number }
  | { readonly kind: 'box'; readonly place: string; readonly label: string }
  | { readonly kind: 'canvas' };

export interface Gestures {
  tap(target: Target): void;
  doubleTap(target: Target): void;
  menu(target: Target, at: { x: number; y: number }): void;
  /** Ids of all cards that are selected now. */
  select(ids: readonly string[]): void;
  /** A person moved or zoomed: from now on the picture stays where it was put. */
  move(): void;
}

export const marginOf = (width: number): number => (isNarrow(width) ? 14 : 28);
const largestZoom = 1.15;
const smallestReadable = 0.58;
/** More are a crowd: shown as a whole, not read. */
export const readablePrincipals = 60;

function targetOf({ target, cy }: EventObject): Target {
  if (target === cy) return { kind: 'canvas' };
  if (target.isEdge()) {
    const [from = '', to = ''] = JSON.parse(target.data('pair') as string) as string[];
    return { kind: 'edge', from, to, count: target.data('count') as number };
  }
  if (target.hasClass('box')) return { kind: 'box', place: target.data('place') as string, label: target.data('label') as string };
  return { kind: target.data('counts') === true ? 'count' : 'principal', id: target.data('arn') as string };
}

export interface Canvas {
  readonly cy: Core;
  /** To be called by the one who made it. */
  destroy(): void;
}

/** Null if nobody wants it any more when its script is there. Rejects if that cannot be loaded. */
export async function makeCanvas(container: HTMLElement, gestures: () => Gestures, isWanted: () => boolean): Promise<Canvas | null> {
  const cytoscape = await loadCytoscape();
  if (!isWanted()) return null;
  const cy = cytoscape({
    container,
    layout: { name: 'preset' },
    autoungrabify: true,
    boxSelectionEnabled: true,
    selectionType: 'additive',
    userZoomingEnabled: matchMedia('(pointer: coarse)').matches,
    minZoom: 0.02,
    maxZoom: 1.8,
  });
  // A finger that is held opens the menu; that it is lifted again is no tap.
  let held = false;
  cy.on('tapstart', () => {
    held = false;
  });
  cy.on('taphold', () => {
    held = true;
  });
  cy.on('tap', (event) => {
    if (!held) gestures().tap(targetOf(event));
  });
  cy.on('dbltap', (event) => gestures().doubleTap(targetOf(event)));
  cy.on('cxttap taphold', (event) => gestures().menu(targetOf(event), { ...event.renderedPosition }));
  cy.on('select unselect', 'node', () =>
    gestures().select(
      cy
        .nodes('.principal:selected')
        .toArray()
        .map((node) => node.data('arn') as string),
    ),
  );
  // A tap opens details; only boxes select, so that looking at one card does not begin a selection.
  cy.on('tap', 'node.principal', ({ target, originalEvent }) => {
    if (!(originalEvent as MouseEvent).shiftKey) queueMicrotask(() => cy.nodes('.principal').length > 0 && target.unselect());
  });
  cy.on('mouseover', 'node.principal, edge', ({ target }) => {
    container.style.cursor = 'pointer';
    container.title = target.isNode() ? visibleText(target.data('counts') === true ? target.data('label') : target.data('arn')) : '';
    const near = target.isNode() ? target.closedNeighborhood() : target.union(target.connectedNodes());
    near.addClass('near');
  });
  cy.on('mouseout', 'node.principal, edge', () => {
    container.style.cursor = '';
    container.title = '';
    cy.elements('.near').removeClass('near');
  });
  cy.on('dragpan pinchzoom scrollzoom', () => gestures().move());
  const rest = whenAtRest(cy, container);
  cy.on('pinchzoom scrollzoom', rest.zoomedByHand);
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    gestures().move();
    const frame = container.getBoundingClientRect();
    cy.zoom({
      level: cy.zoom() * Math.exp(-event.deltaY / 300),
      renderedPosition: { x: event.clientX - frame.left, y: event.clientY - frame.top },
    });
    rest.zoomedByHand();
  };
  const keepToItself = sharePageScroll(cy, container);
  const noMenu = (event: Event) => event.preventDefault();
  container.addEventListener('wheel', onWheel, { passive: false });
  container.addEventListener('contextmenu', noMenu);
  return {
    cy,
    destroy: () => {
      rest.stop();
      keepToItself();
      container.removeEventListener('wheel', onWheel);
      container.removeEventListener('contextmenu', noMenu);
      cy.destroy();
    },
  };
}

/** On a phone, a map whose names would be smaller begins with a part of it, at a size at which they are read. */
const smallestWhole = 0.45;
const partZoom = 0.55;
/** On a phone, pictures that are longer than the frame are as wide as it, within these. */
const largestLong = 0.9;

/** Where a picture begins, and goes back to when its frame changes. */
export function startCanvas(cy: Core, whole = false): void {
  fitCanvas(cy, whole);
  if (!isNarrow(cy.width()) || cy.elements().empty()) return;
  if (whole && cy.zoom() < smallestWhole) lookAt(cy, partOf(cy), partZoom);
  if (!whole && cy.zoom() < largestLong && cy.nodes('.principal').length <= readablePrincipals) {
    const { w } = cy.elements().boundingBox();
    const across = (cy.width() - 2 * marginOf(cy.width())) / w;
    const zoom = Math.min(largestLong, Math.max(smallestReadable, across));
    if (zoom > cy.zoom()) lookAt(cy, cy.nodes('.focus').slice(0, 1) as NodeCollection, zoom);
  }
}

/** What was opened last, else the largest of the boxes. */
function partOf(cy: Core): NodeCollection {
  const opened = cy.nodes('.box.inner');
  if (opened.nonempty()) return opened.slice(-1) as NodeCollection;
  const size = (box: NodeSingular): number => (box.data('width') as number) * (box.data('height') as number);
  return cy
    .nodes('.box')
    .sort((a, b) => size(b as NodeSingular) - size(a as NodeSingular))
    .slice(0, 1) as NodeCollection;
}

function lookAt(cy: Core, part: NodeCollection, zoom: number): void {
  cy.zoom(zoom);
  // Nothing was asked for by name: from the beginning.
  if (part.empty()) cy.pan({ x: 1e6, y: 1e6 });
  else cy.center(part);
  fillView(cy);
}

/** Everything on a phone, where one can begin with less; elsewhere all if it stays readable so, else the ends that were asked for. */
export function fitCanvas(cy: Core, whole = false): void {
  if (cy.elements().empty()) return;
  cy.fit(undefined, marginOf(cy.width()));
  if (cy.zoom() > largestZoom) {
    cy.zoom(largestZoom);
    cy.center();
  } else if (!whole && !isNarrow(cy.width()) && cy.zoom() < smallestReadable && cy.nodes('.principal').length <= readablePrincipals) {
    lookAt(cy, cy.nodes('.focus').slice(0, 1) as NodeCollection, smallestReadable);
  }
}

/** Moves the picture so that no side of the view is empty while something lies beyond the opposite one. */
function fillView(cy: Core): void {
  const { x1, x2, y1, y2, w, h } = cy.elements().renderedBoundingBox();
  const margin = marginOf(cy.width());
  const shift = (start: number, end: number, size: number, view: number): number => {
    if (size <= view - 2 * margin) return (view - start - end) / 2;
    return start > margin ? margin - start : end < view - margin ? view - margin - end : 0;
  };
  cy.panBy({ x: shift(x1, x2, w, cy.width()), y: shift(y1, y2, h, cy.height()) });
}

/** Zooms about the middle of the view. */
export function zoomCanvas(cy: Core, factor: number): void {
  cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}

/** Height in CSS pixels that a picture of this extent needs at this width, within reason. */
export function canvasHeight(placed: Pick<Placed, 'width' | 'height' | 'nodes' | 'boxes'>, width: number): number {
  const margin = marginOf(width);
  // Of a crowd a phone shows but the shape: the list below says more, and is not to be pushed off the screen for it.
  const most = isNarrow(width) && placed.boxes.every(({ inner }) => inner !== true) && placed.nodes.length > readablePrincipals ? 400 : 760;
  const zoom = Math.min(largestZoom, (width - 2 * margin) / placed.width);
  return Math.round(Math.min(Math.max(190, placed.height * Math.max(zoom, smallestReadable) + 2 * margin), most));
}

/** Brings out the whole chains that run through these edges or this card; everything else steps back. */
export function markChains(cy: Core, picked: ReadonlySet<string> | null, node: string | null, hop: string | null): void {
  cy.batch(() => {
    cy.elements().removeClass('selected dim picked');
    if (node !== null) cy.getElementById(`n:${node}`).addClass('selected');
    if (hop !== null) cy.getElementById(`e:${hop}`).addClass('selected');
    const bright = cy.collection();
    if (picked !== null) bright.merge(cy.edges().filter((edge) => picked.has(edge.data('pair') as string)));
    else if (hop !== null) {
      const edge = cy.getElementById(`e:${hop}`);
      bright.merge(edge).merge(edge.sources().predecessors('edge')).merge(edge.targets().successors('edge'));
    } else if (node !== null) {
      const card = cy.getElementById(`n:${node}`);
      bright.merge(card).merge(card.predecessors('edge')).merge(card.successors('edge'));
    }
    const edges = bright.edges();
    if (edges.empty()) return;
    edges.addClass('picked');
    cy.elements().difference(bright.union(edges.connectedNodes())).difference(cy.nodes('.box, .title')).addClass('dim');
  });
}
