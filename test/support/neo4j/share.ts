/**
 * One Neo4j for a whole test run. Vitest's main process starts it when the first test file asks for it, and ends it with the run. Since
 * it mirrors one snapshot, files have it one after the other: a connection to the port below that got its answer has it until it ends.
 */
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';
import type { StartedServer } from './server.ts';
import { startNeo4j } from './start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Loopback port where a test file gets its turn at Neo4j. See lease.ts. */
    readonly neo4jPort: number;
  }
}

export default async function share(project: TestProject): Promise<() => Promise<void>> {
  let starting: Promise<StartedServer | { readonly missing: string }> | null = null;
  let turn: Promise<void> = Promise.resolve();
  const sockets = new Set<Socket>();
  const serve = async (socket: Socket): Promise<void> => {
    sockets.add(socket);
    const ended = new Promise<void>((resolve) => {
      socket.on('close', () => resolve());
    });
    socket.on('error', () => socket.destroy());
    const before = turn;
    turn = before.then(() => ended);
    // Reading is what tells that the other side has ended.
    createInterface({ input: socket }).on('error', () => undefined);
    await before;
    if (socket.destroyed) return;
    starting ??= startNeo4j();
    const answer = await starting.catch((error: unknown) => ({ failed: error instanceof Error ? error.message : String(error) }));
    socket.write(`${JSON.stringify(answer)}\n`);
    await ended;
    sockets.delete(socket);
  };
  const server = createServer((socket) => void serve(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  const address = server.address();
  project.provide('neo4jPort', typeof address === 'object' && address !== null ? address.port : 0);
  return async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    const started = await starting;
    if (started !== null && 'stop' in started) await started.stop();
  };
}
