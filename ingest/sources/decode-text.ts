/**
 * Bytes of a file to text. The AWS CLI writes UTF-8; PowerShell's `>` makes UTF-16 of it; some editors add a byte order mark;
 * snapshots keep their files gzipped.
 */
import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';

/** More than this is no text that JavaScript can hold (2^29 - 24 characters). */
const maxBytes = 0x1fffffe8;

export interface DecodedText {
  readonly text: string;
  /** True if some bytes were no UTF-8 and were replaced by U+FFFD. */
  readonly replaced: boolean;
}

/** @throws if the bytes are damaged gzip data or hold more text than fits a string */
export function decodeText(bytes: Buffer): DecodedText {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return decodeText(gunzipSync(bytes, { maxOutputLength: maxBytes }));
  const encoding = utf16Of(bytes);
  if (encoding) return { text: new TextDecoder(encoding).decode(bytes), replaced: false };
  const text = bytes.toString('utf8');
  return { text: text.startsWith('\uFEFF') ? text.slice(1) : text, replaced: !isUtf8(bytes) };
}

/** UTF-16 by its byte order mark, or by the zero byte beside the ASCII character that every JSON text begins with. */
function utf16Of(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined && second !== 0)) return 'utf-16be';
  return null;
}
