/** Sizes that canvas, SVG file and layout share, in picture units: at a zoom of 1, CSS pixels. */
export const card = { width: 174, height: 44 } as const;
/** Where a card's text begins, behind the icon. */
export const textStart = 44;
export const labelFont = '500 12.5px system-ui, sans-serif';
/** Space that an account's box keeps around its cards, and at its head for the name. */
export const padding = 11;
export const title = 22;

/** Of the width of a phone, in CSS pixels, little can be spared. */
export const isNarrow = (width: number): boolean => width < 700;
