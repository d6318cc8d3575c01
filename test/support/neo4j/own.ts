/** A Neo4j of a test's own, which it may break: started from the jars, since a container's disk and process are out of reach. */
import { onTestFinished } from 'vitest';
import { type EmbeddedOptions, startEmbedded } from './embedded.ts';
import { whyNoJava } from './jars.ts';
import type { StartedServer } from './server.ts';

/** True where there can be none. For `describe.skipIf`. Throws with CI=true. */
export async function ownNeo4jIsMissing(): Promise<boolean> {
  const missing = await whyNoJava();
  if (missing === null) return false;
  const message = `No Neo4j that a test may break: ${missing}. Its tests are SKIPPED.`;
  if (process.env['CI'] === 'true') throw new Error(message);
  console.warn(`!! ${message}`);
  return true;
}

/** Stopped at the latest when the test is over. */
export async function startOwnNeo4j(options: EmbeddedOptions = {}): Promise<StartedServer> {
  const server = await startEmbedded(options);
  onTestFinished(() => server.stop());
  return server;
}
