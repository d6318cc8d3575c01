/** A test file's turn at the Neo4j of the run. */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { inject } from 'vitest';
import type { Neo4jServer } from './server.ts';

/** How to reach the server, which is this file's alone until it has ended; or why there is none, which throws with CI=true. */
export async function leaseNeo4j(): Promise<Neo4jServer | { readonly missing: string }> {
  const socket = connect(inject('neo4jPort'), '127.0.0.1');
  const lines = createInterface({ input: socket });
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The test run ended while this file waited for Neo4j.')));
  });
  // It stays open, which is the lease, and keeps nobody waiting.
  socket.unref();
  const answer = JSON.parse(line) as Neo4jServer | { readonly missing: string } | { readonly failed: string };
  if ('failed' in answer) throw new Error(`Neo4j did not start: ${answer.failed}`);
  if ('missing' in answer) {
    const message = `No Neo4j: ${answer.missing}. Its tests are SKIPPED. Set NEO4J_URI, or start a container engine, or install Java and Maven.`;
    if (process.env['CI'] === 'true') throw new Error(message);
    console.warn(`!! ${message}`);
  }
  return answer;
}
