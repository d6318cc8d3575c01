/** A placed picture on its canvas, with its tools, menu, selection and lists. What things mean is up to whoever places it. */
import type { Core } from 'cytoscape';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Menu, type MenuItem } from '../components/menu.tsx';
import { plural } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { useTheme } from '../theme.ts';
import {
  type Canvas,
  canvasHeight,
  fitCanvas,
  type Gestures,
  makeCanvas,
  marginOf,
  markChains,
  startCanvas,
  type Target,
  zoomCanvas,
} from './canvas.ts';
import { canvasElements, showElements } from './canvas-elements.ts';
import type { Placed } from './elements.ts';
import { loadIcons } from './icons.ts';
import { keepFocus } from './keep-focus.ts';
import { Legend } from './legend.tsx';
import { ListDialog } from './list-dialog.tsx';
import { isNarrow } from './measures.ts';
import { PictureList } from './picture-list.tsx';
import { edgeId } from './picture-model.ts';
import { PictureTools, SelectionBar } from './picture-tools.tsx';
import { markDistance } from './rest.ts';
import { pictureStyle } from './style.ts';

/** Of more edges the labels would lie on each other; pointing at an edge shows its own. */
const mostLabelled = 36;

export interface Notice {
  readonly text: string;
  readonly action?: { readonly label: string; readonly act: () => void };
}

/** What the stage can do for the menus and taps of its owner. */
export interface StageTools {
  readonly fit: () => void;
  /** Opens the list of whom a count stands for. */
  readonly list: (id: string) => void;
}

interface StageProps {
  readonly placed: Placed;
  /** The identity of the question: another one begins a new picture; the same one is changed where it stands. */
  readonly subject: unknown;
  /** Ids of edges to bring out; the rest steps back. Null: all alike. */
  readonly picked: ReadonlySet<string> | null;
  readonly expanded: ReadonlySet<string>;
  /** Names the files that are saved. */
  readonly title: string;
  readonly menu: (target: Target, tools: StageTools) => readonly MenuItem[];
  readonly onTap: (target: Target, tools: StageTools) => void;
  readonly onDoubleTap: (target: Target) => void;
  readonly onHide: (ids: readonly string[]) => void;
  readonly notices: readonly Notice[];
  /** Shows the whole at first, however small; else what was asked for stays readable. */
  readonly whole?: boolean;
  /** Told of the width in CSS pixels, to place for it. */
  readonly onWidth: (width: number) => void;
}

