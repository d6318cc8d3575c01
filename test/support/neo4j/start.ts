/** A Neo4j for a test run: the one that NEO4J_URI names, else a container, else the jars with local Java. */
import { randomBytes } from 'node:crypto';
import { startEmbedded } from './embedded.ts';
import { whyNoJava } from './jars.ts';
import type { StartedServer } from './server.ts';

/** Or why there is none. A server that is there and does not start is an error. */
export async function startNeo4j(): Promise<StartedServer | { readonly missing: string }> {
  const {
    NEO4J_URI: uri = '',
    NEO4J_USERNAME: username = 'neo4j',
    NEO4J_PASSWORD: password = '',
    NEO4J_DATABASE: database = '',
  } = process.env;
  if (uri !== '') return { uri, username, password, ...(database === '' ? {} : { database }), stop: async () => undefined };
  if (await hasContainers()) return startContainer();
  const missing = await whyNoJava();
  return missing === null ? startEmbedded() : { missing };
}

/** Asks the engine: a client without a daemon is no engine. */
async function hasContainers(): Promise<boolean> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  return getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
}

async function startContainer(): Promise<StartedServer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const password = randomBytes(12).toString('base64url');
  const container = await new GenericContainer('neo4j:5.26-community')
    .withEnvironment({
      NEO4J_AUTH: `neo4j/${password}`,
      NEO4J_server_memory_heap_max__size: '512m',
      NEO4J_server_memory_pagecache_size: '64m',
    })
    .withExposedPorts(7687)
    .withWaitStrategy(Wait.forLogMessage('Started.'))
    .start();
  return {
    uri: `bolt://${container.getHost()}:${container.getMappedPort(7687)}`,
    username: 'neo4j',
    password,
    stop: async () => void (await container.stop({ timeout: 0 })),
  };
}
