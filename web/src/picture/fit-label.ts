/** Breaks a name into a few lines that fit on a card. Of a longer one the middle of the last is left out: names often differ at their ends. */
import { visibleText } from '../visible-text.ts';
import { card, longText, textSize, textStart } from './measures.ts';

/** `widthOf` measures a text in the same unit as `width`. */
export function fitLabel(name: string, width: number, widthOf: (text: string) => number, mostLines = 2): string {
  const characters = graphemes(name);
  const first = longestPrefix(characters, width, widthOf);
  if (first === characters.length) return name;
  if (mostLines === 1) return shortened(characters, width, widthOf);
  const split = breakPoint(characters, first);
  const head = characters.slice(0, split).join('').trimEnd();
  return `${head}\n${fitLabel(characters.slice(split).join(''), width, widthOf, mostLines - 1)}`;
}

/** What a card says, in lines; `small` if in the text of `longText`. */
export interface CardLabel {
  readonly text: string;
  readonly small: boolean;
}

/** A name on two lines, or on one with a note below it. What these cannot hold gets a third line, and smaller text in all of them. */
export function cardLabel(name: string, note: string | undefined, widthOf: (text: string) => number): CardLabel {
  const room = card.width - textStart - 6;
  const whole = visibleText(name);
  const lines = note === undefined ? 2 : 1;
  const large = fitLabel(whole, room, widthOf, lines);
  const small = withoutSpace(large) !== withoutSpace(whole);
  const text = small ? fitLabel(whole, (room * textSize) / longText.size, widthOf, lines + 1) : large;
  return { text: note === undefined ? text : `${text}\n${note}`, small };
}

const withoutSpace = (text: string): string => text.replace(/\s/g, '');

/** The name on one line; of a longer one the middle is left out. */
export const oneLine = (name: string, width: number, widthOf: (text: string) => number): string => fitLabel(name, width, widthOf, 1);

function shortened(characters: readonly string[], width: number, widthOf: (text: string) => number): string {
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

/** Breaks after a separator, or before a capital, if there is one that leaves enough for the line and, better still, for the next. */
function breakPoint(characters: readonly string[], at: number): number {
  const last = Math.min(at, characters.length - 4);
  const separators = (from: number): number | undefined => lastIndex(from, at * 0.2, (before) => /[-_/:.@ ]/.test(before));
  const capitals = lastIndex(at, at * 0.35, (before, after) => /\p{Ll}\p{Lu}/u.test(`${before}${after}`));
  return separators(last) ?? capitals ?? separators(at) ?? Math.max(1, at);

  function lastIndex(from: number, above: number, fits: (before: string, after: string) => boolean): number | undefined {
    for (let index = from; index > above; index--) if (fits(characters[index - 1] ?? '', characters[index] ?? '')) return index;
    return undefined;
  }
}
