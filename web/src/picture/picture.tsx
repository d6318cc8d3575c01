/** The picture on its canvas. Whatever it shows is in the list beside it too; a click here does what a click there does. */
import cytoscape, { type Core } from 'cytoscape';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { plural } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { useTheme } from '../theme.ts';
import { visibleText } from '../visible-text.ts';
import { type Direction, type Placed, placeElements } from './elements.ts';
import { Legend } from './legend.tsx';
import { edgeId, mostEdges, mostNodes, type PictureModel } from './picture-model.ts';
import { pictureStyle } from './style.ts';

interface PictureProps {
  readonly model: PictureModel;
  /** Ids of edges to bring out; the rest steps back. Null: all alike. */
  readonly picked: ReadonlySet<string> | null;
}

const margin = 28;
const largestZoom = 1.15;
const smallestReadable = 0.42;

export function Picture({ model, picked }: PictureProps) {
  const navigation = useNavigation();
  const theme = useTheme();
  const container = useRef<HTMLDivElement>(null);
  const core = useRef<Core | null>(null);
  const moved = useRef(false);
  const [width, setWidth] = useState(innerWidth);
  const [enlarged, setEnlarged] = useState(false);
  const narrow = width < 700;
  const { placed, direction } = useMemo(() => arrange(model, narrow), [model, narrow]);
  const actions = useRef(navigation);
  actions.current = navigation;

  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const cy = cytoscape({
      container: element,
      elements: placed.elements,
      layout: { name: 'preset' },
      style: pictureStyle(direction),
      autoungrabify: true,
      boxSelectionEnabled: false,
      userZoomingEnabled: matchMedia('(pointer: coarse)').matches,
      minZoom: 0.05,
      maxZoom: 1.6,
    });
    core.current = cy;
    moved.current = false;
    if (model.edges.length > 60) cy.edges().addClass('quiet');
    cy.on('tap', 'node.principal', ({ target }) => actions.current.go({ node: target.data('arn') as string, hop: null }));
    cy.on('tap', 'edge', ({ target }) => {
      const [from = '', to = ''] = JSON.parse(target.data('pair') as string) as string[];
      actions.current.go({ hop: { from, to }, node: null });
    });
    cy.on('mouseover', 'node.principal, edge', ({ target }) => {
      element.style.cursor = 'pointer';
      element.title = target.isNode() ? visibleText(target.data('arn') as string) : '';
      const near = target.isNode() ? target.closedNeighborhood() : target.union(target.connectedNodes());
      near.addClass('near');
    });
    cy.on('mouseout', 'node.principal, edge', () => {
      element.style.cursor = '';
      element.title = '';
      cy.elements('.near').removeClass('near');
    });
    cy.on('dragpan pinchzoom scrollzoom', () => {
      moved.current = true;
    });
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      moved.current = true;
      const box = element.getBoundingClientRect();
      cy.zoom({
        level: cy.zoom() * Math.exp(-event.deltaY / 300),
        renderedPosition: { x: event.clientX - box.left, y: event.clientY - box.top },
      });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    const observer = new ResizeObserver(() => {
      setWidth(element.clientWidth);
      cy.resize();
      if (!moved.current) fit(cy);
    });
    observer.observe(element);
    fit(cy);
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', onWheel);
      cy.destroy();
      core.current = null;
    };
  }, [placed, model, direction]);

  // The style is read anew when the theme changes.
  useEffect(() => {
    core.current?.style(pictureStyle(direction));
  }, [theme.dark, direction]);

  const { node, hop } = navigation.view;
  // A new picture needs its marks again, so `placed` counts too.
  useEffect(() => {
    const cy = core.current;
    if (cy === null) return;
    cy.batch(() => {
      cy.elements().removeClass('selected dim picked');
      if (node !== null) cy.getElementById(`n:${node}`).addClass('selected');
      if (hop !== null) cy.getElementById(`e:${edgeId(hop.from, hop.to)}`).addClass('selected');
      if (picked !== null) {
        const bright = cy.edges().filter((edge) => picked.has(edge.data('pair') as string));
        cy.elements().difference(bright.union(bright.connectedNodes())).difference(cy.nodes('.box')).addClass('dim');
        bright.addClass('picked');
      }
    });
  }, [node, hop, picked, placed]);

  // Another picture is worth looking at: the page scrolls to it.
  const shown = useRef(placed);
  useEffect(() => {
    if (shown.current === placed) return;
    shown.current = placed;
    container.current?.closest('figure')?.scrollIntoView({ block: 'center' });
  }, [placed]);

  // A picked chain comes into view, and back to the whole when it is let go.
  const wasPicked = useRef(false);
  useEffect(() => {
    const cy = core.current;
    if (cy === null || (picked === null && !wasPicked.current)) return;
    wasPicked.current = picked !== null;
    moved.current = picked !== null;
    if (picked === null) return fit(cy);
    container.current?.scrollIntoView({ block: 'nearest' });
    const bright = cy.edges('.picked');
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    cy.stop().animate({ fit: { eles: bright.union(bright.connectedNodes()), padding: 2.5 * margin } }, { duration: still ? 0 : 250 });
  }, [picked, placed]);

  useEffect(() => {
    if (!enlarged) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setEnlarged(false);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [enlarged]);

  const zoomBy = (factor: number) => {
    const cy = core.current;
    if (cy === null) return;
    moved.current = true;
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  };

  const refit = () => {
    moved.current = false;
    if (core.current !== null) fit(core.current);
  };

  const description = `Picture: ${plural(model.nodes.length, 'principal')}, ${plural(model.edges.length, 'edge')}. The list below holds the same.`;
  return (
    <figure class={enlarged ? 'picture enlarged' : 'picture'}>
      <div class="picture-frame">
        <div
          ref={container}
          class="picture-canvas"
          style={{ '--picture-height': `${heightFor(placed, width)}px` }}
          role="img"
          aria-label={description}
        />
      </div>
      {model.cut !== null && (
        <p class="reservation" role="note">
          The picture leaves out {plural(model.cut.nodes, 'principal')} and {plural(model.cut.edges, 'edge')}: it draws at most {mostNodes}{' '}
          and {mostEdges.toLocaleString('en')}. The list below has them all.
        </p>
      )}
      <figcaption>
        <Legend model={model} />
        <div class="picture-tools" role="group" aria-label="Picture">
          <button type="button" onClick={() => zoomBy(1.3)} aria-label="Zoom in" title="Zoom in (Ctrl + wheel)">
            +
          </button>
          <button type="button" onClick={() => zoomBy(1 / 1.3)} aria-label="Zoom out" title="Zoom out (Ctrl + wheel)">
            −
          </button>
          <button type="button" class="wide" onClick={refit}>
            Fit
          </button>
          <button type="button" class="wide" aria-pressed={enlarged} onClick={() => setEnlarged(!enlarged)}>
            {enlarged ? 'Shrink' : 'Enlarge'}
          </button>
        </div>
      </figcaption>
    </figure>
  );
}

