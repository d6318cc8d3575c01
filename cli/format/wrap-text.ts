/** Breaks text to a width. Nothing is ever cut off: two ARNs that differ in their last letter must differ on the screen. */
import stringWidth from 'string-width';

/** Columns that the text takes on a terminal; East Asian letters take two. */
export const displayWidth = (text: string): number => (/^[ -~]*$/.test(text) ? text.length : stringWidth(text));

/**
 * Lines of at most `width` columns (one character, if that is wider). Breaks at spaces, else after the separators of ARNs
 * and lists, else anywhere. Line breaks of the text itself are kept.
 */
export function wrapText(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width));
}

function wrapLine(text: string, width: number): string[] {
  if (displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const piece of text.split(/(?<= )|(?<=[/:,;])(?! )/)) {
    if (displayWidth(line + piece.trimEnd()) <= width) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = '';
    for (const character of piece) {
      if (line !== '' && displayWidth(line + character) > width && character !== ' ') {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

/** Wraps to `width` with every line indented; the first line begins with `lead` instead, which should be as wide as the indent. */
export function wrapIndented(text: string, width: number, indent: number, lead = ' '.repeat(indent)): string {
  const lines = wrapText(text, Math.max(width - indent, 20));
  return lines.map((line, index) => (index === 0 ? lead : ' '.repeat(indent)) + line).join('\n');
}
