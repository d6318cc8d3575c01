/** Width in picture units of a text on a card or an edge, as the browser would draw it. */
import { labelFont } from './measures.ts';

let measure: CanvasRenderingContext2D | null = null;

export function textWidth(text: string): number {
  measure ??= document.createElement('canvas').getContext('2d');
  if (measure === null) return text.length * 7;
  measure.font = labelFont;
  return measure.measureText(text).width;
}
