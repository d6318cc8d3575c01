/** Breaks a name into at most two lines that fit on a card. Of a longer one the middle is left out: names often differ at their ends. */
import { visibleText } from '../visible-text.ts';
import { card, textStart } from './measures.ts';

/** `widthOf` measures a text in the same unit as `width`. */
export function fitLabel(name: string, width: number, widthOf: (text: string) => number): string {
  const characters = graphemes(name);
  const first = longestPrefix(characters, width, widthOf);
  if (first === characters.length) return name;
  const split = breakPoint(characters, first);
  const rest = characters.slice(split);
  const second = longestPrefix(rest, width, widthOf);
  const head = characters.slice(0, split).join('').trimEnd();
  if (second === rest.length) return `${head}\n${rest.join('')}`;
  const half = (width - widthOf('…')) / 2;
  const start = rest.slice(0, longestPrefix(rest, half, widthOf)).join('');
  const backwards = rest.toReversed();
  const end = backwards
    .slice(0, longestPrefix(backwards, half, widthOf))
    .toReversed()
    .join('');
  return `${head}\n${start}…${end}`;
}

/** A name on at most two lines; with a note, on one above it. */
export function cardLabel(name: string, note: string | undefined, widthOf: (text: string) => number): string {
  const room = card.width - textStart - 6;
  return note === undefined ? fitLabel(visibleText(name), room, widthOf) : `${oneLine(visibleText(name), room, widthOf)}\n${note}`;
}

/** The name on one line; of a longer one the middle is left out. */
export function oneLine(name: string, width: number, widthOf: (text: string) => number): string {
  const lines = fitLabel(name, width, widthOf).split('\n');
  if (lines.length === 1) return name;
  const characters = graphemes(name);
  const half = (width - widthOf('…')) / 2;
  const backwards = characters.toReversed();
  const end = backwards.slice(0, longestPrefix(backwards, half, widthOf)).toReversed();
  return `${characters.slice(0, longestPrefix(characters, half, widthOf)).join('')}…${end.join('')}`;
}

const graphemes = (text: string): string[] =>
  [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);

function longestPrefix(characters: readonly string[], width: number, widthOf: (text: string) => number): number {
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (widthOf(characters.slice(0, middle).join('')) <= width) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Breaks after a separator, or before a capital, if there is one that leaves enough for the first line. */
function breakPoint(characters: readonly string[], at: number): number {
  const half = at * 0.45;
  const third = at * 0.3;
  for (let index = at; index > third; index--) if (/[-_/:.@ ]/.test(characters[index - 1] ?? '')) return index;
  for (let index = at; index > half; index--)
    if (/\p{Ll}\p{Lu}/u.test(`${characters[index - 1] ?? ''}${characters[index] ?? ''}`)) return index;
  return Math.max(1, at);
}
