/** Cytoscape is two thirds of all script, and the start page draws no picture: it is loaded beside the first answer that needs it. */
import type cytoscape from 'cytoscape';

let loaded: Promise<typeof cytoscape> | undefined;

/** Rejects if the server is gone; asking again loads again. */
export function loadCytoscape(): Promise<typeof cytoscape> {
  loaded ??= import('cytoscape').then(
    (module) => module.default,
    (error: unknown) => {
      loaded = undefined;
      throw error;
    },
  );
  return loaded;
}

/** Whoever looks at the start page likely asks for a picture next; this long after it began, nothing waits for the processor. */
const pause = 2000;

/** Begins to load at once for a view with a picture, else when the page has come to rest. What fails here is tried again by the picture. */
export function loadCytoscapeAhead(now: boolean): void {
  const load = (): void => void loadCytoscape().catch(() => undefined);
  if (now) load();
  else setTimeout(load, pause);
}
