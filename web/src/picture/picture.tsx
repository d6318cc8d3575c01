/** The picture with its tools. Whatever it shows is in the list below it too; a click here does what a click there does. */
import type { Core } from 'cytoscape';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Menu, type MenuItem } from '../components/menu.tsx';
import { plural } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { useShelf } from '../shelf.ts';
import { useTheme } from '../theme.ts';
import { canvasHeight, fitCanvas, type Gestures, makeCanvas, margin, markChains, type Target, zoomCanvas } from './canvas.ts';
import { canvasElements, showElements } from './canvas-elements.ts';
import { type Direction, type Placed, placePicture } from './elements.ts';
import { Legend } from './legend.tsx';
import { ListDialog } from './list-dialog.tsx';
import { PictureList } from './picture-list.tsx';
import { menuFor } from './picture-menu.ts';
import { edgeId, mostEdges, mostNodes, type PictureModel } from './picture-model.ts';
import { PictureTools, SelectionBar } from './picture-tools.tsx';
import { pictureStyle } from './style.ts';
import { textWidth } from './text-width.ts';
import { useEdits } from './use-edits.ts';
import { useExpansions } from './use-expansions.ts';

interface PictureProps {
  readonly model: PictureModel;
  /** Ids of edges to bring out; the rest steps back. Null: all alike. */
  readonly picked: ReadonlySet<string> | null;
  readonly snapshot: string;
  /** Names the files that are saved. */
  readonly title: string;
}

