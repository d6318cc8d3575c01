/**
 * Names and tags in the data are whatever somebody typed. On a terminal some characters act instead of being seen: they
 * move the cursor, colour the screen or reverse the reading order. Here they become visible escapes.
 */

/** Controls (C0, DEL, C1), soft hyphen, bidirectional and zero-width marks, line separators, lone surrogates, tag characters. */
const acting = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u{115f}\u{1160}\u{3164}\u{ffa0}]/gu;

/** Replaces each character that a terminal would act on by `\uXXXX`, valid in JSON too; the rest stays as it is. */
export function showText(text: string): string {
  return text.replace(acting, (character) => {
    let escapes = '';
    for (let unit = 0; unit < character.length; unit++) escapes += `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`;
    return escapes;
  });
}
