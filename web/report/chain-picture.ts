/** The picture of a chain: boxes from left to right, or from top to bottom where there is no room. */
import type { ReportChain, ReportPrincipal } from '../../queries/audit/report-data.ts';
import { kindName, requirementName } from '../src/names.ts';
import { fitLabel } from '../src/picture/fit-label.ts';
import { drawing, visible } from './dom.ts';

/** With a name of one line; each other line makes all boxes of the chain higher. */
const box = { width: 208, height: 58, line: 16 } as const;
const across = { gap: 118 } as const;
const down = { gap: 46 } as const;
const margin = 2;
const mostLetters = { name: 22, account: 28 } as const;

/** @param room width in pixels that there is */
export function drawChain({ p: places, e: hops }: ReportChain, principals: readonly ReportPrincipal[], room: number): SVGSVGElement {
  const count = places.length;
  const wide = count * box.width + (count - 1) * across.gap + 2 * margin;
  const isAcross = wide <= room;
  const names = places.map((place) => nameLines(principals[place]));
  const tall = box.height + (Math.max(1, ...names.map(({ length }) => length)) - 1) * box.line;
  const boxes = places.map((place, index) => ({
    principal: principals[place] ?? (['', '', '', ''] as const),
    x: margin + (isAcross ? index * (box.width + across.gap) : 0),
    y: margin + (isAcross ? 0 : index * (tall + down.gap)),
    lines: names[index] ?? [],
  }));
  const width = isAcross ? wide : box.width + 2 * margin + 150;
  const height = isAcross ? tall + 2 * margin : count * tall + (count - 1) * down.gap + 2 * margin;
  const words = boxes.map(({ principal: [arn] }, index) =>
    index === 0 ? arn : `can assume ${arn}${hops[index - 1] === null ? '' : ` if: ${askedWords(hops[index - 1] ?? '').join(', ')}`}`,
  );
  const picture = drawing(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, class: 'chain', role: 'img' },
    drawing('title', {}, words.join(', ')),
  );
  for (const [index, asked] of hops.entries()) {
    const from = boxes[index];
    if (from !== undefined) picture.append(isAcross ? arrowAcross(from, tall, asked) : arrowDown(from, tall, asked));
  }
  for (const made of boxes) picture.append(drawPrincipal(made, tall));
  return picture;
}

interface Box {
  readonly principal: ReportPrincipal;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
}

function drawPrincipal({ principal: [arn, kind, , account], lines, x, y }: Box, tall: number): SVGGElement {
  return drawing(
    'g',
    { transform: `translate(${x} ${y})`, class: `who ${/^[a-z-]+$/.test(kind) ? kind : ''}` },
    drawing('title', {}, arn),
    drawing('rect', { width: box.width, height: tall, rx: 7 }),
    // A drawing within the drawing cuts off what wide letters make too long.
    drawing(
      'svg',
      { width: box.width - 6, height: tall },
      drawing('text', { x: 12, y: 18, class: 'kind' }, kindName(kind)),
      ...lines.map((line, index) => drawing('text', { x: 12, y: 35 + index * box.line, class: 'name' }, line)),
      drawing('text', { x: 12, y: 34 + lines.length * box.line, class: 'account' }, oneLine(account, mostLetters.account)),
    ),
  );
}

function nameLines([arn, , name]: ReportPrincipal = ['', '', '', '']): readonly string[] {
  return fitLabel(visible(name === '' ? arn : name), mostLetters.name, countLetters, 3).split('\n');
}

const oneLine = (text: string, most: number): string => fitLabel(visible(text), most, countLetters, 1);
const countLetters = (text: string): number => [...text].length;

interface Place {
  readonly x: number;
  readonly y: number;
}

function arrowAcross({ x, y }: Place, tall: number, asked: string | null): SVGGElement {
  const start = x + box.width;
  const end = start + across.gap;
  const middle = y + tall / 2;
  return drawing(
    'g',
    { class: asked === null ? 'hop' : 'hop conditional' },
    drawing('path', { d: `M${start} ${middle}H${end - 7}`, class: 'line' }),
    drawing('path', { d: `M${end} ${middle}l-9 -5v10z`, class: 'head' }),
    ...label(asked, start + across.gap / 2 - 4, middle, 'middle'),
  );
}

function arrowDown({ x, y }: Place, tall: number, asked: string | null): SVGGElement {
  const start = y + tall;
  const end = start + down.gap;
  const middle = x + 24;
  return drawing(
    'g',
    { class: asked === null ? 'hop' : 'hop conditional' },
    drawing('path', { d: `M${middle} ${start}V${end - 7}`, class: 'line' }),
    drawing('path', { d: `M${middle} ${end}l-5 -9h10z`, class: 'head' }),
    ...label(asked, middle + 14, start + down.gap / 2 + 8, 'start'),
  );
}

/** What a hop asks for, up to three words above the arrow; the rest is in the title. */
function label(asked: string | null, x: number, y: number, anchor: string): SVGElement[] {
  if (asked === null) return [];
  const words = askedWords(asked);
  const shown = words.length > 2 ? [words[0] ?? '', `+ ${words.length - 1} more`] : words;
  return [
    drawing('title', {}, words.join(', ')),
    ...shown.map((word, index) => drawing('text', { x, y: y - 7 - 13 * (shown.length - 1 - index), 'text-anchor': anchor }, word)),
  ];
}

/** What a hop asks for, in the words that the page uses too. */
export const askedWords = (asked: string): readonly string[] => (asked === '' ? ['conditions'] : asked.split(', ').map(requirementName));
