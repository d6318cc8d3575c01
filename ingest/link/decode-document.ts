/** A policy document as AWS hands it out, an object or (URL-encoded) text, to a JSON value. */
import { replaceHalfCharacters } from '../sources/half-characters.ts';
import { findJsonError } from '../sources/json-error.ts';
import { limitDepth } from '../sources/limit-depth.ts';

export type DecodedDocument = { readonly value: unknown } | { readonly problem: string };

/**
 * Text that begins with `{` or `[` is taken as it is: blind decoding would break a raw `%` in it.
 * @see "GetAccountAuthorizationDetails" in the IAM API Reference: documents are URL-encoded as in RFC 3986
 */
export function decodeDocument(text: string): DecodedDocument {
  const json = /^\s*[[{]/.test(text) ? text : decodePercent(text);
  try {
    const value: unknown = JSON.parse(json);
    if (replaceHalfCharacters(json).replaced > 0) return { problem: 'the document holds half a character (a lone surrogate)' };
    return limitDepth(value) > 0 ? { problem: 'the document is nested deeper than 100 levels' } : { value };
  } catch {
    const error = findJsonError(json);
    return {
      problem: error
        ? `the document is not JSON: line ${error.line}, column ${error.column}: ${error.problem}`
        : 'the document is not JSON',
    };
  }
}

/** Escapes of one character, by the number of bytes that UTF-8 needs for it. */
const escapedCharacter = /%[0-7][\da-f]|%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}|%f[0-7](?:%[89ab][\da-f]){3}/gi;

/** Like decodeURIComponent, but what is no escape of UTF-8 stays as it is. */
export function decodePercent(text: string): string {
  return decodeOrNull(text) ?? text.replace(escapedCharacter, (escapes) => decodeOrNull(escapes) ?? escapes);
}

function decodeOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
