/** A placed picture as Cytoscape elements, and the way from one such set to the next without moving what stays. */
import type { Core, ElementDefinition } from 'cytoscape';
import { isAbsent, kindIcon } from '../names.ts';
import { visibleText } from '../visible-text.ts';
import { bendOf, type Curve, curvesOf, middleOf } from './curves.ts';
import { lineWidth, type Placed, type PlacedBox, type PlacedEdge } from './elements.ts';
import { cardLabel } from './fit-label.ts';
import { placeLabels } from './labels.ts';
import type { Point } from './layers.ts';
import { titleInset } from './measures.ts';
import type { PictureNode } from './picture-model.ts';
import { boxTitle } from './style.ts';
import { textWidth } from './text-width.ts';

export function canvasElements(placed: Placed, expanded: ReadonlySet<string>): ElementDefinition[] {
  const curves = curvesOf(placed);
  const labels = placeLabels(placed, curves, textWidth);
  const at = new Map(placed.nodes.map((node) => [node.id, node.at]));
  return [
    ...placed.boxes.flatMap((box) => [makeBox(box), makeTitle(box)]),
    ...placed.nodes.map((node) => makeCard(node, node.at, expanded.has(node.id))),
    ...placed.edges.map((edge) => makeEdge(edge, curves.get(edge.id), labels.get(edge.id), at, placed.edges.length)),
  ];
}

function makeCard({ id, principal, focus, members, note }: PictureNode, position: Point, expanded: boolean): ElementDefinition {
  const label = cardLabel(principal.name, note, textWidth);
  const classes = [
    'principal',
    principal.kind,
    ...(focus ? ['focus'] : []),
    ...(isAbsent(principal) ? ['absent'] : []),
    ...(expanded ? ['expanded'] : []),
    ...(label.small ? ['small-text'] : []),
  ];
  return {
    group: 'nodes',
    data: {
      id: `n:${id}`,
      label: label.text,
      name: visibleText(principal.name),
      icon: kindIcon(principal.kind),
      arn: id,
      counts: members !== undefined,
    },
    position: { ...position },
    classes: classes.join(' '),
    pannable: true,
  };
}

function makeBox({ id, place, label, left, top, width, height, inner }: PlacedBox): ElementDefinition {
  return {
    group: 'nodes',
    data: { id, label, place, width, height },
    position: { x: left + width / 2, y: top + height / 2 },
    classes: inner ? 'box inner' : 'box',
    selectable: false,
    pannable: true,
  };
}

/** The name of a box is an element of its own, as large as the box: edges run above boxes, and names above edges. */
function makeTitle({ id, label, left, top, width, height, inner }: PlacedBox): ElementDefinition {
  return {
    group: 'nodes',
    data: { id: `t:${id}`, label, width, height, labelWidth: `${width - titleInset}px`, ...boxTitle(1) },
    position: { x: left + width / 2, y: top + height / 2 },
    classes: inner ? 'title inner' : 'title',
    selectable: false,
    pannable: true,
  };
}

function makeEdge(
  edge: PlacedEdge,
  curve: Curve | undefined,
  labelAt: Point | undefined,
  at: ReadonlyMap<string, Point>,
  lines: number,
): ElementDefinition {
  const classes = [
    ...(edge.verdict === 'conditional' ? ['conditional'] : []),
    ...(edge.crossAccount ? ['cross'] : []),
    ...(edge.count > 1 ? ['several'] : []),
    ...(curve === undefined ? [] : ['curved']),
    ...(curve !== undefined && labelAt === undefined ? ['unsaid'] : []),
  ];
  return {
    group: 'edges',
    data: {
      id: `e:${edge.id}`,
      source: `n:${edge.from}`,
      target: `n:${edge.to}`,
      label: edge.label,
      pair: edge.id,
      count: edge.count,
      thickness: lineWidth(edge, lines),
      ...(curve === undefined ? {} : { ...bendOf(curve), ...endsOf(edge, curve, at), ...labelShift(curve, labelAt) }),
    },
    classes: classes.join(' '),
    selectable: false,
    pannable: true,
  };
}

/** Where an edge leaves and enters its cards, from their middles, as Cytoscape takes it. */
function endsOf({ from, to }: PlacedEdge, { start, end }: Curve, at: ReadonlyMap<string, Point>): { leaves: string; enters: string } {
  const offset = (point: Point, middle: Point = point): string => `${point.x - middle.x}px ${point.y - middle.y}px`;
  return { leaves: offset(start, at.get(from)), enters: offset(end, at.get(to)) };
}

/** From where Cytoscape would put the label to where it has room. */
function labelShift(curve: Curve, labelAt: Point | undefined): { labelX: number; labelY: number } {
  const middle = middleOf(curve);
  return labelAt === undefined ? { labelX: 0, labelY: 0 } : { labelX: labelAt.x - middle.x, labelY: labelAt.y - middle.y };
}

/** Classes that a person's looking and pointing puts on, and icons that came, which a change of the picture must not take off. */
const passing = ['selected', 'dim', 'near', 'picked', 'quiet', 'with-icon'] as const;

export function showElements(cy: Core, elements: readonly ElementDefinition[]): void {
  const wanted = new Map(elements.map((element) => [element.data.id ?? '', element]));
  cy.batch(() => {
    cy.elements()
      .filter((element) => !wanted.has(element.id()))
      .remove();
    for (const [id, element] of wanted) {
      const known = cy.getElementById(id);
      if (known.empty()) {
        cy.add(element);
        continue;
      }
      known.data(element.data);
      if (known.isNode() && element.position) known.position(element.position);
      known.classes([element.classes ?? '', ...passing.filter((name) => known.hasClass(name))].join(' '));
    }
  });
}
