/**
 * Many strings as two sections of the adjacency file: all of them in one text, and where each ends (in UTF-16 units).
 * Reading is one decoding and a slice per string. Every JavaScript string survives exactly, lone surrogates included.
 */
import type { Section, SectionFile } from './section-file.ts';

export function packTexts(name: string, texts: readonly string[]): Section[] {
  const ends = new Uint32Array(texts.length);
  let end = 0;
  texts.forEach((text, index) => {
    end += text.length;
    ends[index] = end;
  });
  const whole = texts.join('');
  const encoding = isLatin1(whole) ? 'latin1' : 'utf16le';
  return [
    { name, encoding, bytes: Buffer.from(whole, encoding) },
    { name: `${name}-ends`, encoding: 'u32', bytes: new Uint8Array(ends.buffer) },
  ];
}

/** A reader of strings by number. Strings are cut when asked for; numbers past the end give ''. */
export function unpackTexts(file: SectionFile, name: string): (index: number) => string {
  const { encoding, bytes } = file.section(name);
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(encoding === 'utf16le' ? 'utf16le' : 'latin1');
  const { bytes: endBytes } = file.section(`${name}-ends`);
  const ends = new Uint32Array(endBytes.buffer, endBytes.byteOffset, endBytes.length / 4);
  return (index) => whole.slice(index === 0 ? 0 : ends[index - 1], ends[index]);
}

const isLatin1 = (text: string): boolean => !/[^\0-\xff]/.test(text);
