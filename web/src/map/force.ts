/** Places blocks by force, so that what has much to do with each other stands together. The same input gives the same places. */
import type { LayoutOptions } from 'cytoscape';
import type { Point } from '../picture/layers.ts';
import { loadCytoscape } from '../picture/load-cytoscape.ts';
import type { Block, Pull } from './blocks.ts';

/** Loads the layout when the first map is drawn. */
async function loadForce() {
  const [cytoscape, { default: fcose }] = await Promise.all([loadCytoscape(), import('cytoscape-fcose')]);
  if (!hasForce) cytoscape.use(fcose);
  hasForce = true;
  return cytoscape;
}
let hasForce = false;

/** More blocks than this take seconds when polished by all their pulls, and nobody would see the difference: the strongest pulls place them. */
const mostPolished = 60;
const pullsOfEach = 3;

/** Centres by block id. */
export async function placeByForce(blocks: readonly Block[], pulls: readonly Pull[]): Promise<ReadonlyMap<string, Point>> {
  const cytoscape = await loadForce();
  const many = blocks.length > mostPolished;
  // A sunflower as the beginning: even, and the same every time.
  const start = (index: number): Point => {
    const radius = 190 * Math.sqrt(index + 0.5);
    const angle = index * 2.399963;
    return { x: radius * Math.cos(angle) * 1.5, y: radius * Math.sin(angle) };
  };
  const cy = cytoscape({
    headless: true,
    styleEnabled: true,
    elements: [
      ...blocks.map(({ id, width, height }, index) => ({ group: 'nodes' as const, data: { id, width, height }, position: start(index) })),
      ...(many ? strongest(pulls) : pulls).map(({ from, to, strength }, index) => ({
        group: 'edges' as const,
        data: { id: `pull-${index}`, source: from, target: to, strength },
      })),
    ],
    style: [{ selector: 'node', style: { width: 'data(width)', height: 'data(height)', shape: 'rectangle' } }],
  });
  await new Promise<void>((resolve) => {
    const layout = cy.layout({
      name: 'fcose',
      randomize: false,
      animate: false,
      quality: many ? 'default' : 'proof',
      nodeRepulsion: () => 9000,
      idealEdgeLength: () => 150,
      nodeSeparation: 120,
      gravity: 0.4,
      tile: true,
      fit: false,
    } as unknown as LayoutOptions);
    layout.one('layoutstop', () => resolve());
    layout.run();
  });
  // Screens are wide, and so are cards.
  const places = new Map(cy.nodes().map((node) => [node.id(), { x: node.position().x * 2.1, y: node.position().y * 1.1 }] as const));
  cy.destroy();
  return places;
}

/** So many of each block's pulls, and more only where the other end has few. */
function strongest(pulls: readonly Pull[]): readonly Pull[] {
  const taken = new Map<string, number>();
  const takenOf = (id: string): number => taken.get(id) ?? 0;
  return [...pulls]
    .sort((a, b) => b.strength - a.strength)
    .filter(({ from, to }) => {
      if (takenOf(from) >= pullsOfEach && takenOf(to) >= pullsOfEach) return false;
      for (const id of [from, to]) taken.set(id, takenOf(id) + 1);
      return true;
    });
}