export function Stage(props: StageProps) {
  const { placed, subject, picked, expanded, title, notices } = props;
  const { view } = useNavigation();
  const theme = useTheme();
  const container = useRef<HTMLDivElement>(null);
  const [core, setCore] = useState<Core | null>(null);
  const [broken, setBroken] = useState(false);
  const moved = useRef(false);
  const [width, setWidth] = useState(innerWidth);
  const [enlarged, setEnlarged] = useState(false);
  const [selecting, setSelecting] = useState(false);
  const [selection, setSelection] = useState<readonly string[]>([]);
  const [menu, setMenu] = useState<{ items: readonly MenuItem[]; at: { x: number; y: number } } | null>(null);
  const [listed, setListed] = useState<{ title: string; ids: readonly string[] } | null>(null);

  const refit = (): void => {
    moved.current = false;
    if (core !== null) fitCanvas(core, props.whole);
  };
  const tools: StageTools = {
    fit: refit,
    list: (id) => {
      const node = placed.nodes.find((candidate) => candidate.id === id);
      if (node !== undefined) setListed({ title: node.principal.name, ids: [id] });
    },
  };
  const openMenu = (target: Target, at: { x: number; y: number }): void => {
    const frame = container.current;
    const room = { x: (frame?.clientWidth ?? 0) - 250, y: (frame?.clientHeight ?? 0) - 80 };
    setMenu({ items: props.menu(target, tools), at: { x: Math.max(4, Math.min(at.x, room.x)), y: Math.max(4, Math.min(at.y, room.y)) } });
  };
  const clearSelection = (): void => {
    core?.nodes(':selected').unselect();
    setSelection([]);
  };

  const gestures = useRef<Gestures | null>(null);
  gestures.current = {
    tap(target) {
      setMenu(null);
      if (target.kind === 'canvas' && selection.length > 0) clearSelection();
      else props.onTap(target, tools);
    },
    doubleTap: props.onDoubleTap,
    menu: openMenu,
    select: setSelection,
    move: () => {
      moved.current = true;
    },
  };

  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    let isWanted = true;
    let canvas: Canvas | null = null;
    const observer = new ResizeObserver(() => {
      setWidth(element.clientWidth);
      props.onWidth(element.clientWidth);
      canvas?.cy.resize();
      if (canvas !== null && !moved.current) startCanvas(canvas.cy, props.whole);
    });
    observer.observe(element);
    makeCanvas(
      element,
      () => gestures.current as Gestures,
      () => isWanted,
    ).then(
      (made) => {
        canvas = made;
        setCore(made?.cy ?? null);
      },
      () => setBroken(true),
    );
    return () => {
      isWanted = false;
      observer.disconnect();
      setCore(null);
      canvas?.destroy();
    };
  }, []);

  // Before there are elements, so that each is styled once; and anew when the theme changes.
  useEffect(() => {
    core?.style(pictureStyle());
  }, [core, theme.dark]);

  const drawn = useRef<{ subject: unknown; direction: Placed['direction'] } | null>(null);
  useEffect(() => {
    if (core === null) return;
    const first = drawn.current === null;
    const fresh = drawn.current === null || drawn.current.subject !== subject || drawn.current.direction !== placed.direction;
    if (fresh) {
      core.elements().remove();
      moved.current = false;
    }
    const before = new Set(core.nodes().map((node) => node.id()));
    core.batch(() => {
      showElements(core, canvasElements(placed, expanded));
      core.edges().toggleClass('quiet', placed.edges.length > mostLabelled || props.whole === true);
    });
    if (fresh) startCanvas(core, props.whole);
    else showAlso(core, before, props.whole === true);
    markDistance(core);
    if (fresh && !first) backToPicture(container.current);
    drawn.current = { subject, direction: placed.direction };
  }, [core, placed]);

  const { node, hop } = view;
  useEffect(() => {
    if (core !== null) markChains(core, picked, node, hop === null ? null : edgeId(hop.from, hop.to));
  }, [core, node, hop, picked, placed]);

  useEffect(() => {
    if (core === null) return;
    let wanted = true;
    void loadIcons(core.nodes('.principal').map((node) => node.data('icon') as string)).then(() => {
      if (wanted) core.nodes('.principal').addClass('with-icon');
    });
    return () => {
      wanted = false;
    };
  }, [core, placed]);

  // A picked chain comes into view, and back to the whole when it is let go.
  const wasPicked = useRef(false);
  useEffect(() => {
    if (core === null || (picked === null && !wasPicked.current)) return;
    wasPicked.current = picked !== null;
    moved.current = picked !== null;
    if (picked === null) return startCanvas(core, props.whole);
    container.current?.scrollIntoView({ block: 'nearest' });
    const bright = core.edges('.picked');
    core
      .stop()
      .animate({ fit: { eles: bright.union(bright.connectedNodes()), padding: 2.5 * marginOf(core.width()) } }, { duration: pace() });
  }, [core, picked]);

  // Before the next gesture can begin.
  useLayoutEffect(() => {
    core?.userPanningEnabled(!selecting);
  }, [core, selecting]);

  useEffect(() => {
    if (!enlarged) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setEnlarged(false);
      const cover = container.current?.closest('figure');
      if (cover) keepFocus(cover, event);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [enlarged]);

  const zoom = (factor: number): void => {
    moved.current = true;
    if (core !== null) zoomCanvas(core, factor);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (core === null || event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const pan = (x: number, y: number) => () => {
      moved.current = true;
      core.panBy({ x, y });
    };
    const keys: Readonly<Record<string, () => void>> = {
      ArrowLeft: pan(60, 0),
      ArrowRight: pan(-60, 0),
      ArrowUp: pan(0, 60),
      ArrowDown: pan(0, -60),
      '+': () => zoom(1.3),
      '-': () => zoom(1 / 1.3),
      '0': refit,
      ContextMenu: () => openMenu({ kind: 'canvas' }, { x: 12, y: 12 }),
    };
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  const description = `Picture: ${plural(placed.nodes.length, 'principal')}, ${plural(placed.edges.length, 'edge')}. The list below holds the same.`;
  return (
    <figure class={enlarged ? 'picture enlarged' : 'picture'}>
      <div
        class="picture-frame"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the picture
        tabIndex={0}
        role="group"
        aria-label="Picture: arrow keys move it, + and - zoom, 0 fits"
        onKeyDown={onKeyDown}
      >
        <div
          ref={container}
          class={selecting ? 'picture-canvas selecting' : 'picture-canvas'}
          style={{ '--picture-height': `${canvasHeight(placed, width)}px` }}
          role="img"
          aria-label={core === null ? 'The picture is not there yet' : description}
        />
        {broken && (
          <p class="reservation" role="alert">
            What draws pictures could not be loaded. Is “rolepath serve” still running? Reload the page to try again.
          </p>
        )}
        {menu !== null && <Menu label="Picture" items={menu.items} at={menu.at} onClose={() => setMenu(null)} />}
        {selection.length > 0 && (
          <SelectionBar
            count={selection.length}
            onList={() => setListed({ title: 'Selection', ids: selection })}
            onHide={() => {
              props.onHide(selection);
              clearSelection();
            }}
            onKeep={() => {
              const kept = new Set(selection);
              props.onHide(placed.nodes.flatMap(({ id }) => (kept.has(id) ? [] : [id])));
              clearSelection();
            }}
            onClear={clearSelection}
          />
        )}
      </div>
      {notices.map(({ text, action }) => (
        <p key={text} class="reservation" role="note">
          {text}{' '}
          {action !== undefined && (
            <button type="button" class="link" onClick={action.act}>
              {action.label}
            </button>
          )}
        </p>
      ))}
      <figcaption>
        <Legend placed={placed} />
        <PictureTools
          selecting={selecting}
          onSelecting={setSelecting}
          enlarged={enlarged}
          onEnlarged={setEnlarged}
          onZoom={zoom}
          onFit={refit}
          core={core}
          placed={placed}
          title={title}
        />
      </figcaption>
      <PictureList placed={placed} title={title} />
      {listed !== null && <ListDialog title={listed.title} nodes={placed.nodes} ids={listed.ids} onClose={() => setListed(null)} />}
    </figure>
  );
}

/** What was pressed below a picture drew another: back up to it. Never downwards: what was pressed above it must stay under the finger. */
function backToPicture(canvas: HTMLElement | null): void {
  const figure = canvas?.closest('figure');
  if (figure && figure.getBoundingClientRect().bottom < 0) figure.scrollIntoView({ block: 'nearest' });
}

const pace = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 250);

/**
 * If what was added lies outside the view, the view widens just enough; what stood keeps its place in the picture. Of a map on a phone nothing
 * could be read then: it begins anew, with what was opened.
 */
function showAlso(cy: Core, before: ReadonlySet<string>, whole: boolean): void {
  const added = cy.nodes().filter((node) => !before.has(node.id()));
  if (whole && isNarrow(cy.width())) {
    if (added.nonempty() || cy.nodes().length < before.size) startCanvas(cy, whole);
    return;
  }
  if (added.empty()) return;
  const { x1, x2, y1, y2 } = added.renderedBoundingBox();
  if (x1 < 0 || y1 < 0 || x2 > cy.width() || y2 > cy.height())
    cy.stop().animate({ fit: { eles: cy.elements(), padding: marginOf(cy.width()) } }, { duration: pace() });
}
