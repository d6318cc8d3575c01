/** Writes a placed picture as an SVG document of its own: no scripts, no links, names as text. */
import { isAbsent } from '../names.ts';
import { visibleText } from '../visible-text.ts';
import { type Curve, curvesOf, middleOf, piecesOf } from './curves.ts';
import { lineWidth, type Placed, type PlacedBox, type PlacedEdge } from './elements.ts';
import { cardLabel, oneLine } from './fit-label.ts';
import { placeLabels } from './labels.ts';
import type { Point } from './layers.ts';
import { card, longText, textSize, textStart, titleInset } from './measures.ts';
import type { PictureNode } from './picture-model.ts';

export interface SvgInk {
  readonly canvas: string;
  readonly surface: string;
  readonly box: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly text2: string;
  readonly accent: string;
  readonly edge: string;
  readonly conditional: string;
  readonly deny: string;
}

export interface SvgOptions {
  readonly title: string;
  readonly ink: SvgInk;
  /** Content of the icon of each kind: an `<svg>` element. */
  readonly icons: ReadonlyMap<string, string>;
  readonly widthOf: (text: string) => number;
}

const margin = 24;
const font = 'system-ui, sans-serif';

/** Text for content and attributes alike. What XML cannot hold was named by `visibleText` before. */
export const escapeXml = (text: string): string => visibleText(text).replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

export function svgOf(placed: Placed, { title, ink, icons, widthOf }: SvgOptions): string {
  const at = new Map(placed.nodes.map((node) => [node.id, node.at]));
  const xs = placed.nodes.flatMap(({ at: { x } }) => [x - card.width / 2, x + card.width / 2]);
  const ys = placed.nodes.flatMap(({ at: { y } }) => [y - card.height / 2, y + card.height / 2]);
  for (const { left, top, width, height } of placed.boxes) {
    xs.push(left, left + width);
    ys.push(top, top + height);
  }
  const [left, right] = [Math.min(...xs, 0) - margin, Math.max(...xs, 0) + margin];
  const [top, bottom] = [Math.min(...ys, 0) - margin, Math.max(...ys, 0) + margin];
  const curves = curvesOf(placed);
  const labels = placeLabels(placed, curves, widthOf);
  const kinds = [...new Set(placed.nodes.map(({ principal }) => principal.kind))];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${[left, top, right - left, bottom - top].map(round).join(' ')}" width="${round(right - left)}" height="${round(bottom - top)}" font-family="${font}">`,
    `<title>${escapeXml(title)}</title>`,
    '<defs>',
    marker('head', ink.edge),
    marker('head-conditional', ink.conditional),
    ...kinds.map((kind, index) => `<g id="icon-${index}">${icons.get(kind) ?? ''}</g>`),
    '</defs>',
    `<rect x="${round(left)}" y="${round(top)}" width="100%" height="100%" fill="${ink.canvas}"/>`,
    ...placed.boxes.map((box) => boxSvg(box, ink)),
    ...placed.edges.map((edge) => edgeSvg(edge, at, curves.get(edge.id), labels.get(edge.id), ink, widthOf, placed.edges.length)),
    ...placed.boxes.map((box) => titleSvg(box, ink, widthOf)),
    ...placed.nodes.map((node) => cardSvg(node, node.at, kinds.indexOf(node.principal.kind), ink, widthOf)),
    '</svg>',
    '',
  ].join('\n');
}

const round = (value: number): string => String(Math.round(value * 10) / 10);

const marker = (id: string, colour: string): string =>
  `<marker id="${id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="${colour}"/></marker>`;

const boxSvg = ({ left, top, width, height, inner }: PlacedBox, ink: SvgInk): string =>
  `<rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="14" fill="${inner ? ink.canvas : ink.box}" stroke="${ink.line}"/>`;

