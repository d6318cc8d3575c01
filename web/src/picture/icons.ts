/**
 * Icons for the canvas. Cytoscape does not draw a card anew when its icon comes later than the card, unless the card is seen from near;
 * so cards take their icons once these are here, which is at once for all but the first picture.
 */
const loaded = new Map<string, Promise<HTMLImageElement>>();

/** Resolves when every icon can be drawn at once; an icon that does not come leaves its cards without one. */
export async function loadIcons(addresses: Iterable<string>): Promise<void> {
  await Promise.allSettled([...new Set(addresses)].map(loadIcon));
}

function loadIcon(address: string): Promise<HTMLImageElement> {
  const known = loaded.get(address);
  if (known !== undefined) return known;
  const icon = new Image();
  // As Cytoscape asks for it, so that the browser has it for both.
  icon.crossOrigin = 'anonymous';
  icon.src = address;
  const here = icon.decode().then(() => icon);
  loaded.set(address, here);
  return here;
}
