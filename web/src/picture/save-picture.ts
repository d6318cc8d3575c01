/** Saves the picture as it stands: the canvas as PNG, the drawing as SVG. */
import type { Core } from 'cytoscape';
import { download, fileName } from '../files/download.ts';
import { kindIcon } from '../names.ts';
import { redact } from '../redaction.ts';
import type { Placed } from './elements.ts';
import { type SvgInk, svgOf } from './svg.ts';
import { textWidth } from './text-width.ts';

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function savePng(cy: Core, title: string): void {
  const image = cy.png({
    output: 'blob',
    full: true,
    scale: 2,
    maxWidth: 8000,
    maxHeight: 8000,
    bg: colour('--canvas'),
  }) as unknown as Blob;
  download(fileName(redact(title), 'png'), image);
}

export async function saveSvg(placed: Placed, title: string): Promise<void> {
  const kinds = [...new Set(placed.nodes.map(({ principal }) => principal.kind))];
  const icons = await Promise.all(kinds.map(async (kind) => [kind, await iconOf(kind)] as const));
  const ink: SvgInk = {
    canvas: colour('--canvas'),
    surface: colour('--surface'),
    box: colour('--box'),
    line: colour('--line'),
    lineStrong: colour('--line-strong'),
    text: colour('--text'),
    text2: colour('--text-2'),
    accent: colour('--accent'),
    edge: colour('--edge'),
    conditional: colour('--conditional-line'),
    deny: colour('--deny'),
  };
  const text = svgOf(placed, { title, ink, icons: new Map(icons), widthOf: textWidth });
  download(fileName(redact(title), 'svg'), new Blob([text], { type: 'image/svg+xml' }));
}

/** The page's own icon files, one level of `<svg>` around their shapes. */
async function iconOf(kind: string): Promise<string> {
  const response = await fetch(kindIcon(kind)).catch(() => null);
  if (response === null || !response.ok) return '';
  return (await response.text()).replace(/<\?xml[^>]*\?>/, '');
}
