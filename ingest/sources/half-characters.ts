/** JSON can spell half a character (`\ud800` without its partner). No text of AWS has one and no database stores one. */

/** Any escape of JSON: a pair, a half, or another one. */
const escapes = /\\(?:u[Dd][89ABab][\dA-Fa-f]{2}\\u[Dd][C-Fc-f][\dA-Fa-f]{2}|u[Dd][89A-Fa-f][\dA-Fa-f]{2}|.)/gs;
const oneHalf = /^\\u[Dd][89A-Fa-f][\dA-Fa-f]{2}$/;

/**
 * Replaces escapes of half a character by U+FFFD.
 * @param json text of JSON, decoded from bytes: only escapes can hold a half there
 */
export function replaceHalfCharacters(json: string): { readonly json: string; readonly replaced: number } {
  if (!/\\u[Dd][89A-Fa-f]/.test(json)) return { json, replaced: 0 };
  let replaced = 0;
  const whole = json.replace(escapes, (found) => {
    if (!oneHalf.test(found)) return found;
    replaced += 1;
    return '\\ufffd';
  });
  return { json: whole, replaced };
}
