/** The picture of a chain: boxes from left to right, or from top to bottom where there is no room. */
import type { ReportChain, ReportPrincipal } from '../../queries/audit/report-data.ts';
import { drawing, visible } from './dom.ts';

const box = { width: 208, height: 58 } as const;
const across = { gap: 118 } as const;
const down = { gap: 46 } as const;
const margin = 2;
const mostLetters = { name: 22, account: 28 } as const;

/** @param room width in pixels that there is */
export function drawChain({ p: places, e: hops }: ReportChain, principals: readonly ReportPrincipal[], room: number): SVGSVGElement {
  const count = places.length;
  const wide = count * box.width + (count - 1) * across.gap + 2 * margin;
  const isAcross = wide <= room;
  const boxes = places.map((place, index) => ({
    principal: principals[place] ?? (['', '', '', ''] as const),
    x: margin + (isAcross ? index * (box.width + across.gap) : 0),
    y: margin + (isAcross ? 0 : index * (box.height + down.gap)),
  }));
  const width = isAcross ? wide : box.width + 2 * margin + 150;
  const height = isAcross ? box.height + 2 * margin : count * box.height + (count - 1) * down.gap + 2 * margin;
  const words = boxes.map(({ principal: [arn] }, index) =>
    index === 0 ? arn : `can assume ${arn}${hops[index - 1] === null ? '' : ` if: ${hops[index - 1]}`}`,
  );
  const picture = drawing(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, class: 'chain', role: 'img' },
    drawing('title', {}, words.join(', ')),
  );
  for (const [index, asked] of hops.entries()) {
    const from = boxes[index];
    if (from !== undefined) picture.append(isAcross ? arrowAcross(from, asked) : arrowDown(from, asked));
  }
  for (const { principal, x, y } of boxes) picture.append(drawPrincipal(principal, x, y));
  return picture;
}

function drawPrincipal([arn, kind, name, account]: ReportPrincipal, x: number, y: number): SVGGElement {
  return drawing(
    'g',
    { transform: `translate(${x} ${y})`, class: `who ${/^[a-z-]+$/.test(kind) ? kind : ''}` },
    drawing('title', {}, arn),
    drawing('rect', { width: box.width, height: box.height, rx: 7 }),
    // A drawing within the drawing cuts off what wide letters make too long.
    drawing(
      'svg',
      { width: box.width - 6, height: box.height },
      drawing('text', { x: 12, y: 18, class: 'kind' }, kind),
      drawing('text', { x: 12, y: 35, class: 'name' }, shorten(name === '' ? arn : name, mostLetters.name)),
      drawing('text', { x: 12, y: 50, class: 'account' }, shorten(account, mostLetters.account)),
    ),
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function arrowAcross({ x, y }: Place, asked: string | null): SVGGElement {
  const start = x + box.width;
  const end = start + across.gap;
  const middle = y + box.height / 2;
  return drawing(
    'g',
    { class: asked === null ? 'hop' : 'hop conditional' },
    drawing('path', { d: `M${start} ${middle}H${end - 7}`, class: 'line' }),
    drawing('path', { d: `M${end} ${middle}l-9 -5v10z`, class: 'head' }),
    ...label(asked, start + across.gap / 2 - 4, middle, 'middle'),
  );
}

function arrowDown({ x, y }: Place, asked: string | null): SVGGElement {
  const start = y + box.height;
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
  const words = asked === '' ? ['conditions'] : asked.split(', ');
  const shown = words.length > 2 ? [words[0] ?? '', `+ ${words.length - 1} more`] : words;
  return [
    drawing('title', {}, words.join(', ')),
    ...shown.map((word, index) => drawing('text', { x, y: y - 7 - 13 * (shown.length - 1 - index), 'text-anchor': anchor }, word)),
  ];
}

/** The end of a name often tells it from others, so the middle is left out. */
function shorten(text: string, most: number): string {
  const letters = [...visible(text)];
  if (letters.length <= most) return letters.join('');
  return `${letters.slice(0, most - 10).join('')}…${letters.slice(-9).join('')}`;
}
