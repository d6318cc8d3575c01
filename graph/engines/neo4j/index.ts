/** The Neo4j engine: what a composition root needs of it. */

export type { Changes } from './changes.ts';
export { connect, type Neo4jAddress, type Neo4jConnection, type Neo4jOptions } from './connection.ts';
export { createNeo4jCypher } from './cypher.ts';
export { loadSnapshot } from './loader.ts';
export { readChains } from './read-chains.ts';
export { busy } from './reader.ts';
export { type MirrorState, readMirrorState } from './snapshot-node.ts';
export { openNeo4jStore } from './store.ts';
