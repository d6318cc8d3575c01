/** Breaks a name into at most two lines that fit on a card. Of a longer one the middle is left out: names often differ at their ends. */

/** `widthOf` measures a text in the same unit as `width`. */
export function fitLabel(name: string, width: number, widthOf: (text: string) => number): string {
  const characters = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(name)].map(({ segment }) => segment);
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

/** Breaks after a separator, or before a capital, if there is one in the second half of the line. */
function breakPoint(characters: readonly string[], at: number): number {
  const half = at * 0.45;
  for (let index = at; index > half; index--) if (/[-_/:.@ ]/.test(characters[index - 1] ?? '')) return index;
  for (let index = at; index > half; index--)
    if (/\p{Ll}\p{Lu}/u.test(`${characters[index - 1] ?? ''}${characters[index] ?? ''}`)) return index;
  return Math.max(1, at);
}