export function Picture({ model, picked, snapshot, title }: PictureProps) {
  const navigation = useNavigation();
  const theme = useTheme();
  const shelf = useShelf();
  const edits = useEdits();
  const expansions = useExpansions(edits.edits.expanded, snapshot);
  const container = useRef<HTMLDivElement>(null);
  const [core, setCore] = useState<Core | null>(null);
  const moved = useRef(false);
  const [width, setWidth] = useState(innerWidth);
  const [enlarged, setEnlarged] = useState(false);
  const [selecting, setSelecting] = useState(false);
  const [selection, setSelection] = useState<readonly string[]>([]);
  const [menu, setMenu] = useState<{ items: readonly MenuItem[]; at: { x: number; y: number } } | null>(null);
  const [listed, setListed] = useState<{ title: string; ids: readonly string[] } | null>(null);
  const narrow = width < 700;
  const direction = useMemo(() => chooseDirection(model, narrow), [model, narrow]);
  const expansionKey = [...expansions.answers.keys()].join('\n');
  const placed = useMemo(
    () => placePicture(model, edits.edits, expansions.answers, direction, textWidth),
    [model, edits.edits, expansionKey, direction],
  );

  const shown: PictureModel = { ...model, nodes: placed.nodes, edges: placed.edges };
  const list = (id: string): void => {
    const node = placed.nodes.find((candidate) => candidate.id === id);
    if (node !== undefined) setListed({ title: node.principal.name, ids: [id] });
  };
  const refit = (): void => {
    moved.current = false;
    if (core !== null) fitCanvas(core);
  };
  const openMenu = (target: Target, at: { x: number; y: number }): void => {
    const context = { navigation, edits, model: shown, list, fit: refit, pin: shelf.pin };
    const frame = container.current;
    const room = { x: (frame?.clientWidth ?? 0) - 250, y: (frame?.clientHeight ?? 0) - 80 };
    setMenu({ items: menuFor(target, context), at: { x: Math.max(4, Math.min(at.x, room.x)), y: Math.max(4, Math.min(at.y, room.y)) } });
  };

  const gestures = useRef<Gestures | null>(null);
  gestures.current = {
    tap(target) {
      setMenu(null);
      if (target.kind === 'principal') navigation.go({ node: target.id, hop: null });
      else if (target.kind === 'count') list(target.id);
      else if (target.kind === 'edge') {
        const end = placed.nodes.find(({ id, members }) => members !== undefined && (id === target.from || id === target.to));
        if (end !== undefined) list(end.id);
        else navigation.go({ hop: { from: target.from, to: target.to }, node: null });
      } else if (target.kind === 'canvas' && selection.length > 0) core?.nodes(':selected').unselect();
    },
    doubleTap(target) {
      if (target.kind === 'principal') edits.expand(target.id);
      if (target.kind === 'count' && target.id.startsWith('folded:')) edits.unfold(target.id.slice('folded:'.length));
    },
    menu: openMenu,
    select: setSelection,
    move: () => {
      moved.current = true;
    },
  };

  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const { cy, destroy } = makeCanvas(element, () => gestures.current as Gestures);
    const observer = new ResizeObserver(() => {
      setWidth(element.clientWidth);
      cy.resize();
      if (!moved.current) fitCanvas(cy);
    });
    observer.observe(element);
    setCore(cy);
    return () => {
      observer.disconnect();
      setCore(null);
      destroy();
    };
  }, []);

  // Another question begins a new picture; an edit changes this one where it stands.
  const drawn = useRef<{ model: PictureModel; direction: Direction } | null>(null);
  useEffect(() => {
    if (core === null) return;
    const fresh = drawn.current?.model !== model || drawn.current.direction !== direction;
    const first = drawn.current === null;
    if (fresh) {
      core.elements().remove();
      core.style(pictureStyle(direction));
      moved.current = false;
    }
    const before = new Set(core.nodes().map((node) => node.id()));
    showElements(core, canvasElements(placed, new Set(edits.edits.expanded)));
    core.edges().toggleClass('quiet', placed.edges.length > 60);
    if (fresh) fitCanvas(core);
    else showAlso(core, before);
    if (fresh && !first) container.current?.closest('figure')?.scrollIntoView({ block: 'nearest' });
    drawn.current = { model, direction };
  }, [core, placed]);

  // The style is read anew when the theme changes.
  useEffect(() => {
    core?.style(pictureStyle(direction));
  }, [core, theme.dark]);

  const { node, hop } = navigation.view;
  useEffect(() => {
    if (core !== null) markChains(core, picked, node, hop === null ? null : edgeId(hop.from, hop.to));
  }, [core, node, hop, picked, placed]);

  // A picked chain comes into view, and back to the whole when it is let go.
  const wasPicked = useRef(false);
  useEffect(() => {
    if (core === null || (picked === null && !wasPicked.current)) return;
    wasPicked.current = picked !== null;
    moved.current = picked !== null;
    if (picked === null) return fitCanvas(core);
    container.current?.scrollIntoView({ block: 'nearest' });
    const bright = core.edges('.picked');
    core.stop().animate({ fit: { eles: bright.union(bright.connectedNodes()), padding: 2.5 * margin } }, { duration: pace() });
  }, [core, picked]);

  useEffect(() => {
    core?.userPanningEnabled(!selecting);
  }, [core, selecting]);

  useEffect(() => {
    if (!enlarged) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setEnlarged(false);
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
  const notices = noticesOf(model, edits.edits.hidden.length, expansions.failed);
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
          aria-label={description}
        />
        {menu !== null && <Menu label="Picture" items={menu.items} at={menu.at} onClose={() => setMenu(null)} />}
        {selection.length > 0 && (
          <SelectionBar
            count={selection.length}
            onList={() => setListed({ title: 'Selection', ids: selection })}
            onHide={() => {
              edits.hide(selection);
              setSelection([]);
            }}
            onKeep={() => {
              const kept = new Set(selection);
              edits.hide(placed.nodes.flatMap(({ id }) => (kept.has(id) ? [] : [id])));
              core?.nodes(':selected').unselect();
            }}
            onClear={() => core?.nodes(':selected').unselect()}
          />
        )}
      </div>
      {notices.map((notice) => (
        <p key={notice} class="reservation" role="note">
          {notice}{' '}
          {notice.startsWith('Hidden') && (
            <button type="button" class="link" onClick={edits.showAll}>
              Show everything again
            </button>
          )}
        </p>
      ))}
      <figcaption>
        <Legend model={shown} />
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

const pace = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 250);

/** If what was added lies outside the view, the view widens just enough; what stood keeps its place in the picture. */
function showAlso(cy: Core, before: ReadonlySet<string>): void {
  const added = cy.nodes().filter((node) => !before.has(node.id()));
  if (added.empty()) return;
  const { x1, x2, y1, y2 } = added.renderedBoundingBox();
  if (x1 < 0 || y1 < 0 || x2 > cy.width() || y2 > cy.height())
    cy.stop().animate({ fit: { eles: cy.elements(), padding: margin } }, { duration: pace() });
}

/** From left to right; on narrow screens downwards where that shows it larger. */
function chooseDirection(model: PictureModel, narrow: boolean): Direction {
  if (!narrow) return 'right';
  const none = { expanded: [], hidden: [], folded: [] };
  const size = ({ width, height }: Placed): number => Math.min(1 / width, 1.6 / height);
  const sizeOf = (direction: Direction): number => size(placePicture(model, none, new Map(), direction, textWidth));
  return sizeOf('down') > sizeOf('right') ? 'down' : 'right';
}

function noticesOf(model: PictureModel, hidden: number, failed: ReadonlyMap<string, string>): readonly string[] {
  const limits = `A picture draws at most ${mostNodes} principals and ${mostEdges.toLocaleString('en')} edges`;
  return [
    ...(model.gathered > 0
      ? [`${limits}, so ${plural(model.gathered, 'principal')} are drawn as counts by account. A click on a count lists them.`]
      : []),
    ...(model.cut === null
      ? []
      : [
          `${limits}: it leaves out ${plural(model.cut.nodes, 'principal')} and ${plural(model.cut.edges, 'line')}. The table below has them all.`,
        ]),
    ...(hidden > 0 ? [`Hidden by you: ${plural(hidden, 'thing')}.`] : []),
    ...(failed.size > 0 ? [`${plural(failed.size, 'principal')} could not be expanded: the server did not answer.`] : []),
  ];
}