/** Shows everything if it stays readable so; else the ends that were asked for, at a readable size. */
function fit(cy: Core): void {
  cy.fit(undefined, margin);
  if (cy.zoom() > largestZoom) {
    cy.zoom(largestZoom);
    cy.center();
  } else if (cy.zoom() < smallestReadable && cy.nodes('.principal').length <= 60) {
    cy.zoom(smallestReadable);
    cy.center(cy.nodes('.focus').first());
    fillView(cy);
  }
}

/** Moves the picture so that no side of the view is empty while something lies beyond the opposite one. */
function fillView(cy: Core): void {
  const { x1, x2, y1, y2, w, h } = cy.elements().renderedBoundingBox();
  const shift = (start: number, end: number, size: number, view: number): number => {
    if (size <= view - 2 * margin) return (view - start - end) / 2;
    return start > margin ? margin - start : end < view - margin ? view - margin - end : 0;
  };
  cy.panBy({ x: shift(x1, x2, w, cy.width()), y: shift(y1, y2, h, cy.height()) });
}

/** From left to right; on narrow screens downwards where that shows it larger. */
function arrange(model: PictureModel, narrow: boolean): { placed: Placed; direction: Direction } {
  const right = { placed: placeElements(model, 'right'), direction: 'right' } as const;
  if (!narrow) return right;
  const down = { placed: placeElements(model, 'down'), direction: 'down' } as const;
  const size = ({ placed }: { placed: Placed }): number => Math.min(1 / placed.width, 1.6 / placed.height);
  return size(down) > size(right) ? down : right;
}

/** As high as the picture needs at this width, within reason. */
function heightFor(placed: { width: number; height: number }, width: number): number {
  const zoom = Math.min(largestZoom, (width - 2 * margin) / placed.width);
  return Math.round(Math.min(Math.max(190, placed.height * Math.max(zoom, smallestReadable) + 2 * margin), 760));
}