/** The name of a box, above the edges, with the colour of its box behind it. */
function titleSvg({ left, top, width, label, inner }: PlacedBox, ink: SvgInk, widthOf: (text: string) => number): string {
  const name = oneLine(label, width - titleInset, widthOf);
  return (
    `<rect x="${round(left + 12)}" y="${round(top + 7)}" width="${round(widthOf(name) + 4)}" height="16" rx="3" fill="${inner ? ink.canvas : ink.box}"/>` +
    `<text x="${round(left + 14)}" y="${round(top + 18)}" font-size="11.5" font-weight="600" fill="${ink.text2}">${escapeXml(name)}</text>`
  );
}

function cardSvg(node: PictureNode, { x, y }: Point, icon: number, ink: SvgInk, widthOf: (text: string) => number): string {
  const { kind } = node.principal;
  const stranger = kind === 'anyone' || kind === 'external-account';
  const stroke = node.focus ? ink.accent : stranger ? ink.deny : ink.lineStrong;
  const label = cardLabel(node.principal.name, node.note, widthOf);
  const lines = label.text.split('\n');
  const text = label.small ? longText : { size: textSize, line: 14.5 };
  const first = y + 4.3 - ((lines.length - 1) * text.line) / 2;
  return [
    `<g><title>${escapeXml(node.principal.arn)}</title>`,
    `<rect x="${round(x - card.width / 2)}" y="${round(y - card.height / 2)}" width="${card.width}" height="${card.height}" rx="${cornerOf(kind)}" fill="${ink.surface}" stroke="${stroke}" stroke-width="${node.focus ? 2.5 : 1.3}"${isAbsent(node.principal) ? ' stroke-dasharray="4 3"' : ''}/>`,
    `<use href="#icon-${icon}" transform="translate(${round(x - card.width / 2 + 10)} ${round(y - 13)}) scale(0.5417)"/>`,
    `<text font-size="${text.size}" font-weight="500" fill="${ink.text}">`,
    ...lines.map(
      (line, index) =>
        `<tspan x="${round(x - card.width / 2 + textStart)}" y="${round(first + index * text.line)}">${line.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)}</tspan>`,
    ),
    '</text></g>',
  ].join('');
}

function cornerOf(kind: string): number {
  if (kind === 'user' || kind === 'identity-center-user') return card.height / 2;
  return kind === 'service' || kind.endsWith('-provider') || kind === 'federated-subject' ? 0 : 10;
}

function edgeSvg(
  edge: PlacedEdge,
  at: ReadonlyMap<string, Point>,
  curve: Curve | undefined,
  labelAt: Point | undefined,
  ink: SvgInk,
  widthOf: (text: string) => number,
  lines: number,
): string {
  const from = at.get(edge.from) ?? { x: 0, y: 0 };
  const conditional = edge.verdict === 'conditional';
  const colour = conditional ? ink.conditional : ink.edge;
  const { path, middle } = curve === undefined ? loop(from) : along(curve);
  const spot = curve === undefined ? middle : labelAt;
  const label =
    edge.label === '' || spot === undefined
      ? ''
      : `<rect x="${round(spot.x - widthOf(edge.label) / 2 - 3)}" y="${round(spot.y - 8)}" width="${round(widthOf(edge.label) + 6)}" height="16" rx="3" fill="${ink.canvas}"/>` +
        `<text x="${round(spot.x)}" y="${round(spot.y + 4)}" font-size="11" font-weight="600" text-anchor="middle" fill="${ink.text}">${escapeXml(edge.label)}</text>`;
  return (
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${round(lineWidth(edge, lines))}"${conditional ? ' stroke-dasharray="7 4"' : ''} marker-end="url(#head${conditional ? '-conditional' : ''})"/>` +
    label
  );
}

interface Line {
  readonly path: string;
  readonly middle: Point;
}

const along = (curve: Curve): Line => ({
  path: `M${point(curve.start)} ${piecesOf(curve)
    .map(({ control, to }) => `Q${point(control)} ${point(to)}`)
    .join(' ')}`,
  middle: middleOf(curve),
});

function loop({ x, y }: Point): Line {
  const top = y - card.height / 2;
  return {
    path: `M${round(x - 18)} ${round(top)} C${round(x - 30)} ${round(top - 44)} ${round(x + 30)} ${round(top - 44)} ${round(x + 18)} ${round(top)}`,
    middle: { x, y: top - 33 },
  };
}

const point = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;
