/** How text for people looks: width, colours, and the marks that say the same without colour. */
import pc from 'picocolors';

export interface Style {
  /** Columns of the terminal. */
  readonly width: number;
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
}

/** 80 columns is what terminals have that do not say how many they have. */
export const usualWidth = 80;

export function createStyle(colors: boolean, width = usualWidth): Style {
  const { bold, dim, red, green, yellow } = pc.createColors(colors);
  return { width: Math.max(width, 40), bold, dim, red, green, yellow };
}

type ShownVerdict = 'allowed' | 'conditional' | 'denied' | 'not-applicable';

const marks: Readonly<Record<ShownVerdict, readonly [mark: string, words: string]>> = {
  allowed: ['✓', 'allowed'],
  conditional: ['?', 'conditional'],
  denied: ['✗', 'denied'],
  'not-applicable': ['–', 'not applicable'],
};

/** Mark and words, e.g. `✓ allowed`, without colour. */
export function showVerdict(verdict: ShownVerdict): string {
  return marks[verdict].join(' ');
}

/** The colour of a verdict. */
export function paint(verdict: ShownVerdict, text: string, style: Style): string {
  if (verdict === 'allowed') return style.green(text);
  if (verdict === 'conditional') return style.yellow(text);
  if (verdict === 'denied') return style.red(text);
  return style.dim(text);
}
