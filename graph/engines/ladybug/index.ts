/** The Ladybug engine: what a composition root needs of it. */

export { createLadybugCypher } from './cypher.ts';
export { ladybugVersion } from './session.ts';
export { type LadybugOptions, openLadybugStore } from './store.ts';
export { createLadybugWriter } from './writer.ts';
