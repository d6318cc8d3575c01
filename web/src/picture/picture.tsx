/** The picture of an answer: its chains in layers, with what a person added, hid and folded. */
import { useMemo, useState } from 'preact/hooks';
import { plural } from '../names.ts';
import { useNavigation } from '../navigation.ts';
import { useShelf } from '../shelf.ts';
import { noEdits } from '../view.ts';
import { readablePrincipals, type Target } from './canvas.ts';
import { type Direction, type Placed, placePicture } from './elements.ts';
import { menuFor } from './picture-menu.ts';
import { mostEdges, mostNodes, type PictureModel } from './picture-model.ts';
import { type Notice, Stage, type StageTools } from './stage.tsx';
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
  const shelf = useShelf();
  const edits = useEdits();
  const expansions = useExpansions(edits.edits.expanded, snapshot);
  const [width, setWidth] = useState(innerWidth);
  const narrow = width < 700;
  const direction = useMemo(() => chooseDirection(model, narrow), [model, narrow]);
  const expansionKey = [...expansions.answers.keys()].join('\n');
  const placed = useMemo(
    () => placePicture(model, edits.edits, expansions.answers, direction, textWidth),
    [model, edits.edits, expansionKey, direction],
  );
  const countAt = (from: string, to: string): string | undefined =>
    placed.nodes.find(({ id, members }) => members !== undefined && (id === from || id === to))?.id;

  const onTap = (target: Target, tools: StageTools): void => {
    if (target.kind === 'principal') navigation.go({ node: target.id, hop: null });
    else if (target.kind === 'count') tools.list(target.id);
    else if (target.kind === 'edge') {
      const count = countAt(target.from, target.to);
      if (count !== undefined) tools.list(count);
      else navigation.go({ hop: { from: target.from, to: target.to }, node: null });
    }
  };
  return (
    <Stage
      placed={placed}
      subject={model}
      picked={picked}
      expanded={new Set(edits.edits.expanded)}
      title={title}
      menu={(target, tools) => menuFor(target, { navigation, edits, placed, tools, pin: shelf.pin })}
      onTap={onTap}
      onDoubleTap={(target) => {
        if (target.kind === 'principal') edits.expand(target.id);
        if (target.kind === 'count' && target.id.startsWith('folded:')) edits.unfold(target.id.slice('folded:'.length));
      }}
      onHide={edits.hide}
      notices={noticesOf(model, edits.edits.hidden.length, expansions.failed.size, edits.showAll)}
      onWidth={setWidth}
    />
  );
}

/** Two cards beside each other, with their boxes: what a phone shows readably. */
const phoneWide = 480;

/**
 * From left to right; on narrow screens downwards where that fits or saves a good part of the width: down one scrolls anyway, and edges that
 * fan out sideways are the clearer ones. A crowd is never readable there, so it takes the direction that shows it larger.
 */
function chooseDirection(model: PictureModel, narrow: boolean): Direction {
  if (!narrow) return 'right';
  const place = (direction: Direction): Placed => placePicture(model, noEdits, new Map(), direction, textWidth);
  const [down, right] = [place('down'), place('right')];
  if (model.nodes.length > readablePrincipals) {
    const size = ({ width, height }: Placed): number => Math.min(1 / width, 1.6 / height);
    return size(down) > size(right) ? 'down' : 'right';
  }
  return down.width <= Math.max(phoneWide, right.width * 0.75) ? 'down' : 'right';
}

function noticesOf(model: PictureModel, hidden: number, failed: number, showAll: () => void): readonly Notice[] {
  const limits = `A picture draws at most ${mostNodes} principals and ${mostEdges.toLocaleString('en')} edges`;
  return [
    ...(model.gathered > 0
      ? [{ text: `${limits}, so ${plural(model.gathered, 'principal')} are drawn as counts by account. A click on a count lists them.` }]
      : []),
    ...(model.cut === null
      ? []
      : [
          {
            text: `${limits}: it leaves out ${plural(model.cut.nodes, 'principal')} and ${plural(model.cut.edges, 'line')}. The table below has them all.`,
          },
        ]),
    ...(hidden > 0
      ? [{ text: `Hidden by you: ${plural(hidden, 'thing')}.`, action: { label: 'Show everything again', act: showAll } }]
      : []),
    ...(failed > 0 ? [{ text: `${plural(failed, 'principal')} could not be expanded: the server did not answer.` }] : []),
  ];
}
