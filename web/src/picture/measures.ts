/** Sizes that canvas, SVG file and layout share, in picture units: at a zoom of 1, CSS pixels. */
export const card = { width: 174, height: 48 } as const;
/** Where a card's text begins, behind the icon. */
export const textStart = 44;
/** Text on cards; and of names on three lines, with the distance of these. */
export const textSize = 12.5;
export const longText = { size: 12, line: 13.4 } as const;
export const labelFont = `500 ${textSize}px system-ui, sans-serif`;
/** Space that an account's box keeps around its cards, and at its head for the name. */
export const padding = 11;
export const title = 22;
/** What the name on a box leaves of its width: before it, and less behind it. */
export const titleInset = 18;

/** Of the width of a phone, in CSS pixels, little can be spared. */
export const isNarrow = (width: number): boolean => width < 700;
