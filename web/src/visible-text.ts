/**
 * Text from the data, made safe to look at: characters that are invisible or reorder what stands around them
 * (control, bidirectional, zero-width, line separators) are named instead of obeyed. Where names are to be kept secret, others stand for them.
 */
import { redact } from './redaction.ts';

const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** A run of text; `hidden` ones hold the code point of one character, as `U+202E`. */
export interface TextRun {
  readonly text: string;
  readonly hidden: boolean;
}

export function textRuns(given: string): readonly TextRun[] {
  const text = redact(given);
  const runs: TextRun[] = [];
  let end = 0;
  for (const match of text.matchAll(hidden)) {
    if (match.index > end) runs.push({ text: text.slice(end, match.index), hidden: false });
    runs.push({ text: codePoint(match[0]), hidden: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) runs.push({ text: text.slice(end), hidden: false });
  return runs;
}

/** The same as one string, for places that hold only text: titles, inputs, the picture. */
export function visibleText(text: string): string {
  return redact(text).replace(hidden, (character) => `⟨${codePoint(character)}⟩`);
}

const codePoint = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
